internal import Deconvolution
internal import Report
internal import Schema

/// All that a run found, in memory.
struct RunResult: Sendable {
  /// The plan that was run.
  var plan: RunPlan
  /// The harmonised study.
  var harmonized: HarmonizedStudy
  /// The verdicts.
  var verdicts: RunVerdicts
  /// The ranking; empty when refused.
  var ranking: TargetRanking
  /// Evidence in rank order.
  var evidence: [Evidence]
  /// Compounds beside targets.
  var compounds: [Compound]
  /// Leading targets that only ride along with a better-ranked one.
  var followers: [Follower]
  /// What the robustness battery found.
  var battery: BatteryStage.Outcome
  /// Enriched pathways among the leading targets.
  var pathways: [RunReport.PathwayLine]
  /// Noise floors of targets, in rank order.
  var floors: [(target: String, rank: Int, floor: Double, both: Double)]
  /// Targets that the network alone speaks for, best supported first.
  var implied: [NetworkImplied] = []
  /// Second opinions beside the ranking, in the order the study names them.
  var engines: [EngineComparison] = []
  /// The files of the engines in the run folder.
  var engineFiles: [EngineStage.File] = []
  /// The ledger over inputs, stages and priors.
  var ledger: Ledger
  /// The record, without the digests of outputs.
  var record: RunRecord
}
