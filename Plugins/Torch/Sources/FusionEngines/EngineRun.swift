internal import Numerics
public import Schema
internal import Tensors

/// Runs one engine from the study to its findings and files.
public struct EngineRun {
  private let kind: EngineKind
  private let input: StudyInput
  private let settings: EngineSettings
  private let request: EngineRequest
  private let say: (String) -> Void

  /// Checks a request against a study.
  ///
  /// - Throws: `usage` for an unknown engine or setting; `refused` for a study the engine cannot work on.
  public init(
    _ request: EngineRequest, input: StudyInput, say: @escaping (String) -> Void = { _ in }
  ) throws(EngineFailure) {
    guard let kind = EngineKind(rawValue: request.engine) else {
      let known = EngineKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .omics(OmicsError(.usage, "there is no engine \"\(request.engine)\"", hint: "Engines: \(known)."))
    }
    let settings = try omics { () throws(OmicsError) in try EngineSettings(request) }
    func refused(_ words: String) -> EngineFailure { .omics(OmicsError(.refused, "engine \(kind.rawValue) \(words)")) }
    let cases = input.label.filter { $0 == 1 }.count
    let least = min(cases, input.label.count - cases)
    guard least >= 2 * settings.folds else {
      throw refused(
        "needs at least \(2 * settings.folds) samples of each label for \(settings.folds) folds, found \(least)")
    }
    if kind == .graphNetwork && input.network.isEmpty { throw refused("needs a network (priors: network)") }
    if kind == .pathwayTransformer && input.pathways.isEmpty { throw refused("needs gene sets (priors: pathways)") }
    (self.kind, self.input, self.settings, self.request, self.say) = (kind, input, settings, request, say)
  }

  /// Runs to the end and writes everything into the output folder; finished units found there are used again.
  @discardableResult
  public func run(output: String?) throws(EngineFailure) -> EngineFindings {
    let device = try tensors { () throws(TensorError) in try TorchRuntime.start(settings.device) }
    say("computing on \(device.rawValue)")
    let checkpoints = try output.map { (folder) throws(EngineFailure) in
      try omics { () throws(OmicsError) in try CheckpointFolder(folder, input: input, request: request) }
    }
    let validation = CrossValidation(
      kind: kind, input: input, settings: settings, seed: request.seed, checkpoints: checkpoints, say: say)
    let engine = try validation.results(.engine)
    var controls: [(variant: UnitVariant, areas: [Double])] = []
    for variant in kind.controls { controls.append((variant, Self.areas(try validation.results(variant)))) }
    var permuted: [Double] = []
    for index in 0..<settings.permutations {
      permuted += Self.areas(try validation.results(.permutedLabels(index)))
    }
    controls.append((.permutedLabels(0), permuted))
    let units = engine.flatMap { $0 }
    let verdict = EngineVerdict(kind.rawValue, engine: Self.areas(engine), controls: controls)
    var findings = EngineFindings(
      engine: kind.rawValue, ranking: RankSummary.ranking(input, units), metric: "auc_within_held_out_folds",
      score: verdict.score, controls: verdict.controls, beatsControl: verdict.beatsControl, sentence: verdict.sentence)
    for target in input.targets.indices {
      for (index, layer) in input.layers.enumerated() {
        let value = RankSummary.contrast(units, layer: index, target: target)
        if !value.isNaN {
          findings.attributions.append(.init(target: input.targets[target], layer: layer.name, value: value))
        }
      }
    }
    guard let output else { return findings }
    let last = try FinalModel(validation).result()
    try omics { () throws(OmicsError) in
      try EngineOutputs(
        input: input, findings: findings, engine: engine, grouping: validation.grouping, device: device.rawValue,
        crossCohort: last.crossCohort, latent: last.latent, bottlenecks: last.bottlenecks
      ).write(to: output)
    }
    return findings
  }

  /// The area within folds of every repetition.
  static func areas(_ repetitions: [[UnitResult]]) -> [Double] {
    repetitions.map { folds in
      var area = HeldOutAuc()
      for fold in folds { area.add(logits: fold.logits, label: fold.label) }
      return area.value
    }
  }
}
