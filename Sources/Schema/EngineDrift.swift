/// What happened to the ranking of a second-opinion engine between two runs.
public struct EngineDrift: Sendable, Hashable {
  /// A leading target whose rank differs.
  public struct Target: Sendable, Hashable {
    /// The target id.
    public var target: String
    /// The display symbol.
    public var symbol: String
    /// The rank in the base run; nil when it has none.
    public var rankBefore: Int?
    /// The rank in the new run.
    public var rankAfter: Int?
    /// log2 rank before less log2 rank after; an absent target stands behind the last.
    public var delta: Double
    /// Whether each rank lies outside the other run's rank interval.
    public var isBeyondInterval: Bool

    /// A target.
    public init(
      target: String, symbol: String, rankBefore: Int?, rankAfter: Int?, delta: Double, isBeyondInterval: Bool
    ) {
      self.target = target
      self.symbol = symbol
      self.rankBefore = rankBefore
      self.rankAfter = rankAfter
      self.delta = delta
      self.isBeyondInterval = isBeyondInterval
    }
  }

  /// The engine's id.
  public var engine: String
  /// Extrapolated rank-biased overlap of its two rankings (p 0.98); nan when only one run has it.
  public var rbo: Double
  /// Whether it beat its controls in the base run; nil when that run does not have it.
  public var beatsBefore: Bool?
  /// Whether it beats its controls in the new run; nil when that run does not have it.
  public var beatsAfter: Bool?
  /// Leading targets of either run whose ranks differ, the largest movement first.
  public var targets: [Target]

  /// A drift of an engine.
  public init(engine: String, rbo: Double, beatsBefore: Bool?, beatsAfter: Bool?, targets: [Target]) {
    self.engine = engine
    self.rbo = rbo
    self.beatsBefore = beatsBefore
    self.beatsAfter = beatsAfter
    self.targets = targets
  }

  /// In a sentence.
  public var sentence: String {
    guard let beatsBefore else { return "engine \(engine) is new: the base run does not have it" }
    guard let beatsAfter else { return "engine \(engine) is gone: the new run does not have it" }
    let moved = targets.filter(\.isBeyondInterval)
    var text = "engine \(engine): "
    if targets.isEmpty {
      text += "the same leading ranks"
    } else {
      text += "\(targets.count) leading targets at other ranks, \(moved.count) beyond both rank intervals"
      if !moved.isEmpty {
        let names = moved.prefix(3).map { $0.symbol.isEmpty ? $0.target : $0.symbol }
        text += " (\(names.joined(separator: ", "))\(moved.count > 3 ? ", …" : ""))"
      }
    }
    if beatsBefore != beatsAfter {
      text += beatsAfter ? "; it beats its controls now" : "; it beats its controls no more"
    }
    return text
  }
}
