internal import Numerics
public import Schema

/// The engine `factors`: a factor model of all layers without groups and labels; the label is read from the one factor that
/// follows it, and targets are ranked by that factor's loadings.
public struct FactorEngine: Sendable {
  /// The settings.
  public struct Settings: Sendable, Hashable {
    /// How many factors are allowed.
    public var factors = 15
    /// Fits of all samples with other starting values.
    public var starts = 5
    /// Folds that are held out in turn.
    public var folds = 5
    /// How often samples are dealt to folds anew.
    public var repetitions = 2
    /// Labellings in random order.
    public var permutations = 3
    /// The defaults.
    public init() {}
  }

  /// A factor of the best start.
  public struct Factor: Sendable, Hashable {
    /// Mean correlation with its match in the other starts, by size; nan with one start.
    public var stability: Double
    /// Share of its variance that goes with the label.
    public var labelShare: Double
    /// Share that goes with batches.
    public var batchShare: Double
    /// Whether it follows batches more than the label.
    public var followsBatch: Bool
    /// Whether the label is read from it.
    public var isLinked: Bool
    /// Share of the variance that it rebuilds, by layer.
    public var explained: [Double]
  }

  /// What the engine found.
  public struct Outcome: Sendable {
    /// Ranking, controls, attributions.
    public var findings: EngineFindings
    /// The layers' names.
    public var layers: [String]
    /// The factors, by what they explain.
    public var factors: [Factor]
    /// The factors when batches are left in: what would have been found without knowing of them. Empty with one batch.
    public var uncorrected: [Factor]
    /// Sample names.
    public var samples: [String]
    /// The cohort of each sample.
    public var cohorts: [String]
    /// The label of each sample: 1 for case.
    public var label: [Int]
    /// `scores[sample * factors.count + factor]`.
    public var scores: [Double]
    /// What held the folds together: `batch` or `subject`.
    public var grouping: String
    /// Targets as ranked with fewer and with more factors allowed.
    public var otherSizes: [(factors: Int, targets: [String])]
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
  /// - Throws: `refused` with too few samples for the folds.
  public func run(_ input: EngineInput) throws(OmicsError) -> Outcome {
    let study = JoinedStudy(input)
    try study.checkFolds(settings.folds, engine: "factors")
    progress("factors: \(settings.starts) starts")
    let prepared = PreparedLayers(study, label: study.label, training: study.rows)
    let data = prepared.layers.map(\.values)
    let (seed, settings) = (input.seed, settings)
    let models = try parallelMapThrowing(count: settings.starts) { (start) throws(OmicsError) in
      try FactorModel(data, factors: settings.factors, seed: seed, name: "factors/start", index: UInt64(start))
    }
    let best = models.indices.max { (models[$0].evidence, -$0) < (models[$1].evidence, -$1) } ?? 0
    let model = models[best]
    func reading(_ model: FactorModel) -> FactorReading {
      FactorReading(model.scores, label: study.label, batch: study.batch)
    }
    func loadings(_ model: FactorModel) -> [[Double]] {
      FactorValidation.loadings(model, prepared, reading(model), targets: study.targets.count)
    }

    progress("factors: held-out folds")
    let plans = (0..<settings.repetitions).map {
      FoldPlan(study, label: study.label, rows: study.rows, folds: settings.folds, seed: seed, index: $0)
    }
    let validation = FactorValidation(study: study, factors: settings.factors, seed: seed)
    let units = try self.units(validation, plans)
    let folds = settings.folds
    let repetitions = (0..<settings.repetitions).map { Array(units[$0 * folds..<($0 + 1) * folds]) }
    let permuted = (0..<settings.permutations).map { index in
      let first = (settings.repetitions + index) * folds
      return Array(units[first..<first + folds])
    }
    let verdict = ControlVerdict(
      "factors", engine: repetitions.map { Self.area($0, \.scores) },
      controls: [
        .init(
          id: "principal_components", words: "as many principal components",
          areas: repetitions.map { Self.area($0, \.components) }),
        .init(
          id: "permuted_labels", words: "itself on permuted labels", areas: permuted.map { Self.area($0, \.scores) },
          isPermutation: true),
      ])

    progress("factors: other sizes")
    let own = loadings(model)
    let linked = reading(model)
    let shift = Self.difference(model.scores.column(linked.linked), study.label) * linked.sign
    let ranks = EngineRanks(
      study: study, scores: FactorValidation.strengths(own),
      repetitions: models.map { FactorValidation.strengths(loadings($0)) }
        + repetitions.joined().map { FactorValidation.strengths($0.loadings) },
      attributions: own.map { $0.map { $0 * shift } },
      differences: EngineRanks.differences(
        prepared, label: study.label, rows: study.rows, targets: study.targets.count))
    let sizes = [settings.factors - 5, settings.factors + 5].filter { $0 > 0 }
    let others = try parallelMapThrowing(count: sizes.count) { (index) throws(OmicsError) in
      try FactorModel(data, factors: sizes[index], seed: seed, name: "factors/size", index: UInt64(index))
    }
    return Outcome(
      findings: EngineFindings(
        engine: "factors", ranking: ranks.ranking, metric: "auc_within_held_out_folds", score: verdict.score,
        controls: verdict.controls, beatsControl: verdict.beatsControl, sentence: verdict.sentence,
        attributions: ranks.listed),
      layers: study.layers.map(\.name),
      factors: Self.factors(model, linked, stability: FactorMatching.stability(of: best, models.map(\.scores))),
      uncorrected: try uncorrected(study, seed: seed), samples: study.samples,
      cohorts: study.cohort.map { study.cohorts[$0] }, label: study.label,
      scores: model.scores.transposed().values, grouping: plans.first?.grouping ?? "subject",
      otherSizes: zip(sizes, others).map { size, other in
        let scores = FactorValidation.strengths(loadings(other))
        let ranks = EngineRanks(study: study, scores: scores, repetitions: [], attributions: [], differences: [])
        return (size, ranks.ranking.map(\.target))
      },
      crossCohort: try CrossCohortArea.all(study) { (training, held, index) throws(OmicsError) in
        try validation.unit(
          label: study.label, training: training, held: held, name: "factors/cohort", index: UInt64(index)
        ).scores
      })
  }

