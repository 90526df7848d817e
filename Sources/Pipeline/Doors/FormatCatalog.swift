internal import OmicsIO
internal import ReaderKit
public import Schema

/// What `formats` shows.
public enum FormatCatalog {
  /// All formats, or the one with an id.
  static func formats(_ id: String?, _ folders: [String]) throws(OmicsError) -> [FormatDescriptor] {
    let registry = try PluginCatalog.registry(folders: folders)
    guard let id else { return registry.readers.map { $0.format } }
    return [try registry.reader(for: id).format]
  }

  /// A row a format: id, name, layer, versions, endings.
  public static func rows(folders: [String] = []) throws(OmicsError) -> [[String]] {
    try formats(nil, folders).map { format in
      [
        format.id, format.name, format.layer.rawValue, format.versions.joined(separator: ", "),
        format.extensions.map { ".\($0)" }.joined(separator: " "),
      ]
    }
  }

  /// All about one format, for a terminal.
  public struct Card: Sendable {
    /// Name, plugin, summary, layer and versions.
    public var heading: String
    /// A row an option: key, default, allowed words, meaning.
    public var options: [[String]]
  }

  /// The card of a format.
  public static func card(_ id: String, folders: [String] = []) throws(OmicsError) -> Card {
    let format = try PluginCatalog.registry(folders: folders).reader(for: id).format
    return Card(
      heading: "\(format.name) (\(format.id)), plugin \(format.plugin) \(format.pluginVersion)\n\(format.summary)\n"
        + "layer: \(format.layer.rawValue)\nversions: \(format.versions.joined(separator: ", "))\n",
      options: format.options.map {
        ["  \($0.key)", $0.standard, $0.allowed.isEmpty ? "any text" : $0.allowed.joined(separator: "|"), $0.meaning]
      })
  }

  /// The same as JSON.
  public static func jsonText(_ id: String?, folders: [String] = []) throws(OmicsError) -> String {
    let list = try formats(id, folders).map { format -> JSONValue in
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
