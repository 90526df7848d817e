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
  /// The full statistics of each channel.
  public var statistics: [ChannelStatistics]
  /// Prepares a subset of the samples; what comes back scores any number of labellings of all samples.
  public var draw: @Sendable (_ samples: [Int]) -> Scorer

  /// Signed z of every channel, one set a labelling.
  public typealias Scorer = @Sendable (_ labels: [[Int8]]) throws(OmicsError) -> [ChannelScores]

  /// A cohort.
  public init(
    name: String, targets: [String], label: [Int8], batch: [Int], statistics: [ChannelStatistics],
    draw: @escaping @Sendable (_ samples: [Int]) -> Scorer
  ) {
    self.name = name
    self.targets = targets
    self.label = label
    self.batch = batch
    self.statistics = statistics
    self.draw = draw
  }
}
