internal import Numerics
internal import Tensors

/// An encoder a layer, one shared code, a decoder a layer (Vincent et al. 2010, JMLR 11:3371): trained without labels to
/// rebuild measured values from corrupted ones. The label is read from the code by a ridge logistic model, set after
/// training through `read(by:)`.
final class DenoisingAutoencoder: FusionModel {
  private let encoders: [Linear]
  private let join: Linear
  private let decoders: [(hidden: Linear, output: Linear)]
  let parameters: [Tensor]
  private var reader: (weights: Tensor, intercept: Double)?

  init(_ preparation: FoldPreparation, width: Int, code: Int, _ stream: RandomStream) throws(TensorError) {
    var initialiser = Initialiser(stream)
    var encoders: [Linear] = []
    for layer in preparation.layers { encoders.append(try Linear(layer.targets.count, width, &initialiser)) }
    join = try Linear(width * preparation.layers.count, code, &initialiser)
    var decoders: [(Linear, Linear)] = []
    for layer in preparation.layers {
      decoders.append((try Linear(code, width, &initialiser), try Linear(width, layer.targets.count, &initialiser)))
    }
    self.encoders = encoders
    self.decoders = decoders
    parameters = initialiser.parameters
  }

  func code(_ input: ModelInput) throws(TensorError) -> Tensor {
    var hidden: [Tensor] = []
    for (index, values) in input.values.enumerated() {
      hidden.append(try encoders[index](values).gelu().times(input.present[index]))
    }
    return try join(Tensor.joined(hidden, 1))
  }

  func rebuilt(_ code: Tensor) throws(TensorError) -> [Tensor] {
    var layers: [Tensor] = []
    for decoder in decoders { layers.append(try decoder.output(decoder.hidden(code).gelu())) }
    return layers
  }

  /// Sets how the label is read from the code.
  func read(by weights: [Double], intercept: Double) throws(TensorError) {
    reader = (try Tensor(weights, shape: [weights.count, 1]), intercept)
  }

  func latent(_ input: ModelInput) throws(TensorError) -> Tensor? { try code(input) }

  func logits(_ input: ModelInput) throws(TensorError) -> Tensor {
    guard let reader else { throw TensorError(description: "the autoencoder has no reader of its code") }
    return try code(input).matmul(reader.weights).reshaped([input.count]).scaled(by: 1, plus: reader.intercept)
  }

  func auxiliaryLoss(seen: ModelInput, whole: ModelInput) throws(TensorError) -> Tensor? {
    try Reconstruction.loss(rebuilt(code(seen)), whole)
  }
}
