internal import Drift
internal import OmicsIO
internal import Schema

/// Second opinions: runs the engines a study asks for and sets their rankings beside the run's own.
struct EngineStage {
  static let version = 1

  /// A file of an engine in the run folder.
  typealias File = (name: String, bytes: [UInt8])

  let requests: EngineRequests
  let catalog: EngineCatalog
  let progress: RunProgress
  /// Where a plugin's work stands while it runs: kept after a kill, so that the engine can resume.
  let workFolder: String

  /// The stage of a plan; nil when the study asks for no engine.
  ///
  /// - Throws: `usage` for an engine there is none of, `plugin` for one whose program is missing.
  init?(_ settings: RunSettings, progress: RunProgress, workFolder: String) throws(OmicsError) {
    requests = try EngineRequests(settings)
    guard !requests.requests.isEmpty else { return nil }
    catalog = try EngineCatalog()
    self.progress = progress
    self.workFolder = workFolder
    for request in requests.requests {
      switch try catalog.engine(request.id) {
      case .core(let type): _ = try type.init(settings: request.settings)
      case .plugin(let manifest):
        _ = try EngineProcess(id: request.id, manifest: manifest, progress: progress).program()
      }
    }
  }

  /// Runs all engines.
  func run(
    _ input: EngineInput, study: Study, isMapped: Bool, ranking: TargetRanking
  ) throws(OmicsError) -> (comparisons: [EngineComparison], files: [File]) {
    var comparisons: [EngineComparison] = []
    var files: [File] = []
    for request in requests.requests {
      progress.step("engine \(request.id)")
      var own = input
      own.settings = request.settings
      let findings: EngineFindings
      switch try catalog.engine(request.id) {
      case .core(let type):
        let result = try core(type, own)
        findings = result.findings
        files += result.files
      case .plugin(let manifest):
        let process = EngineProcess(id: request.id, manifest: manifest, progress: progress)
        let result = try process.run(
          own, study: study, isMapped: isMapped, folder: "\(workFolder)/engine-\(request.id)")
        findings = result.findings
        files += result.files.map { ("engines/\(request.id)/\($0.name)", $0.bytes) }
      }
      comparisons.append(Self.compare(findings, with: ranking))
    }
    return (comparisons, files)
  }

  private func core(
    _ type: any CoreEngine.Type, _ input: EngineInput
  ) throws(OmicsError) -> (findings: EngineFindings, files: [File]) {
    let outcome = try type.init(settings: input.settings).run(input, progress: progress)
    let findings = outcome.findings
    var files: [File] = [
      ("ranking.tsv", EngineFiles.ranking(findings)), ("attributions.tsv", EngineFiles.attributions(findings)),
      ("control.json", EngineFiles.control(findings, details: outcome.details)),
    ]
    files += outcome.tables
    if let latent = outcome.latent {
      let path = "\(workFolder)/engine-\(type.id)/latent.h5ad"
      try FolderListing.makeParents(of: path)
      try latent.write(to: path)
      files.append(("latent.h5ad", try EngineProcess.contents(path)))
      FolderTree.remove("\(workFolder)/engine-\(type.id)")
    }
    return (findings, files.map { ("engines/\(type.id)/\($0.name)", $0.bytes) })
  }

  private static func compare(_ findings: EngineFindings, with ranking: TargetRanking) -> EngineComparison {
    var place: [String: Double] = [:]
    for target in findings.ranking { place[target.target] = Double(target.rank) }
    let common = ranking.candidates.filter { place[$0.target] != nil }
    return EngineComparison(
      findings: findings,
      overlap: RankBiasedOverlap.extrapolated(
        ranking.candidates.map(\.target), findings.ranking.map(\.target)),
      tau: KendallTau.b(common.map { Double($0.rank) }, common.map { place[$0.target] ?? .nan }))
  }
}
