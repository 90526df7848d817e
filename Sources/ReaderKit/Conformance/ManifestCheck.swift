import Schema

/// Compares `plugin.yaml` with the reader's descriptor.
struct ManifestCheck {
  private let path: String
  private let readers: [ReaderPlugin]

  init(_ folder: String, _ readers: [ReaderPlugin]) {
    path = folder + "/plugin.yaml"
    self.readers = readers
  }

  func run() throws(OmicsError) {
    let manifest = try PluginManifest(try ConformanceFolder.bytes(of: path), file: path)
    guard !manifest.recognition.isEmpty, !manifest.specification.isEmpty else {
      throw wrong("recognition and specification need a line each")
    }
    try same(
      "formats", manifest.formats.map(\.id).sorted().joined(separator: ", "),
      readers.map(\.format.id).sorted().joined(separator: ", "))
    for reader in readers { try check(reader, manifest) }
  }

  private func check(_ reader: ReaderPlugin, _ manifest: PluginManifest) throws(OmicsError) {
    let format = reader.format
    try same("id", manifest.id, format.plugin)
    try same("kind", manifest.kind, reader.kind.rawValue)
    try same("version", manifest.version, format.pluginVersion)
    guard let listed = manifest.formats.first(where: { $0.id == format.id }) else {
      throw wrong("formats does not list \(format.id)")
    }
    try same(
      "versions of \(format.id)", listed.versions.joined(separator: ", "), format.versions.joined(separator: ", "))
    // A described format has the options that all of its kind have.
    guard reader.kind != .delimited else { return }
    try same("layer", manifest.layer, format.layer.rawValue)
    try same(
      "option keys", manifest.options.map(\.key).joined(separator: ", "),
      format.options.map(\.key).joined(separator: ", "))
    for (stated, real) in zip(manifest.options, format.options) {
      try same(
        "allowed of \(real.key)", stated.allowed.joined(separator: ", "), real.allowed.joined(separator: ", "))
      try same("default of \(real.key)", stated.standard, real.standard)
    }
  }

  private func wrong(_ message: String) -> OmicsError {
    OmicsError(.verification, message, at: SourceLocation(file: path))
  }

  private func same(_ key: String, _ stated: String, _ real: String) throws(OmicsError) {
    guard stated == real else { throw wrong("\(key) is \"\(stated)\", the reader says \"\(real)\"") }
  }
}

/// Looks for what a plugin's READMEs must say.
struct ReadmeCheck {
  private let folder: String
  private let formats: [FormatDescriptor]
  private let cases: [ConformanceCase]

  init(_ folder: String, _ formats: [FormatDescriptor], _ cases: [ConformanceCase]) {
    self.folder = folder
    self.formats = formats
    self.cases = cases
  }

  func run() throws(OmicsError) {
    let text = try read("README.md")
    for format in formats {
      try require([format.name, format.id] + format.options.map(\.key), in: text, "README.md")
    }
    guard text.split(whereSeparator: \.isNewline).count >= 8 else {
      throw OmicsError(.verification, "too short to be a contract", at: SourceLocation(file: "README.md"))
    }
    try require(cases.map(\.name), in: try read("Cases/README.md"), "Cases/README.md")
  }

  private func read(_ name: String) throws(OmicsError) -> String {
    String(decoding: try ConformanceFolder.bytes(of: "\(folder)/\(name)"), as: UTF8.self)
  }

  private func require(_ words: [String], in text: String, _ name: String) throws(OmicsError) {
    for word in words where !text.contains(word) {
      throw OmicsError(.verification, "\"\(word)\" does not occur", at: SourceLocation(file: name))
    }
  }
}
