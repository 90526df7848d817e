internal import OmicsIO
public import ReaderKit
public import Schema

/// What `formats` shows.
public enum FormatCatalog {
  /// All formats, or the one with an id.
  public static func formats(_ id: String?) throws(OmicsError) -> [FormatDescriptor] {
    guard let id else { return BuiltInReaders.registry.readers.map { $0.format } }
    return [try BuiltInReaders.registry.reader(for: id).format]
  }

  /// The same as JSON.
  public static func jsonText(_ id: String?) throws(OmicsError) -> String {
    let list = try formats(id).map { format -> JSONValue in
      .members([
        "id": .string(format.id), "name": .string(format.name), "layer": .string(format.layer.rawValue),
        "versions": .array(format.versions.map(JSONValue.string)),
        "extensions": .array(format.extensions.map(JSONValue.string)), "plugin": .string(format.plugin),
        "plugin_version": .string(format.pluginVersion), "summary": .string(format.summary),
        "options": .array(
          format.options.map {
            .members([
              "key": .string($0.key), "default": .string($0.standard),
              "allowed": .array($0.allowed.map(JSONValue.string)), "meaning": .string($0.meaning),
            ])
          }),
      ])
    }
    return JSONWriter(isIndented: true).text(of: .array(list))
  }
}
