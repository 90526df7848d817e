/// What moved between two runs, by how much beyond noise, and because of what.
public struct DriftFindings: Sendable, Hashable {
  /// The version of `drift.json`.
  public static let schemaVersion = "plumbline-drift/1"

  /// How shares were found.
  public enum Method: String, Sendable, CaseIterable {
    /// Nothing to attribute, or one component with everything.
    case single
    /// Exact Shapley values over the components.
    case exact
    /// Exact over groups of components, and inside the group that matters most.
    case grouped
    /// Exact over groups; sampled orderings inside the group that matters most, with standard errors.
    case sampled
  }

  /// The verdict sentence.
  public var verdict: String
  /// The median noise floor over the leading targets.
  public var noiseFloor: Double
  /// Rank-biased overlap (extrapolated), p = 0.98.
  public var rbo: Double
  /// Jaccard index of the top 10.
  public var jaccardTen: Double
  /// Jaccard index of the top 50.
  public var jaccardFifty: Double
  /// Kendall's tau-b over the targets of both runs.
  public var kendallTau: Double
  /// Every component that differs.
  public var changed: [DriftChange]
  /// The components with an effect.
  public var causes: [DriftCause]
  /// Every leading target of either run.
  public var targets: [DriftTarget]
  /// Changed components without any effect, each a sentence.
  public var inert: [String]
  /// Interactions above the floor of their target, largest first.
  public var interactions: [DriftInteraction]
  /// Features within 1e-9 of a threshold in either run, each a sentence.
  public var onTheCut: [String]
  /// What happened to the rankings of second-opinion engines, by id.
  public var engines: [EngineDrift] = []
  /// How shares were found.
  public var method: Method
  /// How many runs were replayed.
  public var replays: Int

  /// Findings.
  public init(
    verdict: String = "", noiseFloor: Double, rbo: Double, jaccardTen: Double, jaccardFifty: Double,
    kendallTau: Double, changed: [DriftChange] = [], causes: [DriftCause], targets: [DriftTarget], inert: [String],
    interactions: [DriftInteraction] = [], onTheCut: [String] = [], method: Method = .exact, replays: Int = 0
  ) {
    self.verdict = verdict
    self.noiseFloor = noiseFloor
    self.rbo = rbo
    self.jaccardTen = jaccardTen
    self.jaccardFifty = jaccardFifty
    self.kendallTau = kendallTau
    self.changed = changed
    self.causes = causes
    self.targets = targets
    self.inert = inert
    self.interactions = interactions
    self.onTheCut = onTheCut
    self.method = method
    self.replays = replays
  }
}
