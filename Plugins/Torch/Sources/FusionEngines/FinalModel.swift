internal import Numerics
internal import Schema
internal import Tensors

/// What is computed once beside the cross-validation: the latent space of a model of all samples, the score from one
/// cohort to another, and what an autoencoder's bottleneck loses.
struct FinalModel {
  /// How a bottleneck does: what it keeps of the layers, of gene sets, and of the label.
  struct Bottleneck: Sendable {
    /// Its size.
    var size: Int
    /// Share of the variance of held-out measured values that is rebuilt.
    var reconstruction: Double
    /// Area within held-out folds of the label read from the code.
    var label: Double
    /// The same share by gene set.
    var pathways: [(name: String, reconstruction: Double)]
  }

  /// All of it.
  struct Result {
    var latent: (samples: [String], dimensions: Int, values: [Double])?
    var crossCohort: [(training: String, testing: String, area: Double)] = []
    var bottlenecks: [Bottleneck] = []
  }

  private let validation: CrossValidation
  private var input: StudyInput { validation.input }

  init(_ validation: CrossValidation) { self.validation = validation }

  func result() throws(EngineFailure) -> Result {
    var result = Result()
    let rows = Array(input.samples.indices)
    let fitting = fitting(rows, name: "final", index: 0)
    let model = try fitting.model(.engine).model
    try tensors { () throws(TensorError) in
      guard let latent = try model.latent(ModelInput(fitting.preparation, rows: rows)) else { return }
      result.latent = (input.samples, latent.shape[1], try latent.values())
    }
    result.crossCohort = try crossCohort()
    if validation.kind == .autoencoder { result.bottlenecks = try bottlenecks() }
    return result
  }

  private func fitting(_ rows: [Int], name: String, index: UInt64) -> UnitFitting {
    let inner = FoldPlan(input, rows: rows, folds: 5, seed: validation.seed &+ 1, index: Int(index))
    let split = inner.split(rows, holdingOut: 0)
    return UnitFitting(
      kind: validation.kind, input: input, settings: validation.settings,
      preparation: FoldPreparation(
        input, label: input.label, training: rows, features: validation.settings.features),
      training: split.training, validation: split.held, label: input.label, seed: validation.seed, name: name,
      index: index)
  }

  /// Trained on one cohort, tried on another; cohorts that hold one label only are passed over.
  private func crossCohort() throws(EngineFailure) -> [(training: String, testing: String, area: Double)] {
    let names = Set(input.cohort).sorted().filter { name in
      Set(input.samples.indices.filter { input.cohort[$0] == name }.map { input.label[$0] }).count == 2
    }
    guard names.count > 1 else { return [] }
    var found: [(training: String, testing: String, area: Double)] = []
    for (index, name) in names.enumerated() {
      let rows = input.samples.indices.filter { input.cohort[$0] == name }
      guard rows.count >= 10 else { continue }
      let fitting = fitting(rows, name: "cohort", index: UInt64(index))
      let model = try fitting.model(.engine).model
      for other in names where other != name {
        let testing = input.samples.indices.filter { input.cohort[$0] == other }
        let logits = try tensors { () throws(TensorError) in
          try model.logits(ModelInput(fitting.preparation, rows: testing)).values()
        }
        var area = HeldOutAuc()
        area.add(logits: logits, label: testing.map { input.label[$0] })
        found.append((name, other, area.value))
      }
    }
    return found
  }

  /// Every size on the folds of the first repetition, so that a clean embedding cannot hide what it lost.
  private func bottlenecks() throws(EngineFailure) -> [Bottleneck] {
    let rows = Array(input.samples.indices)
    let settings = validation.settings
    let plan = FoldPlan(input, rows: rows, folds: settings.folds, seed: validation.seed, index: 0)
    var list: [Bottleneck] = []
    for size in settings.bottlenecks {
      var area = HeldOutAuc()
      var (lost, total) = (
        [Double](repeating: 0, count: input.targets.count), [Double](repeating: 0, count: input.targets.count)
      )
      for fold in 0..<settings.folds {
        let split = plan.split(rows, holdingOut: fold)
        guard !split.held.isEmpty else { continue }
        var own = settings
        own.bottlenecks = [size]
        let inner = FoldPlan(input, rows: split.training, folds: 5, seed: validation.seed &+ 1, index: fold)
        let parts = inner.split(split.training, holdingOut: 0)
        let fitting = UnitFitting(
          kind: .autoencoder, input: input, settings: own,
          preparation: FoldPreparation(
            input, label: input.label, training: split.training, features: settings.features),
          training: parts.training, validation: parts.held, label: input.label, seed: validation.seed,
          name: "bottleneck-\(size)", index: UInt64(fold))
        guard let model = try fitting.model(.engine).model as? DenoisingAutoencoder else { continue }
        try tensors { () throws(TensorError) in
          let seen = try ModelInput(fitting.preparation, rows: split.held)
          area.add(logits: try model.logits(seen).values(), label: split.held.map { input.label[$0] })
          let rebuilt = try model.rebuilt(model.code(seen))
          for (index, layer) in fitting.preparation.layers.enumerated() {
            let (values, guess) = (try seen.values[index].values(), try rebuilt[index].values())
            let mask = try seen.masks[index].values()
            for place in values.indices where mask[place] > 0 {
              let target = layer.targets[place % layer.targets.count]
              lost[target] += (values[place] - guess[place]) * (values[place] - guess[place])
              total[target] += values[place] * values[place]
            }
          }
        }
        validation.say("bottleneck of \(size): fold \(fold + 1) of \(settings.folds)")
      }
      func share(_ targets: some Sequence<Int>) -> Double {
        let (gone, all) = targets.reduce((0.0, 0.0)) { ($0.0 + lost[$1], $0.1 + total[$1]) }
        return all > 0 ? 1 - gone / all : .nan
      }
      list.append(
        Bottleneck(
          size: size, reconstruction: share(input.targets.indices), label: area.value,
          pathways: input.pathways.filter { $0.members.contains { total[$0] > 0 } }
            .map { ($0.name, share($0.members)) }))
    }
    return list
  }
}
