internal import Glibc
internal import OmicsIO
internal import Schema

/// An engine plugin at work: a child process between two folders.
struct EngineProcess {
  let id: String
  let manifest: EngineManifest
  let progress: RunProgress

  /// - Throws: `plugin` when the program is not there, with how to get it.
  func program() throws(OmicsError) -> String {
    guard let program = manifest.program else {
      throw OmicsError(
        .plugin, "engine \(id) is not installed", at: SourceLocation(file: "\(manifest.folder)/plugin.yaml"),
        hint: manifest.install.isEmpty ? nil : manifest.install)
    }
    return program
  }

  /// Runs the engine; `folder` holds its exchange and output while it runs, and what is left of a killed run.
  ///
  /// - Throws: `plugin` when it fails or breaks its contract.
  func run(
    _ input: EngineInput, study: Study, isMapped: Bool, folder: String
  ) throws(OmicsError) -> (findings: EngineFindings, files: [EngineStage.File]) {
    let program = try program()
    try FolderListing.makeParents(of: "\(folder)/exchange/study.h5mu")
    let exchange = try AtomicFolder("\(folder)/exchange", force: true, markers: ["settings.json"])
    try EngineExchange.write(
      input, engine: id, study: study, isMapped: isMapped, plain: manifest.takesTables, into: exchange)
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
    var files: [EngineStage.File] = []
    for name in FolderListing.names(output) where FolderListing.isFile("\(output)/\(name)") {
      files.append((name, try Self.contents("\(output)/\(name)")))
    }
    FolderTree.remove(folder)
    return (findings, files)
  }

  /// The bytes of a file as they stand, compressed or not.
  static func contents(_ path: String) throws(OmicsError) -> [UInt8] {
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
