import Tensors
import Testing

/// Every differentiable operation against central differences in double precision.
@Suite struct GradientTests {
  typealias Operation = @Sendable (Tensor) throws -> Tensor

  private static let base = [0.3, -1.2, 0.8, 1.7, -0.4, 0.9, 2.1, -0.7, 0.15, 1.1, -1.6, 0.55]
  private static let other = [1.3, 0.4, -0.9, 2.2, 0.7, -1.1, 0.6, 1.9, -0.35, 0.8, 1.5, -2.0]

  private static func constant(_ shape: [Int]) throws -> Tensor {
    try Tensor(Array(other.prefix(shape.reduce(1, *))), shape: shape, isDouble: true)
  }

  static let operations: [(String, Operation)] = [
    ("exp", { try $0.exp() }), ("log", { try $0.squared().scaled(by: 1, plus: 0.5).log() }),
    ("squared", { try $0.squared() }), ("squareRoot", { try $0.squared().scaled(by: 1, plus: 1).squareRoot() }),
    ("tanh", { try $0.tanh() }), ("sigmoid", { try $0.sigmoid() }), ("gelu", { try $0.gelu() }),
    ("softplus", { try $0.softplus() }), ("transposed", { try $0.transposed().matmul(constant([3, 2])) }),
    ("plus", { try $0.plus(constant([4])).squared() }), ("minus", { try constant([3, 4]).minus($0).squared() }),
    ("times", { try $0.times(constant([3, 4])) }), ("divided", { try constant([3, 4]).divided(by: $0.exp()) }),
    ("matmul", { try $0.matmul(constant([4, 2])).squared() }),
    (
      "sparseMatmul",
      {
        let sparse = try Tensor(
          rows: [0, 1, 1, 2], columns: [0, 0, 2, 1], values: [1.5, -2, 0.5, 3], height: 3, width: 3, isDouble: true)
        return try sparse.sparseMatmul($0).squared()
      }
    ),
    ("sum", { try $0.sum(0).squared() }), ("mean", { try $0.mean(1, keeping: true).squared() }),
    ("softmax", { try $0.softmax(1).times(constant([3, 4])) }),
    ("layerNorm", { try $0.layerNorm(constant([4]), constant([4])).times(constant([3, 4])) }),
    ("reshaped", { try $0.reshaped([2, 6]).matmul(constant([6, 2])) }),
    ("permuted", { try $0.permuted([1, 0]).matmul(constant([3, 2])) }),
    ("joined", { try Tensor.joined([$0, $0.squared()], 1).squared() }),
    ("selecting", { try $0.selecting([0, 2, 2], 1).squared() }),
    (
      "crossEntropy",
      {
        try $0.reshaped([12]).crossEntropy(
          labels: Tensor([0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0], shape: [12], isDouble: true),
          weights: Tensor([1, 2, 1, 1, 3, 1, 1, 0.5, 1, 1, 1, 2], shape: [12], isDouble: true))
      }
    ),
  ]

  @Test(arguments: operations.map(\.0))
  func gradientsAreThoseOfCentralDifferences(_ name: String) throws {
    try TorchRuntime.start(.cpu)
    let operation = try #require(Self.operations.first { $0.0 == name }).1
    func value(_ values: [Double]) throws -> Double {
      try operation(Tensor(values, shape: [3, 4], isDouble: true)).total().value()
    }
    let leaf = try Tensor(Self.base, shape: [3, 4], isDouble: true).requiringGradient()
    try operation(leaf).total().backward()
    let gradient = try leaf.gradient().values()
    for index in Self.base.indices {
      var (low, high) = (Self.base, Self.base)
      low[index] -= 1e-5
      high[index] += 1e-5
      let expected = (try value(high) - value(low)) / 2e-5
      #expect(abs(gradient[index] - expected) <= 1e-6 * max(1, abs(expected)), "\(name) at \(index)")
    }
  }

  @Test func wrongShapesAreErrorsWithWords() throws {
    let error = #expect(throws: TensorError.self) {
      try Tensor([1, 2, 3], shape: [3]).matmul(Tensor([1, 2], shape: [2]))
    }
    #expect(error?.description.isEmpty == false)
    #expect(throws: TensorError.self) { try Tensor([1, 2, 3], shape: [2, 2]) }
    #expect(throws: TensorError.self) { try Tensor([1, 2], shape: [2]).value() }
    #expect(throws: TensorError.self) { try Tensor([1, 2], shape: [2]).assign([1]) }
  }

  @Test func adamFindsTheMinimum() throws {
    let parameter = try Tensor([5, -3], shape: [2], isDouble: true).requiringGradient()
    let goal = try Tensor([1, 2], shape: [2], isDouble: true)
    let optimiser = try AdamW([parameter], rate: 0.1, decay: 0)
    for _ in 0..<500 {
      try parameter.minus(goal).squared().total().backward()
      try optimiser.step()
    }
    let found = try parameter.values()
    #expect(abs(found[0] - 1) < 1e-3 && abs(found[1] - 2) < 1e-3)
  }
}
