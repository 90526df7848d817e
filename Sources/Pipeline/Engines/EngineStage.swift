internal import Drift
internal import Glibc
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
      case .plugin(let manifest): _ = try Self.program(request.id, manifest)
      }
    }
  }

  private static func program(_ id: String, _ manifest: EngineManifest) throws(OmicsError) -> String {
    guard let program = manifest.program else {
      throw OmicsError(
        .plugin, "engine \(id) is not installed", at: SourceLocation(file: "\(manifest.folder)/plugin.yaml"),
        hint: manifest.install.isEmpty ? nil : manifest.install)
    }
    return program
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
        let result = try plugin(request.id, manifest, own, study: study, isMapped: isMapped)
        findings = result.findings
        files += result.files
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
      files.append(("latent.h5ad", try Self.contents(path)))
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

  private func plugin(
    _ id: String, _ manifest: EngineManifest, _ input: EngineInput, study: Study, isMapped: Bool
  ) throws(OmicsError) -> (findings: EngineFindings, files: [File]) {
    let program = try Self.program(id, manifest)
    let folder = "\(workFolder)/engine-\(id)"
    try FolderListing.makeParents(of: "\(folder)/exchange/study.h5mu")
    let exchange = try AtomicFolder("\(folder)/exchange", force: true, markers: ["settings.json"])
    try EngineExchange.write(input, engine: id, study: study, isMapped: isMapped, into: exchange)
    try exchange.commit()
    let output = "\(folder)/output"
    try FolderListing.makeParents(of: "\(output)/ranking.tsv")
    let absolute = RelativePath.absolute(folder)
    let child = ChildProcess(
      executable: program,
      arguments: Array(manifest.command.dropFirst()) + [
        "run", "\(absolute)/exchange/study.h5mu", "\(absolute)/exchange/settings.json", "\(absolute)/output",
      ], environment: Self.environment, folder: RelativePath.absolute(manifest.folder),
      limits: .init(seconds: manifest.seconds, output: 64 << 20, errors: 64 << 20))
    var said: [UInt8] = []
    let words = progress
    let ending = try child.run(
      output: { _ in },
      errors: { (piece) throws(OmicsError) in
        said += piece
        while let end = said.firstIndex(of: 0x0A) {
          words.step("\(id): \(String(decoding: said[..<end], as: UTF8.self))")
          said.removeSubrange(...end)
        }
      })
    guard ending == .exited(0) else {
      throw OmicsError(
        .plugin, "engine \(id) failed: \(ending.words)", at: SourceLocation(file: program),
        hint: said.isEmpty ? nil : "Its last words: \(String(decoding: said.suffix(400), as: UTF8.self))")
    }
    let findings = try EngineFiles.findings(id, in: output, targets: Set(input.cohorts.flatMap(\.targets)))
    var files: [File] = []
    for name in FolderListing.names(output) where FolderListing.isFile("\(output)/\(name)") {
      files.append(("engines/\(id)/\(name)", try Self.contents("\(output)/\(name)")))
    }
    FolderTree.remove(folder)
    return (findings, files)
  }

  /// The bytes of a file as they stand, compressed or not.
  private static func contents(_ path: String) throws(OmicsError) -> [UInt8] {
    guard let file = fopen(path, "rbe") else {
      throw OmicsError(.unreadable, "cannot read what the engine wrote", at: SourceLocation(file: path))
    }
    defer { fclose(file) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      all += buffer[..<count]
      guard all.count <= 1 << 30 else {
        throw OmicsError(.limit, "an engine's file is larger than 1 GiB", at: SourceLocation(file: path))
      }
    }
    guard ferror(file) == 0 else {
      throw OmicsError(.unreadable, "cannot read what the engine wrote", at: SourceLocation(file: path))
    }
    return all
  }

  /// What a child sees of the surroundings: where programs and a user's packages stand, and one thread for BLAS.
  private static var environment: [String: String] {
    var list = ["LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"]
    for name in ["PATH", "HOME", "VIRTUAL_ENV", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "TMPDIR"] {
      if let value = getenv(name) { list[name] = String(cString: value) }
    }
    return list
  }
}
