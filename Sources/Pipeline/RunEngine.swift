internal import Numerics
internal import Report
internal import Schema

/// Runs a plan in memory: harmonise, rank, put compounds and pathways beside. Replays share what was read.
struct RunEngine {
  private let progress: RunProgress
  private let cache = DatasetCache()
  private let stages: StageCache

  init(progress: RunProgress = .silent, threads: Int? = nil, stages: StageCache = StageCache()) {
    self.progress = progress
    self.stages = stages
    ThreadLimit.set(threads ?? 0)
  }

  /// The whole result of a plan. An analysis that must be refused is a result with that verdict.
  func run(_ plan: RunPlan) throws(OmicsError) -> RunResult {
    // Before any work: an engine that is not there would cost the whole run.
    let engines = try EngineStage(plan.settings, progress: progress, workFolder: EngineWorkFolder.path(plan))
    let harmonized = try Harmonizer(plan: plan, cache: cache, progress: progress, store: stages).run()
    return try RankStage(
      plan: plan, harmonized: harmonized, cache: cache, stages: stages, progress: progress, engines: engines
    ).run(resampling: true)
  }

  /// The ranking alone, without rank intervals: what a drift replay needs.
  func rank(_ plan: RunPlan) throws(OmicsError) -> TargetRanking {
    let harmonized = try Harmonizer(plan: plan, cache: cache, progress: .silent, store: stages).run()
    let result = try RankStage(
      plan: plan, harmonized: harmonized, cache: cache, stages: stages, progress: .silent
    ).run(resampling: false)
    guard result.verdicts.status != .refused else {
      throw OmicsError(.refused, result.verdicts.reasons.first ?? "the analysis is refused")
    }
    return result.ranking
  }
}
