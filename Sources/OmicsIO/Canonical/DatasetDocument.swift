import Schema

/// `dataset.json`: what the folder holds.
struct DatasetDocument {
  /// A table and its number of rows.
  struct Table: Hashable {
    var name: String
    var rows: Int
  }

  let layer: Layer
  let sources: [SourceRecord]
  let tables: [Table]
  let ledger: JSONValue
  let settings: [Feature.Attribute]
  let counts: [Dataset.Count]

  // MARK: Writing

  static func bytes(of dataset: Dataset, tables: [Table]) -> [UInt8] {
    let document = JSONValue.members([
      "schema": .string(Dataset.schemaVersion),
      "layer": .string(dataset.layer.rawValue),
      "sources": .array(dataset.sources.map(json)),
      "tables": .array(tables.map { .members(["name": .string($0.name), "rows": .integer($0.rows)]) }),
      "ledger": json(dataset.ledger),
      "settings": pairs(dataset.settings.map { ($0.key, .string($0.value)) }),
      "counts": pairs(dataset.counts.map { ($0.key, .integer($0.value)) }),
    ])
    return JSONWriter(isIndented: true).bytes(of: document)
  }

  private static func json(_ source: SourceRecord) -> JSONValue {
    .members([
      "file": .string(source.file), "sha256": .string(source.sha256), "bytes": .integer(source.bytes),
      "format": .string(source.format), "version": .string(source.version), "plugin": .string(source.plugin),
      "plugin_version": .string(source.pluginVersion),
    ])
  }

  static func json(_ ledger: Ledger) -> JSONValue {
    pairs(
      ledger.units.map { unit in
        let line = ledger[unit]
        return (
          unit,
          .members([
            "read": .integer(line.read), "kept": .integer(line.kept), "merged": .integer(line.merged),
            "filtered": .integer(line.filtered), "rejected": .integer(line.rejected),
          ])
        )
      })
  }

  /// An object; an array of `[key, value]` when a key occurs twice.
  private static func pairs(_ pairs: [(String, JSONValue)]) -> JSONValue {
    if Set(pairs.map(\.0)).count == pairs.count { return .object(pairs.map { .init($0.0, $0.1) }) }
    return .array(pairs.map { .array([.string($0.0), $0.1]) })
  }

  // MARK: Reading

  init(_ bytes: [UInt8], file: String) throws(OmicsError) {
    let document = try JSONParser.parse(bytes, file: file)
    let location = SourceLocation(file: file)
    func wrong(_ key: String) -> OmicsError {
      OmicsError(.malformed, "\"\(key)\" is missing or not as expected", at: location)
    }
    guard let schema = document["schema"]?.text else { throw wrong("schema") }
    guard schema == Dataset.schemaVersion else {
      throw OmicsError(
        .unsupported, "schema \"\(schema)\"; this program reads \"\(Dataset.schemaVersion)\"", at: location)
    }
    let keys = ["schema", "layer", "sources", "tables", "ledger", "settings", "counts"]
    for member in document.members ?? [] where !keys.contains(member.key) {
      throw OmicsError(.malformed, "unknown key \"\(member.key)\"", at: location)
    }
    guard let layer = (document["layer"]?.text).flatMap(Layer.init(rawValue:)) else { throw wrong("layer") }
    guard let sources = Self.each(document["sources"], Self.source) else { throw wrong("sources") }
    guard let tables = Self.each(document["tables"], Self.table) else { throw wrong("tables") }
    guard let ledger = document["ledger"], Self.pairs(ledger) != nil else { throw wrong("ledger") }
    guard let settings = Self.pairs(document["settings"]) else { throw wrong("settings") }
    self.layer = layer
    self.sources = sources
    self.tables = tables
    self.ledger = ledger
    var texts: [Feature.Attribute] = []
    for (key, value) in settings {
      guard let text = value.text else { throw wrong("settings") }
      texts.append(.init(key, text))
    }
    self.settings = texts
    var figures: [Dataset.Count] = []
    for (key, value) in Self.pairs(document["counts"] ?? .object([])) ?? [] {
      guard let whole = value.whole else { throw wrong("counts") }
      figures.append(.init(key, whole))
    }
    counts = figures
  }

  private static func each<Element>(_ value: JSONValue?, _ make: (JSONValue) -> Element?) -> [Element]? {
    guard let elements = value?.elements else { return nil }
    let made = elements.compactMap(make)
    return made.count == elements.count ? made : nil
  }

  private static func source(_ value: JSONValue) -> SourceRecord? {
    guard
      let file = value["file"]?.text, let sha256 = value["sha256"]?.text, let bytes = value["bytes"]?.whole,
      let format = value["format"]?.text, let version = value["version"]?.text, let plugin = value["plugin"]?.text,
      let pluginVersion = value["plugin_version"]?.text
    else { return nil }
    return SourceRecord(
      file: file, sha256: sha256, bytes: bytes, format: format, version: version, plugin: plugin,
      pluginVersion: pluginVersion)
  }

  private static func table(_ value: JSONValue) -> Table? {
    guard let name = value["name"]?.text, let rows = value["rows"]?.whole else { return nil }
    return Table(name: name, rows: rows)
  }

  private static func pairs(_ value: JSONValue?) -> [(String, JSONValue)]? {
    if let members = value?.members { return members.map { ($0.key, $0.value) } }
    guard let elements = value?.elements else { return nil }
    var pairs: [(String, JSONValue)] = []
    for element in elements {
      guard let pair = element.elements, pair.count == 2, let key = pair[0].text else { return nil }
      pairs.append((key, pair[1]))
    }
    return pairs
  }
}
