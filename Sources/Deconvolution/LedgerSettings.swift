/// Settings of the evidence ledger.
public struct LedgerSettings: Sendable, Hashable {
  /// Half-samples for rank intervals; 0 leaves them out.
  public var resamples = 200
  /// Label permutations for calibration.
  public var permutations = 1000
  /// False discovery rate of classes.
  public var falseDiscoveryRate = 0.05
  /// Weight of the network channel with one cohort, 0 to 1; four times as much, at most 1, with several: there the
  /// neighbours' own evidence is replicated.
  public var networkWeight = 0.25
  /// The seed of all randomness.
  public var seed: UInt64 = 1
  /// The standard settings.
  public init() {}
}
