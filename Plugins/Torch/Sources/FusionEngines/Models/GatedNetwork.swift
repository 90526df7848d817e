internal import Numerics
internal import Tensors

/// Separate encoders whose codes are mixed by gates: a gate is a softmax over the layers that are there, so an absent
/// layer has weight 0. Heads give the label and rebuild every layer that was measured.
struct GatedNetwork: FusionModel {
  private let encoders: [Linear]
  private let gates: [Linear]
  private let decoders: [Linear]
  private let head: Linear
  let parameters: [Tensor]

  init(_ preparation: FoldPreparation, width: Int, _ stream: RandomStream) throws(TensorError) {
    var initialiser = Initialiser(stream)
    var (encoders, gates, decoders) = ([Linear](), [Linear](), [Linear]())
    for layer in preparation.layers {
      encoders.append(try Linear(layer.targets.count, width, &initialiser))
      gates.append(try Linear(width, 1, &initialiser))
      decoders.append(try Linear(width, layer.targets.count, &initialiser))
    }
    head = try Linear(width, 1, &initialiser)
    (self.encoders, self.gates, self.decoders) = (encoders, gates, decoders)
    parameters = initialiser.parameters
  }

  /// The weights of the layers, samples by layers; 0 where a layer is absent.
  func gateWeights(_ codes: [Tensor], _ input: ModelInput) throws(TensorError) -> Tensor {
    var scores: [Tensor] = []
    // An absent layer is pushed out of the softmax, and what rounding leaves is taken away.
    for (index, code) in codes.enumerated() {
      scores.append(try gates[index](code).plus(input.present[index].scaled(by: 60, plus: -60)))
    }
    let present = try Tensor.joined(input.present, 1)
    return try Tensor.joined(scores, 1).softmax(1).times(present)
  }

  private func codes(_ input: ModelInput) throws(TensorError) -> [Tensor] {
    var codes: [Tensor] = []
    for (index, values) in input.values.enumerated() { codes.append(try encoders[index](values).gelu()) }
    return codes
  }

  private func mixed(_ input: ModelInput) throws(TensorError) -> Tensor {
    let codes = try codes(input)
    let weights = try gateWeights(codes, input)
    var sum: Tensor?
    for (index, code) in codes.enumerated() {
      let part = try code.times(weights.selecting([index], 1))
      sum = try sum.map { (sum) throws(TensorError) in try sum.plus(part) } ?? part
    }
    guard let sum else { throw TensorError(description: "the study has no layer") }
    return sum
  }

  func gateWeights(_ input: ModelInput) throws(TensorError) -> Tensor { try gateWeights(codes(input), input) }

  func latent(_ input: ModelInput) throws(TensorError) -> Tensor? { try mixed(input) }

  func logits(_ input: ModelInput) throws(TensorError) -> Tensor {
    try head(mixed(input)).reshaped([input.count])
  }

  func auxiliaryLoss(seen: ModelInput, whole: ModelInput) throws(TensorError) -> Tensor? {
    let code = try mixed(seen)
    var rebuilt: [Tensor] = []
    for decoder in decoders { rebuilt.append(try decoder(code)) }
    return try Reconstruction.loss(rebuilt, whole).scaled(by: 0.2)
  }
}
