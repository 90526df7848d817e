internal import Numerics
internal import Schema
internal import Tensors

/// Nested cross-validation: everything that is chosen, is chosen inside the training samples of a fold.
struct CrossValidation {
  let kind: EngineKind
  let input: StudyInput
  let settings: EngineSettings
  let seed: UInt64
  let checkpoints: CheckpointFolder?
  let say: (String) -> Void

  /// The results of a variant: by repetition, by fold.
  func results(_ variant: UnitVariant) throws(EngineFailure) -> [[UnitResult]] {
    var repetitions: [[UnitResult]] = []
    let rows = Array(input.samples.indices)
    let repeats: Int = if case .permutedLabels = variant { 1 } else { settings.seeds }
    for repetition in 0..<repeats {
      let label = labels(variant)
      let plan = FoldPlan(input, rows: rows, folds: settings.folds, seed: seed, index: repetition)
      var folds: [UnitResult] = []
      for fold in 0..<settings.folds {
        let name = "\(variant.name)-\(repetition)-\(fold)"
        if let known = checkpoints?.load(name) {
          folds.append(known)
          continue
        }
        let split = plan.split(rows, holdingOut: fold)
        guard !split.held.isEmpty else { continue }
        let index = UInt64(repetition * settings.folds + fold)
        let result = try unit(
          variant, label: label, training: split.training, held: split.held, name: variant.name, index: index)
        if let checkpoints { try omics { () throws(OmicsError) in try checkpoints.save(result, name) } }
        folds.append(result)
        say("\(variant.words): repetition \(repetition + 1) of \(repeats), fold \(fold + 1) of \(settings.folds)")
      }
      repetitions.append(folds)
    }
    return repetitions
  }

  /// How samples are grouped into folds.
  var grouping: String {
    FoldPlan(input, rows: Array(input.samples.indices), folds: settings.folds, seed: seed, index: 0).grouping
  }

  /// The labels of a variant: permuted within cohort and batch for the control.
  private func labels(_ variant: UnitVariant) -> [Int] {
    guard case .permutedLabels(let index) = variant else { return input.label }
    var stream = RandomStream(seed: seed, name: "permuted labels", index: UInt64(index))
    var members: [String: [Int]] = [:]
    for row in input.samples.indices { members["\(input.cohort[row])\t\(input.batch[row])", default: []].append(row) }
    var label = input.label
    for key in members.keys.sorted() {
      let rows = members[key] ?? []
      var own = rows.map { input.label[$0] }
      stream.shuffle(&own)
      for (row, value) in zip(rows, own) { label[row] = value }
    }
    return label
  }

  /// Trains on some samples and looks at others.
  func unit(
    _ variant: UnitVariant, label: [Int], training: [Int], held: [Int], name: String, index: UInt64
  ) throws(EngineFailure) -> UnitResult {
    // A fifth of the training samples decides when to stop and what to choose.
    let inner = FoldPlan(input, rows: training, folds: 5, seed: seed &+ 1, index: Int(index))
    let (fitted, validation) = inner.split(training, holdingOut: 0)
    let preparation = FoldPreparation(input, label: label, training: training, features: settings.features)
    let fitting = UnitFitting(
      kind: kind, input: input, settings: settings, preparation: preparation, training: fitted,
      validation: validation, label: label, seed: seed, name: name, index: index)
    var result = UnitResult()
    result.rows = held
    result.label = held.map { label[$0] }
    switch variant {
    case .logisticRegression, .pathwayMeans, .principalComponents:
      result.logits = try fitting.linear(variant, rows: held)
    default:
      let (model, figures) = try fitting.model(variant)
      result.figures = figures
      try tensors { () throws(TensorError) in
        let seen = try ModelInput(preparation, rows: held)
        result.logits = try model.logits(seen).values()
        guard variant == .engine else { return }
        for layer in preparation.layers.indices where preparation.layers.count > 1 {
          result.absent.append(try model.logits(ModelInput(preparation, rows: held, absent: [layer])).values())
        }
        try attribute(model, seen, preparation, &result)
      }
    }
    return result
  }

  private func attribute(
    _ model: any FusionModel, _ seen: ModelInput, _ preparation: FoldPreparation, _ result: inout UnitResult
  ) throws(TensorError) {
    let found = try IntegratedGradients.attribute(model, seen)
    result.gap = found.gap
    let cases = Double(result.label.filter { $0 == 1 }.count)
    let controls = Double(result.label.count) - cases
    for (layer, values) in zip(preparation.layers, found.layers) {
      let width = layer.targets.count
      var contrast = [Double](repeating: .nan, count: input.targets.count)
      for (place, target) in layer.targets.enumerated() {
        var difference = 0.0
        for (sample, label) in result.label.enumerated() {
          let value = values[sample * width + place]
          difference += label == 1 ? value / max(1, cases) : -value / max(1, controls)
        }
        contrast[target] = difference
      }
      result.contrast.append(contrast)
    }
  }
}
