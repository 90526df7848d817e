internal import OmicsIO
internal import ReaderKit
internal import Schema

/// `plugin.yaml` of a reader that is a program of its own; every mistake is told with its line.
struct ExecutableManifest {
  /// The readers it describes, one a format.
  private(set) var readers: [ExecutableReader] = []

  /// Reads a manifest; nil when it is one of another kind.
  ///
  /// - Parameter trust: where digests of trusted plugins are kept; nil trusts as it stands.
  init?(path: String, folder: String, trust: PluginTrust?) throws(OmicsError) {
    let top = try YAMLMapping(text: try FileText.read(path), file: path)
    guard try top.string("kind") == "executable" else { return nil }
    try top.checkKeys(
      [
        "id", "name", "kind", "layer", "version", "licence", "formats", "command", "install", "limits", "recognition",
        "options", "quirks", "specification", "licence_of_cases",
      ], in: "a manifest of a program")
    let id = try top.requiredString("id", in: "a manifest")
    let version = try top.requiredString("version", in: "a manifest")
    let command = try top.strings("command")
    guard let program = command.first, !program.isEmpty, !program.hasPrefix("/"),
      !program.split(separator: "/").contains("..")
    else {
      throw OmicsError(
        .unsafe, "\"command\" names a program below the folder of the manifest",
        at: SourceLocation(file: path, line: top.line(of: "command")))
    }
    let layerName = try top.requiredString("layer", in: "a manifest")
    guard let layer = Layer(rawValue: layerName) else {
      throw OmicsError(
        .value, "\"\(layerName)\" is no layer", at: SourceLocation(file: path, line: top.line(of: "layer")))
    }
    let root = RelativePath.absolute(folder)
    let authorize = { @Sendable () throws(OmicsError) -> Void in
      guard let trust else { return }
      try trust.check(id: id, digest: try PluginFolder(root).digest(), manifest: path)
    }
    for item in try top.mappings("formats") {
      try item.checkKeys(["id", "name", "summary", "versions", "extensions", "needles"], in: "a format")
      let needles = try item.strings("needles")
      guard !needles.isEmpty, !needles.contains("") else {
        throw OmicsError(
          .missing, "a format needs \"needles\", texts of which one stands in the first bytes of its files",
          at: SourceLocation(file: path, line: item.line(of: "needles") ?? item.line(of: "id")))
      }
      readers.append(
        ExecutableReader(
          format: FormatDescriptor(
            id: try item.requiredString("id", in: "a format"), name: try item.requiredString("name", in: "a format"),
            layer: layer, versions: try item.strings("versions"), extensions: try item.strings("extensions"),
            plugin: id, pluginVersion: version, summary: try item.requiredString("summary", in: "a format")),
          program: "\(root)/\(program)", arguments: Array(command.dropFirst()), needles: needles,
          install: try top.string("install") ?? "", limits: try Self.limits(top, path), authorize: authorize))
    }
    guard !readers.isEmpty else {
      throw OmicsError(
        .missing, "a manifest needs \"formats\"", at: SourceLocation(file: path, line: top.line(of: "formats")))
    }
  }

  private static func limits(_ top: YAMLMapping, _ path: String) throws(OmicsError) -> ExecutableReader.Limits {
    var limits = ExecutableReader.Limits()
    guard let mapping = try top.mapping("limits") else { return limits }
    try mapping.checkKeys(["seconds", "memory_mb", "output_mb", "processes"], in: "limits")
    func number(_ key: String, _ most: Int) throws(OmicsError) -> Int? {
      guard let text = try mapping.string(key) else { return nil }
      guard let value = Int(text), (1...most).contains(value) else {
        throw OmicsError(
          .value, "limits.\(key) takes a whole number from 1 to \(most), found \"\(text)\"",
          at: SourceLocation(file: path, line: mapping.line(of: key)))
      }
      return value
    }
    if let seconds = try number("seconds", 86_400) { limits.seconds = Double(seconds) }
    if let memory = try number("memory_mb", 1 << 20) { limits.memory = memory << 20 }
    if let output = try number("output_mb", 1 << 16) { limits.output = output << 20 }
    if let processes = try number("processes", 4096) { limits.processes = processes }
    return limits
  }
}
