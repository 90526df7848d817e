internal import CTorch

extension Tensor {
  private func unary(_ operation: ct_unary_operation) throws(TensorError) -> Tensor {
    try Tensor(ct_unary(Int32(operation.rawValue), handle))
  }

  private static func binary(
    _ operation: ct_binary_operation, _ left: Tensor, _ right: Tensor
  ) throws(TensorError) -> Tensor {
    try Tensor(ct_binary(Int32(operation.rawValue), left.handle, right.handle))
  }

  private func reduced(_ reduction: ct_reduction, _ dimension: Int, _ keep: Bool) throws(TensorError) -> Tensor {
    try Tensor(ct_reduce(Int32(reduction.rawValue), handle, Int32(dimension), keep ? 1 : 0))
  }

  // MARK: Element by element

  /// e to the power of each value.
  public func exp() throws(TensorError) -> Tensor { try unary(CT_EXP) }
  /// Natural logarithms.
  public func log() throws(TensorError) -> Tensor { try unary(CT_LOG) }
  /// Squares.
  public func squared() throws(TensorError) -> Tensor { try unary(CT_SQUARE) }
  /// Square roots.
  public func squareRoot() throws(TensorError) -> Tensor { try unary(CT_SQRT) }
  /// Hyperbolic tangents.
  public func tanh() throws(TensorError) -> Tensor { try unary(CT_TANH) }
  /// Logistic functions.
  public func sigmoid() throws(TensorError) -> Tensor { try unary(CT_SIGMOID) }
  /// Gaussian error linear units (Hendrycks & Gimpel 2016, arXiv:1606.08415): smooth, so that gradients integrate well.
  public func gelu() throws(TensorError) -> Tensor { try unary(CT_GELU) }
  /// log(1 + e^x).
  public func softplus() throws(TensorError) -> Tensor { try unary(CT_SOFTPLUS) }
  /// The last two dimensions swapped.
  public func transposed() throws(TensorError) -> Tensor { try unary(CT_TRANSPOSE) }
  /// A copy without history.
  public func detached() throws(TensorError) -> Tensor { try unary(CT_DETACH) }
  /// Each value times a factor plus a shift.
  public func scaled(by factor: Double, plus shift: Double = 0) throws(TensorError) -> Tensor {
    try Tensor(ct_affine(handle, factor, shift))
  }

  // MARK: Two tensors

  /// Sums; shapes are broadcast.
  public func plus(_ other: Tensor) throws(TensorError) -> Tensor { try Self.binary(CT_ADD, self, other) }
  /// Differences; shapes are broadcast.
  public func minus(_ other: Tensor) throws(TensorError) -> Tensor { try Self.binary(CT_SUBTRACT, self, other) }
  /// Products; shapes are broadcast.
  public func times(_ other: Tensor) throws(TensorError) -> Tensor { try Self.binary(CT_MULTIPLY, self, other) }
  /// Quotients; shapes are broadcast.
  public func divided(by other: Tensor) throws(TensorError) -> Tensor { try Self.binary(CT_DIVIDE, self, other) }
  /// Matrix products over the last two dimensions.
  public func matmul(_ other: Tensor) throws(TensorError) -> Tensor { try Self.binary(CT_MATMUL, self, other) }
  /// This sparse matrix times a dense one.
  public func sparseMatmul(_ dense: Tensor) throws(TensorError) -> Tensor {
    try Self.binary(CT_SPARSE_MATMUL, self, dense)
  }

  // MARK: Along a dimension

  /// Sums along a dimension.
  public func sum(_ dimension: Int, keeping keep: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CT_SUM, dimension, keep)
  }
  /// Means along a dimension.
  public func mean(_ dimension: Int, keeping keep: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CT_MEAN, dimension, keep)
  }
  /// Softmax along a dimension.
  public func softmax(_ dimension: Int) throws(TensorError) -> Tensor { try reduced(CT_SOFTMAX, dimension, false) }
  /// The sum of all values.
  public func total() throws(TensorError) -> Tensor { try Tensor(ct_sum(handle)) }
  /// The last dimension brought to mean 0 and variance 1, then scaled and shifted.
  public func layerNorm(_ weight: Tensor, _ bias: Tensor) throws(TensorError) -> Tensor {
    try Tensor(ct_layer_norm(handle, weight.handle, bias.handle))
  }

  // MARK: Shape

  /// The same values in another shape.
  public func reshaped(_ shape: [Int]) throws(TensorError) -> Tensor {
    try Tensor(ct_reshape(handle, shape.map(Int64.init), Int32(shape.count)))
  }
  /// Dimensions in another order.
  public func permuted(_ order: [Int]) throws(TensorError) -> Tensor {
    try Tensor(ct_permute(handle, order.map(Int64.init), Int32(order.count)))
  }
  /// Tensors joined along a dimension.
  public static func joined(_ tensors: [Tensor], _ dimension: Int) throws(TensorError) -> Tensor {
    let handles: [OpaquePointer?] = tensors.map(\.handle)
    return try Tensor(ct_join(handles, Int32(handles.count), Int32(dimension)))
  }
  /// Some indices of a dimension.
  public func selecting(_ indices: [Int], _ dimension: Int) throws(TensorError) -> Tensor {
    try Tensor(ct_select(handle, Int32(dimension), indices.map(Int64.init), Int64(indices.count)))
  }

  // MARK: Loss

  /// Mean binary cross-entropy of these logits, each sample with its weight.
  public func crossEntropy(labels: Tensor, weights: Tensor) throws(TensorError) -> Tensor {
    try Tensor(ct_cross_entropy(handle, labels.handle, weights.handle))
  }
}
