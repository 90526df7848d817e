/// A target's movement between two runs.
public struct DriftTarget: Sendable, Hashable {
  /// The target id.
  public var target: String
  /// The display symbol.
  public var symbol: String
  /// The rank in the base run; nil when absent.
  public var rankBefore: Int?
  /// The rank in the new run; nil when absent.
  public var rankAfter: Int?
  /// log2 rank before minus log2 rank after: positive means it rose.
  public var delta: Double
  /// The noise floor of this target: the 95th percentile of its movement over resamples of the base run.
  public var floor: Double
  /// Whether the movement exceeds the floor.
  public var called: Bool
  /// Each cause's share of `delta`; the shares sum to it.
  public var causes: [Cause]

  /// A component's part in a movement.
  public struct Cause: Sendable, Hashable {
    /// Index into `DriftFindings.causes`.
    public var cause: Int
    /// Its share.
    public var share: Double
    /// A part.
    public init(cause: Int, share: Double) {
      self.cause = cause
      self.share = share
    }
  }

  /// A movement.
  public init(
    target: String, symbol: String, rankBefore: Int?, rankAfter: Int?, delta: Double, floor: Double, called: Bool,
    causes: [Cause]
  ) {
    self.target = target
    self.symbol = symbol
    self.rankBefore = rankBefore
    self.rankAfter = rankAfter
    self.delta = delta
    self.floor = floor
    self.called = called
    self.causes = causes
  }
}

/// A changed component and its share of the drift.
public struct DriftCause: Sendable, Hashable {
  /// The kind of component.
  public var kind: RunComponent.Kind
  /// Its name.
  public var subject: String
  /// Old and new, readable.
  public var change: String
  /// Its Shapley share of 1 - RBO.
  public var share: Double
  /// The called targets it moved most, by id.
  public var targets: [String]
  /// How it could be replayed: `replayed`, or why not.
  public var note: String

  /// A cause.
  public init(kind: RunComponent.Kind, subject: String, change: String, share: Double, targets: [String], note: String)
  {
    self.kind = kind
    self.subject = subject
    self.change = change
    self.share = share
    self.targets = targets
    self.note = note
  }
}

/// What moved between two runs, by how much beyond noise, and because of what.
public struct DriftFindings: Sendable, Hashable {
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
  /// The changed components that can have had an effect.
  public var causes: [DriftCause]
  /// Every leading target of either run.
  public var targets: [DriftTarget]
  /// Changed components without any effect, each a sentence.
  public var inert: [String]

  /// Findings.
  public init(
    verdict: String, noiseFloor: Double, rbo: Double, jaccardTen: Double, jaccardFifty: Double, kendallTau: Double,
    causes: [DriftCause], targets: [DriftTarget], inert: [String]
  ) {
    self.verdict = verdict
    self.noiseFloor = noiseFloor
    self.rbo = rbo
    self.jaccardTen = jaccardTen
    self.jaccardFifty = jaccardFifty
    self.kendallTau = kendallTau
    self.causes = causes
    self.targets = targets
    self.inert = inert
  }
}
