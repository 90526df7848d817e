/// Settings of the evidence ledger.
public struct LedgerSettings: Sendable, Hashable {
  /// Half-samples for rank intervals; 0 leaves them out.
  public var resamples = 200
  /// Label permutations for calibration.
  public var permutations = 1000
  /// False discovery rate of classes.
  public var falseDiscoveryRate = 0.05
  /// Weight of the network channel, 0 to 1. Without one it is what a prior has earned on tasks with known targets: nothing
  /// with one cohort, all of it with several, where the neighbours' own evidence is replicated.
  public var networkWeight: Double?
  /// The seed of all randomness.
  public var seed: UInt64 = 1
  /// The standard settings.
  public init() {}
}
