internal import Numerics
internal import Tensors

/// Trains a model on some samples: weighted cross-entropy and the model's own loss, early stopping on others.
struct Trainer {
  let settings: EngineSettings
  let preparation: FoldPreparation
  /// The labels that count here, permuted ones in a control.
  let label: [Int]
  /// Whether labels are learned; an autoencoder learns none.
  var learnsLabels = true

  /// Trains and leaves the model with the parameters of its best round.
  ///
  /// - Returns: the best validation loss.
  @discardableResult
  func train(
    _ model: any FusionModel, training: [Int], validation: [Int], _ stream: RandomStream
  ) throws(TensorError) -> Double {
    var stream = stream
    let optimiser = try AdamW(model.parameters, rate: settings.rate, decay: settings.decay)
    let held = try ModelInput(preparation, rows: validation)
    var best = (loss: Double.infinity, parameters: [[Double]](), round: 0)
    for round in 0..<settings.epochs {
      var order = training
      stream.shuffle(&order)
      var start = 0
      while start < order.count {
        // A last step of one sample is joined to the one before.
        var end = min(start + settings.batchSize, order.count)
        if order.count - end == 1 { end = order.count }
        let rows = Array(order[start..<end])
        let whole = try ModelInput(preparation, rows: rows)
        let seen = try whole.corrupted(
          preparation, rows: rows, noise: settings.noise, dropout: settings.modalityDropout, &stream)
        try loss(model, seen: seen, whole: whole, rows: rows, training: training).backward()
        try optimiser.step()
        start = end
      }
      let value = try loss(model, seen: held, whole: held, rows: validation, training: training).value()
      if value < best.loss - 1e-4 {
        var parameters: [[Double]] = []
        for parameter in model.parameters { parameters.append(try parameter.values()) }
        best = (value, parameters, round)
      } else if round - best.round >= settings.patience {
        break
      }
    }
    for (parameter, values) in zip(model.parameters, best.parameters) { try parameter.assign(values) }
    return best.loss
  }

  private func loss(
    _ model: any FusionModel, seen: ModelInput, whole: ModelInput, rows: [Int], training: [Int]
  ) throws(TensorError) -> Tensor {
    let auxiliary = try model.auxiliaryLoss(seen: seen, whole: whole)
    guard learnsLabels else {
      guard let auxiliary else { throw TensorError(description: "a model without labels needs a loss of its own") }
      return auxiliary
    }
    let cases = Double(training.filter { label[$0] == 1 }.count)
    let controls = Double(training.count) - cases
    // Both labels weigh the same in all.
    let weights = rows.map { label[$0] == 1 ? 0.5 / max(1, cases) : 0.5 / max(1, controls) }
    let entropy = try model.logits(seen).crossEntropy(
      labels: Tensor(rows.map { Double(label[$0]) }, shape: [rows.count]),
      weights: Tensor(weights, shape: [rows.count]))
    return try auxiliary.map { (auxiliary) throws(TensorError) in try entropy.plus(auxiliary) } ?? entropy
  }
}
