public import OmicsIO
public import Schema

/// `run.json`, both ways.
public enum RunRecordJSON {
  /// The record as JSON; key order is fixed.
  public static func encode(_ record: RunRecord) -> JSONValue {
    .members([
      "schema": .string(RunRecord.schemaVersion),
      "study": .string(record.study),
      "date": .string(record.date),
      "components": .array(
        record.components.map {
          .members([
            "kind": .string($0.kind.rawValue), "name": .string($0.name), "digest": .string($0.digest),
            "label": .string($0.label), "path": .string($0.path), "content_sha256": .string($0.content),
          ])
        }),
      "settings": .array(
        record.settings.map {
          .members(["key": .string($0.key), "value": .string($0.value), "origin": .string($0.origin)])
        }),
      "stages": .array(
        record.stages.map {
          .members([
            "name": .string($0.name), "version": .integer($0.version), "rows_in": .integer($0.rowsIn),
            "rows_out": .integer($0.rowsOut), "note": .string($0.note), "output_sha256": .string($0.outputDigest),
          ])
        }),
      "outputs": .array(
        record.outputs.map { .members(["name": .string($0.name), "sha256": .string($0.sha256)]) }),
      "study_file": .string(record.studyFile),
    ])
  }

  /// The record from JSON.
  ///
  /// - Throws: `malformed` when a key is absent or of the wrong type, `unsupported` for another schema.
  public static func decode(_ json: JSONValue, file: String) throws(OmicsError) -> RunRecord {
    let schema = try text(json, "schema", file)
    guard schema == RunRecord.schemaVersion else {
      throw OmicsError(
        .unsupported, "run record of schema \"\(schema)\"", at: SourceLocation(file: file),
        hint: "This version reads \(RunRecord.schemaVersion).")
    }
    var record = RunRecord(
      study: try text(json, "study", file), date: try text(json, "date", file),
      studyFile: try text(json, "study_file", file))
    for item in try list(json, "components", file) {
      let kindText = try text(item, "kind", file)
      guard let kind = RunComponent.Kind(rawValue: kindText) else {
        throw OmicsError(.malformed, "unknown component kind \"\(kindText)\"", at: SourceLocation(file: file))
      }
      record.components.append(
        RunComponent(
          kind: kind, name: try text(item, "name", file), digest: try text(item, "digest", file),
          label: try text(item, "label", file), path: try text(item, "path", file),
          content: item["content_sha256"]?.text ?? ""))
    }
    for item in try list(json, "settings", file) {
      record.settings.append(
        RunRecord.Setting(
          key: try text(item, "key", file), value: try text(item, "value", file),
          origin: try text(item, "origin", file)))
    }
    for item in try list(json, "stages", file) {
      record.stages.append(
        RunStage(
          name: try text(item, "name", file), version: try whole(item, "version", file),
          rowsIn: try whole(item, "rows_in", file), rowsOut: try whole(item, "rows_out", file),
          note: try text(item, "note", file), outputDigest: try text(item, "output_sha256", file)))
    }
    for item in try list(json, "outputs", file) {
      record.outputs.append(
        RunRecord.Output(name: try text(item, "name", file), sha256: try text(item, "sha256", file)))
    }
    return record
  }

  private static func text(_ json: JSONValue, _ key: String, _ file: String) throws(OmicsError) -> String {
    guard let value = json[key]?.text else { throw absent(key, "a text", file) }
    return value
  }

  private static func whole(_ json: JSONValue, _ key: String, _ file: String) throws(OmicsError) -> Int {
    guard let value = json[key]?.whole else { throw absent(key, "a whole number", file) }
    return value
  }

  private static func list(_ json: JSONValue, _ key: String, _ file: String) throws(OmicsError) -> [JSONValue] {
    guard let value = json[key]?.elements else { throw absent(key, "a list", file) }
    return value
  }

  private static func absent(_ key: String, _ what: String, _ file: String) -> OmicsError {
    OmicsError(.malformed, "the run record needs \"\(key)\" as \(what)", at: SourceLocation(file: file))
  }
}
