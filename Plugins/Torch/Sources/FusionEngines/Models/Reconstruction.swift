internal import Tensors

/// How well layers are rebuilt, over measured values alone.
enum Reconstruction {
  /// Mean squared error over measured values, averaged over layers.
  static func loss(_ rebuilt: [Tensor], _ whole: ModelInput) throws(TensorError) -> Tensor {
    var parts: [Tensor] = []
    for (index, layer) in rebuilt.enumerated() {
      let mask = whole.masks[index]
      let measured = max(1, try mask.total().value())
      let error = try layer.minus(whole.values[index]).times(mask).squared().total().scaled(by: 1 / measured)
      parts.append(try error.reshaped([1]))
    }
    return try Tensor.joined(parts, 0).mean(0)
  }
}
