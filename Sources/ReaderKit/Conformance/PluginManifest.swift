import OmicsIO
public import Schema

/// What a `plugin.yaml` says that every kind of reader says.
public struct PluginManifest: Sendable, Hashable {
  /// A format and the versions that are read.
  public struct Format: Sendable, Hashable {
    /// The format id.
    public var id: String
    /// The versions.
    public var versions: [String]
  }

  /// The plugin's id.
  public var id: String
  /// The plugin's name.
  public var name: String
  /// The kind: `swift`, `delimited`, `executable`, `engine`.
  public var kind: String
  /// The layer.
  public var layer: String
  /// The semantic version.
  public var version: String
  /// The formats.
  public var formats: [Format]
  /// By what the format is recognised, a sentence each.
  public var recognition: [String]
  /// The options.
  public var options: [ReaderOption]
  /// Where it deviates from the general input rules, and why.
  public var quirks: [String]
  /// Where the specification is.
  public var specification: [String]
  /// The licence of the cases.
  public var licenceOfCases: String

  /// Parses a manifest.
  ///
  /// - Throws: `malformed` with the line for text outside the subset of YAML that `ManifestText` reads; `missing` or
  ///   `malformed` for a key that is absent, unknown or of another shape.
  public init(_ bytes: [UInt8], file: String) throws(OmicsError) {
    let document = try ManifestText.parse(bytes, file: file)
    let known = [
      "id", "name", "kind", "layer", "version", "licence", "formats", "recognition", "options", "quirks",
      "specification", "licence_of_cases", "command", "install", "limits",
    ]
    guard let members = document.members else {
      throw OmicsError(.malformed, "expected keys and values", at: SourceLocation(file: file))
    }
    for member in members where !known.contains(member.key) {
      throw OmicsError(
        .malformed, "unknown key \"\(member.key)\"", at: SourceLocation(file: file),
        hint: NearestMatch.of(member.key, among: known).map { "Did you mean \"\($0)\"?" })
    }
    let reader = ManifestKeys(document: document, file: file)
    id = try reader.text("id")
    name = try reader.text("name")
    kind = try reader.text("kind")
    layer = try reader.text("layer")
    version = try reader.text("version")
    recognition = try reader.texts("recognition")
    quirks = try reader.texts("quirks")
    specification = try reader.texts("specification")
    licenceOfCases = try reader.text("licence_of_cases")
    formats = []
    for item in try reader.items("formats") {
      formats.append(Format(id: try item.text("id"), versions: try item.texts("versions")))
    }
    options = []
    for item in document["options"]?.text == "" ? [] : try reader.items("options") {
      options.append(
        ReaderOption(
          key: try item.text("key"), meaning: try item.text("meaning"), allowed: try item.optionalTexts("allowed"),
          standard: item.optionalText("default")))
    }
  }
}

/// Looks up the keys of one mapping of a manifest.
private struct ManifestKeys {
  let document: JSONValue
  let file: String

  private func wrong(_ key: String, _ what: String) -> OmicsError {
    OmicsError(
      document[key] == nil ? .missing : .malformed, "the key \"\(key)\" should hold \(what)",
      at: SourceLocation(file: file))
  }

  func text(_ key: String) throws(OmicsError) -> String {
    guard let text = document[key]?.text, !text.isEmpty else { throw wrong(key, "a text") }
    return text
  }

  func optionalText(_ key: String) -> String { document[key]?.text ?? "" }

  func texts(_ key: String) throws(OmicsError) -> [String] {
    if let text = document[key]?.text, !text.isEmpty { return [text] }
    guard let elements = document[key]?.elements else { throw wrong(key, "a list of texts") }
    let texts = elements.compactMap(\.text)
    guard texts.count == elements.count else { throw wrong(key, "a list of texts") }
    return texts
  }

  func optionalTexts(_ key: String) throws(OmicsError) -> [String] {
    guard let value = document[key], value.text != "" else { return [] }
    return try texts(key)
  }

  func items(_ key: String) throws(OmicsError) -> [ManifestKeys] {
    guard let elements = document[key]?.elements else { throw wrong(key, "a list") }
    for element in elements where element.members == nil { throw wrong(key, "a list of keys and values") }
    return elements.map { ManifestKeys(document: $0, file: file) }
  }
}
