internal import CTorch

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019, arXiv:1711.05101).
public final class AdamW {
  private let parameters: [Tensor]
  private let means: [Tensor]
  private let squares: [Tensor]
  private let rate: Double
  private let decay: Double
  private var steps: Int64 = 0

  /// An optimiser of parameters that require gradients.
  public init(_ parameters: [Tensor], rate: Double, decay: Double) throws(TensorError) {
    self.parameters = parameters
    self.rate = rate
    self.decay = decay
    var zeros: [[Tensor]] = [[], []]
    for parameter in parameters {
      for index in 0..<2 { zeros[index].append(try parameter.detached().scaled(by: 0)) }
    }
    means = zeros[0]
    squares = zeros[1]
  }

  /// One step along the gradients, which are cleared.
  public func step() throws(TensorError) {
    steps += 1
    let (own, first, second) = (handles(parameters), handles(means), handles(squares))
    guard ct_adamw(own, first, second, Int32(parameters.count), steps, rate, decay) == 0 else { throw .last }
  }

  private func handles(_ tensors: [Tensor]) -> [OpaquePointer?] { tensors.map(\.handle) }
}
