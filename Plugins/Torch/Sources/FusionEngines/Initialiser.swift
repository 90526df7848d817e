internal import Numerics
internal import Tensors

/// Starting weights from a named stream: the same seed gives the same model on every machine.
struct Initialiser {
  private var stream: RandomStream
  /// All parameters made so far, in order.
  private(set) var parameters: [Tensor] = []

  init(_ stream: RandomStream) { self.stream = stream }

  /// A weight matrix, uniform in the bound of Glorot & Bengio (2010).
  mutating func weight(_ inputs: Int, _ outputs: Int) throws(TensorError) -> Tensor {
    let bound = (6 / Double(inputs + outputs)).squareRoot()
    return try add((0..<inputs * outputs).map { _ in (2 * stream.uniform() - 1) * bound }, [inputs, outputs])
  }

  /// Small normal numbers.
  mutating func normal(_ shape: [Int], spread: Double) throws(TensorError) -> Tensor {
    try add((0..<shape.reduce(1, *)).map { _ in stream.normal(standardDeviation: spread) }, shape)
  }

  /// A constant.
  mutating func constant(_ value: Double, _ shape: [Int]) throws(TensorError) -> Tensor {
    try add([Double](repeating: value, count: shape.reduce(1, *)), shape)
  }

  private mutating func add(_ values: [Double], _ shape: [Int]) throws(TensorError) -> Tensor {
    let tensor = try Tensor(values, shape: shape).requiringGradient()
    parameters.append(tensor)
    return tensor
  }
}

/// A linear map with a constant.
struct Linear {
  private let weight: Tensor
  private let bias: Tensor

  init(_ inputs: Int, _ outputs: Int, _ initialiser: inout Initialiser) throws(TensorError) {
    weight = try initialiser.weight(inputs, outputs)
    bias = try initialiser.constant(0, [outputs])
  }

  func callAsFunction(_ input: Tensor) throws(TensorError) -> Tensor { try input.matmul(weight).plus(bias) }
}
