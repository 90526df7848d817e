internal import OmicsIO
internal import ReaderKit
public import Schema

/// The conformance kit run on the folder of a plugin, wherever it stands: that of readers, or that of engines.
public struct PluginTest: Sendable {
  /// One check on one case.
  public struct Finding: Sendable, Hashable {
    /// The check's name.
    public var check: String
    /// The case; `-` for the plugin as a whole.
    public var caseName: String
    /// Whether it passed.
    public var passed: Bool
    /// What was found.
    public var message: String
  }

  /// The folder as given.
  public let folder: String
  /// The plugin's id.
  public let id: String
  /// Its kind.
  public let kind: String
  /// All findings, by check, then case.
  public private(set) var findings: [Finding] = []

  /// Runs the kit; with `recording`, `expected/` of every case is written anew first.
  ///
  /// - Throws: a located error when the folder is no plugin, or one whose reader is not at hand.
  public init(_ folder: String, recording: Bool = false) throws(OmicsError) {
    guard FolderListing.isFile("\(folder)/plugin.yaml") else {
      throw OmicsError(
        .missing, "there is no plugin.yaml", at: SourceLocation(file: folder),
        hint: "plumbline plugins new NAME --kind delimited makes a plugin to begin with.")
    }
    let plugin = try PluginFolder(folder)
    self.folder = folder
    id = plugin.id
    kind = plugin.kind
    if kind == "engine" {
      guard let manifest = try EngineManifest(path: "\(folder)/plugin.yaml", folder: folder) else { return }
      findings = EngineConformance(manifest: manifest).run()
      return
    }
    let readers = try PluginCatalog.readers(in: folder)
    guard !readers.isEmpty else {
      throw OmicsError(
        .unsupported, "the kit is for plugins that read files, this one is of kind \(plugin.kind)",
        at: SourceLocation(file: "\(folder)/plugin.yaml"))
    }
    let others = try PluginCatalog.registry().readers.filter { reader in
      reader.format.plugin != plugin.id && !readers.contains { $0.format.id == reader.format.id }
    }
    let kit = try PluginConformance(
      folder: folder, readers: readers, registry: ReaderRegistry(plugins: others + readers))
    if recording { _ = kit.run(.expected, recording: true) }
    findings = kit.run().map { finding in
      Finding(
        check: finding.check.rawValue, caseName: finding.caseName, passed: finding.passed, message: finding.message)
    }
  }

  /// Whether everything passed.
  public var passed: Bool { findings.allSatisfy(\.passed) }

  /// A row a check: its name, how many of its cases passed.
  public var rows: [[String]] {
    var order: [String] = []
    for finding in findings where !order.contains(finding.check) { order.append(finding.check) }
    return order.map { check in
      let all = findings.filter { $0.check == check }
      let good = all.filter(\.passed).count
      return [check, good == all.count ? "pass" : "FAIL", "\(good) of \(all.count)"]
    }
  }

  /// What failed, a line each.
  public var failures: [String] {
    findings.filter { !$0.passed }.map { "\($0.check) \($0.caseName): \($0.message)" }
  }

  /// The same as JSON: `{plugin, kind, folder, passed, findings: [{check, case, passed, message}]}`.
  public var jsonText: String {
    JSONWriter(isIndented: true).text(
      of: .members([
        "plugin": .string(id), "kind": .string(kind), "folder": .string(folder), "passed": .bool(passed),
        "findings": .array(
          findings.map {
            .members([
              "check": .string($0.check), "case": .string($0.caseName), "passed": .bool($0.passed),
              "message": .string($0.message),
            ])
          }),
      ]))
  }
}
