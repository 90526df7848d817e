internal import Mapping
internal import Numerics
internal import Report
internal import Schema

/// The second half of a run: evidence, ranking, verdicts, compounds, pathways.
struct RankStage {
  static let version = 1
  let plan: RunPlan
  let harmonized: HarmonizedStudy
  let cache: DatasetCache
  let progress: RunProgress

  func run(resampling: Bool) throws(OmicsError) -> RunResult {
    throw OmicsError(.fault, "engine not bound")
  }
}
