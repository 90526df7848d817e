/// The statistics of one channel for every target of a cohort; nan where the channel is absent.
public struct ChannelStatistics: Sendable, Hashable {
  /// The channel.
  public var channel: EvidenceChannel
  /// Effect in the channel's unit.
  public var effect: [Double]
  /// Standard error of the effect.
  public var standardError: [Double]
  /// The signed z: comparable between channels.
  public var z: [Double]
  /// Two-sided p-value.
  public var pValue: [Double]
  /// Samples used.
  public var count: [Int]
  /// The share of samples observed.
  public var coverage: [Double]

  /// Statistics; all arrays have one entry a target.
  public init(
    channel: EvidenceChannel, effect: [Double], standardError: [Double], z: [Double], pValue: [Double], count: [Int],
    coverage: [Double]
  ) {
    self.channel = channel
    self.effect = effect
    self.standardError = standardError
    self.z = z
    self.pValue = pValue
    self.count = count
    self.coverage = coverage
  }
}

/// The signed z of every own channel of a cohort, in a fixed order: the light form that resampling passes around.
public struct ChannelScores: Sendable, Hashable {
  /// The channels, in the order of `EvidenceChannel.allCases`.
  public var channels: [EvidenceChannel]
  /// `z[c][i]`: channel c, target i; nan where absent. What targets are ranked by.
  public var z: [[Double]]
  /// The z of the whole effect, laid out alike: what classes are told by.
  public var total: [[Double]]

  /// Scores; without `total` the whole effect is what targets are ranked by.
  public init(channels: [EvidenceChannel], z: [[Double]], total: [[Double]]? = nil) {
    self.channels = channels
    self.z = z
    self.total = total ?? z
  }
}
