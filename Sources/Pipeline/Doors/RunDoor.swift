internal import Glibc
internal import Mapping
internal import Numerics
internal import OmicsIO
public import Report
public import Schema
internal import Workspace

/// The verb `run`.
public enum RunDoor {
  /// What a run found, for printing.
  public struct Outcome: Sendable {
    /// The report's content.
    public var report: RunReport
    /// What was seen on the way.
    public var diagnostics: [Diagnostic]
    /// `verdicts.json` as text.
    public var verdictsJSON: String
  }

  /// The plan of a study with settings from the command line and the environment.
  public static func plan(
    _ study: String, set: [String], seed: Int?, catalog: TableCatalog
  ) throws(OmicsError) -> RunPlan {
    try RunPlan(studyPath: study, catalog: catalog, overrides: try overrides(set: set, seed: seed))
  }

  /// What the environment and the command line say, the stronger later.
  static func overrides(set: [String], seed: Int?) throws(OmicsError) -> [RunPlan.Override] {
    var overrides: [RunPlan.Override] = []
    if let value = getenv("PLUMBLINE_SEED") {
      overrides.append(RunPlan.Override(key: "seed", value: String(cString: value), origin: "environment"))
    }
    let given = try InputOptions.parse(set)
    for key in given.keys.sorted() {
      overrides.append(RunPlan.Override(key: key, value: given[key] ?? "", origin: "flag"))
    }
    if let seed { overrides.append(RunPlan.Override(key: "seed", value: "\(seed)", origin: "flag")) }
    return overrides
  }

  /// The settings of a plan as JSON.
  public static func settingsJSON(_ plan: RunPlan) -> String {
    JSONWriter(isIndented: true).text(
      of: .array(
        plan.settings.resolved.map {
          .members(["key": .string($0.key), "value": .string($0.value), "origin": .string($0.origin)])
        }))
  }

  /// Runs a plan and writes the run folder.
  ///
  /// - Throws: what a stage throws; a refused analysis is an outcome, not an error.
  public static func run(
    _ plan: RunPlan, studyPath: String, to folder: String, force: Bool, threads: Int?, cache: StageCache = StageCache(),
    progress: RunProgress
  ) throws(OmicsError) -> Outcome {
    try FolderListing.makeParents(of: folder)
    let started = now()
    let result = try RunEngine(progress: progress, threads: threads, stages: cache).run(plan)
    progress.step("writing \(folder)")
    try RunFolder.write(
      result, to: folder, studyFolder: RelativePath.from(folder, to: RelativePath.folder(of: studyPath)),
      log: [
        .members([
          "event": .string("run"), "seconds": .number(now() - started), "threads": .integer(ThreadLimit.current),
          "blas": .string(BlasRuntime.coreName),
        ])
      ] + cache.takeEvents(), force: force)
    var diagnostics = result.harmonized.diagnostics
    if let trouble = cache.trouble { diagnostics.append(trouble) }
    catalogue(result, folder, cache)
    return Outcome(
      report: RunFolder.report(result), diagnostics: diagnostics,
      verdictsJSON: String(decoding: VerdictsFile.bytes(result.verdicts), as: UTF8.self))
  }

  /// Adds a run, its tables and its datasets to the workspace's catalogue, which serves people, never a result.
  private static func catalogue(_ result: RunResult, _ folder: String, _ cache: StageCache) {
    guard let workspace = cache.workspace, let id = try? SHA256Digest.hex(ofFile: "\(folder)/run.json") else { return }
    try? workspace.add(
      CatalogedRun(
        id: id, study: result.plan.study, status: result.verdicts.status.rawValue,
        folder: RelativePath.absolute(folder),
        targets: result.ranking.candidates.count))
    for table in result.plan.tables {
      try? workspace.add(
        CatalogedRelease(
          name: table.release.name, release: table.release.release, sha256: table.file.sha256,
          canonicalDigest: table.release.canonicalDigest, rows: table.release.rows, licence: table.release.licence,
          path: RelativePath.absolute(table.file.path), kind: table.release.kind, date: table.release.date,
          origin: table.release.origin))
    }
    for (input, dataset) in zip(result.plan.inputs, result.harmonized.study.datasets) {
      try? workspace.add(
        CatalogedDataset(
          digest: String((result.harmonized.contents["input/\(input.name)"] ?? "").prefix(64)),
          format: dataset.sources.first?.format ?? "", layer: dataset.layer.rawValue, features: dataset.features.count,
          samples: dataset.samples.count))
    }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
