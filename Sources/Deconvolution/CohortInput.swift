public import Schema

/// A cohort as the ledger takes it: what it measured, and how to score any resample of it.
public struct CohortInput: Sendable {
  /// The cohort's name.
  public var name: String
  /// Target ids, in the order of all arrays.
  public var targets: [String]
  /// The label of each sample.
  public var label: [Int8]
  /// The batch of each sample.
  public var batch: [Int]
  /// What else labels may only be exchanged within, such as batch and subtype; the batch when nothing else is given.
  public var strata: [Int]
  /// The full statistics of each channel: the total effect.
  public var statistics: [ChannelStatistics]
  /// The z that targets are ranked by, over all samples; detection only where the protein is absent.
  public var own: ChannelScores
  /// Prepares a subset of the samples; what comes back scores any number of labellings of all samples.
  public var draw: @Sendable (_ samples: [Int]) -> Scorer

  /// Signed z of every channel, one set a labelling.
  public typealias Scorer = @Sendable (_ labels: [[Int8]]) throws(OmicsError) -> [ChannelScores]

  /// A cohort; without `own`, targets are ranked by their total effect.
  public init(
    name: String, targets: [String], label: [Int8], batch: [Int], strata: [Int]? = nil,
    statistics: [ChannelStatistics], own: ChannelScores? = nil,
    draw: @escaping @Sendable (_ samples: [Int]) -> Scorer
  ) {
    self.name = name
    self.targets = targets
    self.label = label
    self.batch = batch
    self.strata = strata ?? batch
    self.statistics = statistics
    self.draw = draw
    self.own = own ?? Self.total(statistics)
  }

  /// The total effects; detection only where the protein is absent.
  private static func total(_ statistics: [ChannelStatistics]) -> ChannelScores {
    let protein = statistics.first { $0.channel == .protein }?.z
    return ChannelScores(
      channels: statistics.map(\.channel),
      z: statistics.map { own in
        guard own.channel == .detection, let protein else { return own.z }
        return own.z.indices.map { protein[$0].isNaN ? own.z[$0] : .nan }
      })
  }
}
