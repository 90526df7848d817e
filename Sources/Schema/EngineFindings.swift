/// What a second-opinion engine says of the targets, beside the controls it is measured against.
public struct EngineFindings: Sendable, Hashable {
  /// A target as the engine ranks it.
  public struct Target: Sendable, Hashable {
    /// The rank, from 1.
    public var rank: Int
    /// The target id.
    public var target: String
    /// The display symbol.
    public var symbol: String
    /// The engine's score: larger is stronger.
    public var score: Double
    /// 5th percentile of the rank over folds and seeds; nan without repetition.
    public var rankLow: Double
    /// 95th percentile of the rank over folds and seeds; nan without repetition.
    public var rankHigh: Double
    /// Which way the target moves in the case group, as the engine sees it.
    public var direction: TargetDirection

    /// A ranked target.
    public init(
      rank: Int, target: String, symbol: String, score: Double, rankLow: Double, rankHigh: Double,
      direction: TargetDirection
    ) {
      self.rank = rank
      self.target = target
      self.symbol = symbol
      self.score = score
      self.rankLow = rankLow
      self.rankHigh = rankHigh
      self.direction = direction
    }
  }

  /// What the engine's figure is compared with: a linear model, random sets, permuted labels.
  public struct Control: Sendable, Hashable {
    /// The control's id; `permuted_labels` is always among them.
    public var id: String
    /// Its figure, in the engine's metric.
    public var score: Double
    /// A control.
    public init(id: String, score: Double) {
      self.id = id
      self.score = score
    }
  }

  /// A piece of a target's score.
  public struct Attribution: Sendable, Hashable {
    /// The target id.
    public var target: String
    /// The layer it comes from.
    public var layer: String
    /// Signed attribution towards the case label.
    public var value: Double
    /// An attribution.
    public init(target: String, layer: String, value: Double) {
      self.target = target
      self.layer = layer
      self.value = value
    }
  }

  /// The engine's id.
  public var engine: String
  /// The targets in rank order.
  public var ranking: [Target]
  /// What the figure is, such as `cross_validated_auc`; higher is better.
  public var metric: String
  /// The engine's figure.
  public var score: Double
  /// The controls' figures.
  public var controls: [Control]
  /// Whether the engine does better than every control, beyond chance.
  public var beatsControl: Bool
  /// The verdict in a sentence.
  public var sentence: String
  /// Where the scores come from, by target and layer.
  public var attributions: [Attribution]

  /// Findings of an engine.
  public init(
    engine: String, ranking: [Target], metric: String, score: Double, controls: [Control], beatsControl: Bool,
    sentence: String, attributions: [Attribution] = []
  ) {
    self.engine = engine
    self.ranking = ranking
    self.metric = metric
    self.score = score
    self.controls = controls
    self.beatsControl = beatsControl
    self.sentence = sentence
    self.attributions = attributions
  }
}

/// A second opinion beside the run's own ranking.
public struct EngineComparison: Sendable, Hashable {
  /// What the engine found.
  public var findings: EngineFindings
  /// Extrapolated rank-biased overlap with the run's ranking.
  public var overlap: Double
  /// Kendall's tau-b over the targets both rank.
  public var tau: Double

  /// A comparison.
  public init(findings: EngineFindings, overlap: Double, tau: Double) {
    self.findings = findings
    self.overlap = overlap
    self.tau = tau
  }
}

/// What a second-opinion engine works on: harmonised cohorts with priors on target ids.
public struct EngineInput: Sendable {
  /// The cohorts that can be analysed, with labels, batches and covariates.
  public var cohorts: [CohortData]
  /// The individual of a sample, where the sheet names one.
  public var subjects: [String: String]
  /// Display symbols by target id.
  public var symbols: [String: String]
  /// The network, sorted by its ends; empty without one.
  public var network: [NetworkEdge]
  /// Gene sets on target ids; empty without.
  public var pathways: [(name: String, targets: [String])]
  /// The seed of all randomness.
  public var seed: UInt64
  /// The engine's own settings.
  public var settings: [String: String]

  /// An input.
  public init(
    cohorts: [CohortData], symbols: [String: String], network: [NetworkEdge],
    pathways: [(name: String, targets: [String])], seed: UInt64, settings: [String: String],
    subjects: [String: String] = [:]
  ) {
    self.cohorts = cohorts
    self.subjects = subjects
    self.symbols = symbols
    self.network = network
    self.pathways = pathways
    self.seed = seed
    self.settings = settings
  }
}