  /// All folds of all repetitions, then those of all permuted labellings.
  private func units(_ validation: FactorValidation, _ plans: [FoldPlan]) throws(OmicsError) -> [FactorValidation.Unit]
  {
    let study = validation.study
    var tasks: [(label: [Int], training: [Int], held: [Int])] = []
    for index in 0..<settings.repetitions + settings.permutations {
      let isReal = index < plans.count
      let label =
        isReal ? study.label : study.permutedLabels(seed: validation.seed, index: index - plans.count)
      let plan =
        isReal
        ? plans[index]
        : FoldPlan(
          study, label: label, rows: study.rows, folds: settings.folds, seed: validation.seed, index: index)
      for fold in 0..<settings.folds {
        let split = plan.split(holdingOut: fold)
        tasks.append((label, split.training, split.held))
      }
    }
    let list = tasks
    return try parallelMapThrowing(count: list.count) { (index) throws(OmicsError) in
      try validation.unit(
        label: list[index].label, training: list[index].training, held: list[index].held, name: "factors/fold",
        index: UInt64(index))
    }
  }

  /// The factors of the data with batches left in.
  private func uncorrected(_ study: JoinedStudy, seed: UInt64) throws(OmicsError) -> [Factor] {
    guard Set(study.batch).count > 1 else { return [] }
    var plain = study
    plain.batch = study.batch.map { _ in 0 }
    let prepared = PreparedLayers(plain, label: study.label, training: study.rows)
    let model = try FactorModel(
      prepared.layers.map(\.values), factors: settings.factors, seed: seed, name: "factors/uncorrected", index: 0)
    return Self.factors(
      model, FactorReading(model.scores, label: study.label, batch: study.batch),
      stability: [Double](repeating: .nan, count: model.count))
  }

  private static func factors(_ model: FactorModel, _ reading: FactorReading, stability: [Double]) -> [Factor] {
    (0..<model.count).map { factor in
      Factor(
        stability: stability[factor], labelShare: reading.labelShare[factor],
        batchShare: reading.batchShare[factor], followsBatch: reading.followsBatch(factor),
        isLinked: factor == reading.linked, explained: model.layers.map { $0.explained[factor] })
    }
  }

  private static func area(_ units: [FactorValidation.Unit], _ scores: KeyPath<FactorValidation.Unit, [Double]>)
    -> Double
  {
    var area = HeldOutArea()
    for unit in units { area.add(scores: unit[keyPath: scores], label: unit.label) }
    return area.value
  }

  /// Mean of cases less mean of controls.
  private static func difference(_ values: [Double], _ label: [Int]) -> Double {
    var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
    for (value, one) in zip(values, label) {
      sums[one] += value
      counts[one] += 1
    }
    return sums[1] / max(1, counts[1]) - sums[0] / max(1, counts[0])
  }
}
