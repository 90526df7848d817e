/// A target's movement between two runs.
public struct DriftTarget: Sendable, Hashable {
  /// What became of a target, and how surely it is known why.
  public enum Status: String, Sendable, CaseIterable {
    /// The same rank.
    case unchanged
    /// Another rank, within the noise floor.
    case withinNoise = "within_noise"
    /// Another rank, while its own score stayed within the tolerances given.
    case withinTolerance = "within_tolerance"
    /// Beyond the floor; one cause has two thirds of the movement or more.
    case oneCause = "one_cause"
    /// Beyond the floor; no cause has two thirds.
    case severalCauses = "several_causes"
    /// Beyond the floor; two causes do together what neither does alone.
    case interaction
    /// Only in the new run.
    case entered
    /// Only in the base run.
    case left
    /// Moved although nothing that is recorded has changed.
    case nondeterminism
  }

  /// A component's part in a movement.
  public struct Cause: Sendable, Hashable {
    /// Index into `DriftFindings.causes`.
    public var cause: Int
    /// Its share.
    public var share: Double
    /// The standard error of the share; 0 when it is exact.
    public var standardError: Double
    /// A part.
    public init(cause: Int, share: Double, standardError: Double = 0) {
      self.cause = cause
      self.share = share
      self.standardError = standardError
    }
  }

  /// One evidence channel of the target in both runs.
  public struct Channel: Sendable, Hashable {
    /// The channel.
    public var channel: EvidenceChannel
    /// The cohort.
    public var cohort: String
    /// The signed z in the base run; nan where the channel is absent.
    public var before: Double
    /// The signed z in the new run; nan where the channel is absent.
    public var after: Double
    /// Its part of the target's score in the base run (of a channel of the data: of the target's own strength).
    public var shareBefore: Double
    /// The same in the new run.
    public var shareAfter: Double
    /// A channel.
    public init(
      channel: EvidenceChannel, cohort: String, before: Double, after: Double, shareBefore: Double = .nan,
      shareAfter: Double = .nan
    ) {
      self.shareBefore = shareBefore
      self.shareAfter = shareAfter
      self.channel = channel
      self.cohort = cohort
      self.before = before
      self.after = after
    }
  }

  /// The target id.
  public var target: String
  /// The display symbol.
  public var symbol: String
  /// The rank in the base run; nil when absent.
  public var rankBefore: Int?
  /// The rank in the new run; nil when absent.
  public var rankAfter: Int?
  /// log2 rank before minus log2 rank after: positive means it rose. An absent target counts as one behind the last.
  public var delta: Double
  /// The noise floor of this target: the 95th percentile of its movement over resamples of the base run.
  public var floor: Double
  /// Whether the movement exceeds the floor.
  public var called: Bool
  /// What became of it.
  public var status: Status
  /// Why it entered or left, or which cut it lies on; empty when there is nothing to say.
  public var reason: String
  /// Each cause's share of `delta`; the shares sum to it.
  public var causes: [Cause]
  /// The channels whose z or share changed, largest change of z first.
  public var channels: [Channel]

  /// A movement.
  public init(
    target: String, symbol: String, rankBefore: Int?, rankAfter: Int?, delta: Double, floor: Double, called: Bool,
    status: Status = .unchanged, reason: String = "", causes: [Cause], channels: [Channel] = []
  ) {
    self.target = target
    self.symbol = symbol
    self.rankBefore = rankBefore
    self.rankAfter = rankAfter
    self.delta = delta
    self.floor = floor
    self.called = called
    self.status = status
    self.reason = reason
    self.causes = causes
    self.channels = channels
  }
}
