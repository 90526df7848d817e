internal import OmicsIO
internal import ReaderKit
public import Schema

/// What `plugins list` shows: the readers of this program, then the plugins found in the plugin folders.
public struct PluginListing: Sendable {
  /// A plugin.
  public struct Entry: Sendable, Hashable {
    /// The plugin's id.
    public var id: String
    /// `swift`, `delimited`, `executable` or `engine`.
    public var kind: String
    /// The plugin's version.
    public var version: String
    /// What it reads: format ids with the versions of each; or the engines it offers.
    public var formats: [Format]
    /// The SHA-256 of what decides its results: its files, or what a reader of this program says of itself.
    public var digest: String
    /// The licence; empty when its manifest does not say.
    public var licence: String
    /// Its folder; empty for a reader of this program.
    public var folder: String
  }

  /// A format and its versions; an engine has none.
  public struct Format: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The versions.
    public var versions: [String]
  }

  /// The plugins, by id.
  public private(set) var entries: [Entry] = []
  /// Folders that say they are plugins and are not, or hide behind another of the same id.
  public private(set) var diagnostics: [Diagnostic] = []

  /// Looks for all plugins.
  public init(folders: [String] = []) throws(OmicsError) {
    let registry = BuiltInReaders.registry
    for plugin in Self.byPlugin(registry.readers.map { $0.format }) { entries.append(try Self.builtIn(plugin)) }
    for path in PluginFolder.paths(given: folders) {
      do throws(OmicsError) {
        let entry = try Self.entry(path)
        if let index = entries.firstIndex(where: { $0.id == entry.id && $0.kind == "swift" && entry.kind == "swift" }) {
          if entries[index].folder.isEmpty { entries[index].folder = path }
          continue
        }
        guard entry.kind != "swift" else {
          throw OmicsError(
            .unsupported, "the Swift reader \(entry.id) is no part of this program",
            at: SourceLocation(file: "\(path)/plugin.yaml"))
        }
        if let other = entries.first(where: { $0.id == entry.id }) {
          let place = other.folder.isEmpty ? "a reader of this program" : other.folder
          diagnostics.append(
            Diagnostic(
              .warning, "hidden-plugin", "plugin \(entry.id) is hidden by \(place)",
              at: SourceLocation(file: "\(path)/plugin.yaml")))
          continue
        }
        entries.append(entry)
      } catch {
        diagnostics.append(Diagnostic(.error, error.code.rawValue, error.message, at: error.location))
      }
    }
    entries.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  private static func byPlugin(_ formats: [FormatDescriptor]) -> [[FormatDescriptor]] {
    var groups: [[FormatDescriptor]] = []
    for format in formats {
      if let index = groups.firstIndex(where: { $0[0].plugin == format.plugin }) {
        groups[index].append(format)
      } else {
        groups.append([format])
      }
    }
    return groups
  }

  /// A reader of this program. Its code has no file of its own, so that its digest is taken over what it says of itself:
  /// the version is raised whenever its output changes.
  private static func builtIn(_ formats: [FormatDescriptor]) throws(OmicsError) -> Entry {
    var text = ""
    for format in formats {
      text += ([format.plugin, format.pluginVersion, format.id] + format.versions).joined(separator: "\t") + "\n"
      for option in format.options {
        text += ([option.key, option.standard] + option.allowed).joined(separator: "\t") + "\n"
      }
    }
    return Entry(
      id: formats[0].plugin, kind: "swift", version: formats[0].pluginVersion,
      formats: formats.map { Format(id: $0.id, versions: $0.versions) }, digest: SHA256Digest.hex(of: Array(text.utf8)),
      licence: "Apache-2.0", folder: "")
  }

  private static func entry(_ path: String) throws(OmicsError) -> Entry {
    let folder = try PluginFolder(path)
    return Entry(
      id: folder.id, kind: folder.kind, version: folder.version, formats: try formats(folder),
      digest: try folder.digest(), licence: folder.licence, folder: path)
  }

  private static func formats(_ folder: PluginFolder) throws(OmicsError) -> [Format] {
    let file = "\(folder.path)/plugin.yaml"
    switch folder.kind {
    case "engine":
      guard let manifest = try EngineManifest(path: file, folder: folder.path) else { return [] }
      return manifest.engines.map { Format(id: $0, versions: []) }
    case "delimited":
      return (try DelimitedManifest(path: file)?.formats ?? []).map {
        Format(id: $0.descriptor.id, versions: $0.descriptor.versions)
      }
    case "executable":
      return (try ExecutableManifest(path: file, folder: folder.path, trust: nil)?.readers ?? []).map {
        Format(id: $0.format.id, versions: $0.format.versions)
      }
    case "swift": return []
    default:
      throw OmicsError(
        .malformed, "there is no plugin kind \"\(folder.kind)\"", at: SourceLocation(file: file),
        hint: "Kinds: swift, delimited, executable, engine.")
    }
  }

  /// A row an entry: id, kind, version, what it reads, the digest's first 12 digits, licence.
  public var rows: [[String]] {
    entries.map { entry in
      let formats = entry.formats.map { format in
        format.versions.isEmpty ? format.id : "\(format.id) (\(format.versions.joined(separator: ", ")))"
      }
      return [
        entry.id, entry.kind, entry.version, formats.joined(separator: "; "), String(entry.digest.prefix(12)),
        entry.licence.isEmpty ? "not stated" : entry.licence,
      ]
    }
  }

  /// The same as JSON.
  public var jsonText: String {
    JSONWriter(isIndented: true).text(
      of: .array(
        entries.map { entry in
          .members([
            "id": .string(entry.id), "kind": .string(entry.kind), "version": .string(entry.version),
            "formats": .array(
              entry.formats.map {
                .members(["id": .string($0.id), "versions": .array($0.versions.map(JSONValue.string))])
              }),
            "digest": .string(entry.digest), "licence": .string(entry.licence), "folder": .string(entry.folder),
          ])
        }))
  }
}
