internal import Glibc
internal import Schema

/// `plugin.yaml` of an engine plugin: which engines a program offers and how it is started.
struct EngineManifest: Sendable, Hashable {
  /// The plugin's id.
  var id: String
  /// Its version.
  var version: String
  /// The engines it offers.
  var engines: [String]
  /// The program and the words before `run`.
  var command: [String]
  /// How to get what it needs, in a sentence.
  var install: String
  /// Seconds by the clock an engine may take.
  var seconds: Double
  /// Whether it is given plain tables beside `STUDY.h5mu`.
  var takesTables: Bool
  /// The folder of the manifest.
  var folder: String

  /// Reads a manifest; nil when it is one of another kind.
  init?(path: String, folder: String) throws(OmicsError) {
    let top = try YAMLMapping(text: try FileText.read(path), file: path)
    guard try top.string("kind") == "engine" else { return nil }
    try top.checkKeys(
      [
        "id", "name", "kind", "version", "engines", "command", "install", "limits", "tables", "layer", "options",
        "quirks",
        "licence", "licence_of_cases", "specification",
      ], in: "an engine manifest")
    id = try top.requiredString("id", in: "an engine manifest")
    version = try top.requiredString("version", in: "an engine manifest")
    engines = try top.strings("engines")
    command = try top.strings("command")
    install = try top.string("install") ?? ""
    self.folder = folder
    let tables = try top.string("tables") ?? "false"
    guard tables == "true" || tables == "false" else {
      throw OmicsError(
        .value, "tables takes true or false, found \"\(tables)\"",
        at: SourceLocation(file: path, line: top.line(of: "tables")))
    }
    takesTables = tables == "true"
    let limits = try top.mapping("limits")
    try limits?.checkKeys(["seconds"], in: "limits")
    let written = try limits?.string("seconds") ?? "7200"
    guard let number = Double(written), number > 0 else {
      throw OmicsError(
        .value, "limits.seconds takes a number above 0, found \"\(written)\"",
        at: SourceLocation(file: path, line: limits?.line(of: "seconds")))
    }
    seconds = number
    guard !engines.isEmpty, let program = command.first, !program.isEmpty else {
      throw OmicsError(.missing, "an engine manifest needs \"engines\" and \"command\"", at: SourceLocation(file: path))
    }
    guard !program.hasPrefix("/"), !program.split(separator: "/").contains("..") else {
      throw OmicsError(
        .unsafe, "the program of an engine stands below its manifest or on the search path, found \"\(program)\"",
        at: SourceLocation(file: path, line: top.line(of: "command")))
    }
  }

  /// The absolute path of the program: below the manifest, or a bare name on the search path; nil when it is not there.
  var program: String? {
    guard let program = command.first else { return nil }
    if let own = Self.executable("\(folder)/\(program)") { return own }
    guard !program.contains("/") else { return nil }
    let search = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    for place in search.split(separator: ":") {
      if let found = Self.executable("\(place)/\(program)") { return found }
    }
    return nil
  }

  private static func executable(_ path: String) -> String? {
    // Links are not followed: a virtual environment's Python knows its packages by its own path.
    FolderListing.isFile(path) && access(path, X_OK) == 0 ? RelativePath.absolute(path) : nil
  }
}
