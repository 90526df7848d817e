import OmicsIO
public import Schema

/// The conformance kit: what every reader plugin must pass.
///
/// Reads the plugin's folder; changes nothing unless asked to record. One case gives one finding for each check.
public struct PluginConformance: Sendable {
  /// The plugin's folder.
  public let folder: String
  /// The plugin's readers: one a format.
  public let readers: [ReaderPlugin]
  /// All readers a host knows, this one among them.
  public let registry: ReaderRegistry
  /// The cases.
  public let cases: [ConformanceCase]
  /// The admitted gaps.
  public let gaps: KnownGaps

  /// Opens a plugin's folder.
  ///
  /// - Throws: what `ConformanceCase.all` and `KnownGaps` throw.
  public init(folder: String, readers: [ReaderPlugin], registry: ReaderRegistry) throws(OmicsError) {
    self.folder = folder
    self.readers = readers
    self.registry = registry
    cases = try ConformanceCase.all(in: folder)
    gaps = try KnownGaps(plugin: folder)
  }

  /// Opens a Swift reader's folder.
  public init(folder: String, reader: any FormatReader.Type, registry: ReaderRegistry) throws(OmicsError) {
    try self.init(folder: folder, readers: [ReaderPlugin(reader)], registry: registry)
  }

  /// Runs all checks.
  public func run() -> [ConformanceFinding] { ConformanceCheck.allCases.flatMap { run($0) } }

  /// Runs one check on the plugin or on every case.
  ///
  /// With `recording`, the check `expected` writes `expected/` anew instead of comparing.
  public func run(_ check: ConformanceCheck, recording: Bool = false) -> [ConformanceFinding] {
    let findings: [ConformanceFinding] =
      switch check {
      case .manifest: plugin(check) { () throws(OmicsError) in try ManifestCheck(folder, readers).run() }
      case .readme:
        plugin(check) { () throws(OmicsError) in try ReadmeCheck(folder, readers.map(\.format), cases).run() }
      case .knownGaps: plugin(check) { () throws(OmicsError) in try checkGaps() }
      case .recognition: each(check, recognition)
      case .expected:
        each(check) { (item) throws(OmicsError) in
          try ExpectedCheck(item).run(outcome(item), recording: recording)
        }
      case .lineEnds: each(check, lineEnds)
      case .compression: each(check, compression)
      case .byteOrderMark: each(check, byteOrderMark)
      case .chunkSizes: each(check, chunkSizes)
      case .truncation: each(check, truncation)
      case .repetition: each(check, repetition)
      case .figures: each(check, figures)
      case .ledger: each(check, ledger)
      }
    return gaps.applied(to: findings)
  }

  private func plugin(_ check: ConformanceCheck, _ body: () throws(OmicsError) -> Void) -> [ConformanceFinding] {
    [finding(check, "-", body)]
  }

  private func each(
    _ check: ConformanceCheck, _ body: (ConformanceCase) throws(OmicsError) -> Void
  ) -> [ConformanceFinding] {
    cases.map { item in finding(check, item.name) { () throws(OmicsError) in try body(item) } }
  }

  private func finding(
    _ check: ConformanceCheck, _ name: String, _ body: () throws(OmicsError) -> Void
  ) -> ConformanceFinding {
    do throws(OmicsError) {
      try body()
      return ConformanceFinding(check, name, passed: true, "as it should be")
    } catch {
      let causes = error.causes.map { "; \($0)" }.joined()
      return ConformanceFinding(check, name, passed: false, "\(error)\(causes)")
    }
  }

  // MARK: Reading a case

  /// What reading gave: canonical files, or an error.
  enum Outcome: Equatable {
    case files([CanonicalText.File])
    case error(OmicsError)

    /// Equal files, or errors of the same code and line.
    static func == (left: Outcome, right: Outcome) -> Bool {
      switch (left, right) {
      case (.files(let one), .files(let two)): one == two
      case (.error(let one), .error(let two)):
        one.code == two.code && one.location?.line == two.location?.line && one.causes.count == two.causes.count
      default: false
      }
    }

    /// What sets this outcome apart from another.
    func difference(from other: Outcome) -> String {
      switch (self, other) {
      case (.error(let one), .error(let two)): return "\"\(one)\" instead of \"\(two)\""
      case (.error(let one), _): return "\"\(one)\" instead of a dataset"
      case (.files, .error(let two)): return "a dataset instead of \"\(two)\""
      case (.files(let one), .files(let two)): return ExpectedCheck.difference(one, two)
      }
    }
  }

  /// Reads bytes as the input of a case. The source record of the result is neutral: it tells variants apart.
  func outcome(_ item: ConformanceCase, _ bytes: [UInt8]? = nil, chunkSize: Int = 65_536) -> Outcome {
    var source = ByteSource.bytes(bytes ?? item.bytes, name: item.displayName, chunkSize: chunkSize)
    do throws(OmicsError) {
      return .files(try CanonicalText.files(of: try dataset(item, &source)))
    } catch {
      return .error(error)
    }
  }

  func dataset(
    _ item: ConformanceCase, _ source: inout ByteSource, keepsDetails: Bool = true
  ) throws(OmicsError) -> Dataset {
    var dataset = try DatasetReading.read(
      &source, registry: registry, format: item.format, options: item.options, keepsDetails: keepsDetails)
    for index in dataset.sources.indices {
      dataset.sources[index].sha256 = ""
      dataset.sources[index].bytes = 0
    }
    // Byte offsets count the bytes of line ends and marks, which variants change.
    for index in dataset.diagnostics.indices { dataset.diagnostics[index].location?.byte = nil }
    return dataset
  }

  private func checkGaps() throws(OmicsError) {
    for gap in gaps.gaps where gap.caseName != "-" && !cases.contains(where: { $0.name == gap.caseName }) {
      throw OmicsError(.dangling, "there is no case \"\(gap.caseName)\"", at: SourceLocation(file: "known-gaps.txt"))
    }
  }
}
