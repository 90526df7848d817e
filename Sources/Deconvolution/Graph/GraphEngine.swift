internal import Numerics
public import Schema

/// The engine `graph`: a sparse logistic model whose weights agree between neighbours in the network; targets are ranked
/// by stability selection.
public struct GraphEngine: Sendable {
  /// The settings.
  public struct Settings: Sendable, Hashable {
    /// Targets a layer, the most variable.
    public var features = 3000
    /// Folds that are held out in turn.
    public var folds = 5
    /// How often samples are dealt to folds anew.
    public var repetitions = 3
    /// Labellings in random order.
    public var permutations = 3
    /// Half-samples of stability selection.
    public var halves = 100
    /// The defaults.
    public init() {}
  }

  /// A feature that any half-sample selected.
  public struct Selection: Sendable, Hashable {
    /// The target id.
    public var target: String
    /// Its layer.
    public var layer: String
    /// Share of half-samples.
    public var share: Double
    /// Mean weight.
    public var weight: Double
  }

  /// What the engine found.
  public struct Outcome: Sendable {
    /// Ranking, controls, attributions.
    public var findings: EngineFindings
    /// Features by target and layer.
    public var selections: [Selection]
    /// What held the folds together: `batch` or `subject`.
    public var grouping: String
    /// The weight of the network that all samples chose.
    public var gamma: Double
    /// How many features a half-sample may select, of how many.
    public var most: Int
    /// How many features there are.
    public var width: Int
    /// The bound on falsely selected features with a share of 0.9 or more.
    public var expectedFalse: Double
    /// Areas from one cohort to another.
    public var crossCohort: [CrossCohortArea]
  }

  /// The settings.
  public let settings: Settings
  private let progress: @Sendable (String) -> Void

  /// An engine.
  public init(_ settings: Settings = Settings(), progress: @escaping @Sendable (String) -> Void = { _ in }) {
    self.settings = settings
    self.progress = progress
  }

  /// Ranks the targets.
  ///
  /// - Throws: `refused` without a network, or with too few samples for the folds.
  public func run(_ input: EngineInput) throws(OmicsError) -> Outcome {
    let study = JoinedStudy(input)
    guard !study.edges.isEmpty else {
      throw OmicsError(.refused, "engine graph needs a network", hint: "Name one in the study: priors: { network: … }.")
    }
    try study.checkFolds(settings.folds, engine: "graph")
    let fitting = GraphFitting(study: study, features: settings.features, seed: input.seed)
    progress("graph: held-out folds")
    let (verdict, grouping) = try validated(fitting)
    progress("graph: \(settings.halves) half-samples")
    let choice = try fitting.choices(
      label: study.label, training: study.rows, networks: [study.edges], index: 1_000_000)[0]
    let selection = try GraphSelection(fitting, gamma: choice.gamma, halves: settings.halves)
    let prepared = PreparedLayers(study, label: study.label, training: study.rows, most: settings.features)
    let differences = EngineRanks.differences(
      prepared, label: study.label, rows: study.rows, targets: study.targets.count)
    let ranks = EngineRanks(
      study: study, scores: selection.targetShares, ties: selection.earliness, repetitions: selection.entries,
      attributions: zip(selection.weights, differences).map { zip($0, $1).map { $0 == 0 ? .nan : $0 * $1 } },
      differences: differences)
    let validation = GraphValidation(fitting: fitting)
    return Outcome(
      findings: EngineFindings(
        engine: "graph", ranking: ranks.ranking, metric: "auc_within_held_out_folds", score: verdict.score,
        controls: verdict.controls, beatsControl: verdict.beatsControl, sentence: verdict.sentence,
        attributions: ranks.listed),
      selections: Self.selections(selection, study), grouping: grouping, gamma: choice.gamma, most: selection.most,
      width: selection.width, expectedFalse: selection.expectedFalse(share: 0.9),
      crossCohort: try CrossCohortArea.all(study) { (training, held, index) throws(OmicsError) in
        try validation.unit(
          label: study.label, training: training, held: held, rewired: nil, index: 2_000_000 + index
        ).engine
      })
  }

  private func validated(_ fitting: GraphFitting) throws(OmicsError) -> (ControlVerdict, grouping: String) {
    let study = fitting.study
    let validation = GraphValidation(fitting: fitting)
    let rewired = (0..<settings.repetitions).map { index in
      var stream = RandomStream(seed: fitting.seed, name: "rewired network", index: UInt64(index))
      return RewiredNetwork.of(study.edges, stream: &stream)
    }
    struct Task { var label: [Int], training: [Int], held: [Int], repetition: Int? }
    var tasks: [Task] = []
    var grouping = ""
    for index in 0..<settings.repetitions + settings.permutations {
      let isReal = index < settings.repetitions
      let label =
        isReal ? study.label : study.permutedLabels(seed: fitting.seed, index: index - settings.repetitions)
      let plan = FoldPlan(
        study, label: label, rows: study.rows, folds: settings.folds, seed: fitting.seed, index: index)
      if index == 0 { grouping = plan.grouping }
      for fold in 0..<settings.folds {
        let split = plan.split(holdingOut: fold)
        tasks.append(
          Task(label: label, training: split.training, held: split.held, repetition: isReal ? index : nil))
      }
    }
    let list = tasks
    let units = try parallelMapThrowing(count: list.count) { (index) throws(OmicsError) in
      try validation.unit(
        label: list[index].label, training: list[index].training, held: list[index].held,
        rewired: list[index].repetition.map { rewired[$0] }, index: index)
    }
    func areas(_ range: Range<Int>, _ scores: (GraphValidation.Unit) -> [Double]) -> [Double] {
      range.map { repetition in
        var area = HeldOutArea()
        for unit in units[repetition * settings.folds..<(repetition + 1) * settings.folds] {
          area.add(scores: scores(unit), label: unit.label)
        }
        return area.value
      }
    }
    let real = 0..<settings.repetitions
    let verdict = ControlVerdict(
      "graph", engine: areas(real, \.engine),
      controls: [
        .init(
          id: "rewired_network", words: "a rewired network of the same degrees", areas: areas(real, \.rewired)),
        .init(id: "no_network", words: "itself without the network", areas: areas(real, \.plain)),
        .init(id: "degree_only", words: "node degree alone", areas: areas(real, \.degree)),
        .init(
          id: "permuted_labels", words: "itself on permuted labels",
          areas: areas(settings.repetitions..<settings.repetitions + settings.permutations, \.engine),
          isPermutation: true),
      ])
    return (verdict, grouping)
  }

  private static func selections(_ selection: GraphSelection, _ study: JoinedStudy) -> [Selection] {
    var list: [Selection] = []
    for target in study.targets.indices {
      for (layer, shares) in selection.shares.enumerated() where shares[target] > 0 {
        list.append(
          Selection(
            target: study.targets[target], layer: study.layers[layer].name, share: shares[target],
            weight: selection.weights[layer][target]))
      }
    }
    return list
  }
}
