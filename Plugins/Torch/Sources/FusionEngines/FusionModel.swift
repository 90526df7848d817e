internal import Numerics
internal import Tensors

/// A model from layers to the logit of the case label.
protocol FusionModel {
  /// Everything that is trained.
  var parameters: [Tensor] { get }

  /// The logits of samples, one each.
  func logits(_ input: ModelInput) throws(TensorError) -> Tensor

  /// What training makes small, beside the cross-entropy of the labels: reconstruction, where the model has it.
  func auxiliaryLoss(seen: ModelInput, whole: ModelInput) throws(TensorError) -> Tensor?

  /// The latent space, samples by dimensions; nil without one.
  func latent(_ input: ModelInput) throws(TensorError) -> Tensor?
}

extension FusionModel {
  func auxiliaryLoss(seen: ModelInput, whole: ModelInput) throws(TensorError) -> Tensor? { nil }
  func latent(_ input: ModelInput) throws(TensorError) -> Tensor? { nil }
}

/// Makes an untrained model for a fold.
typealias ModelMaker = (FoldPreparation, RandomStream) throws(EngineFailure) -> any FusionModel
