internal import Glibc
public import ReaderKit
public import Schema

/// All readers that can be found: those of this build, and plugins of other kinds in the plugin folders.
public enum PluginCatalog {
  /// The registry over all of them; folders given come before `PLUMBLINE_PLUGINS` and the shipped ones.
  ///
  /// A plugin found in an earlier folder hides one of the same id in a later folder. A manifest that cannot be understood
  /// does not keep other files from being read: it stands among the registry's faults.
  /// - Throws: a located error for such a manifest in a folder given; `duplicate` when two plugins offer one format.
  public static func registry(folders: [String] = []) throws(OmicsError) -> ReaderRegistry {
    if folders.isEmpty { return try shipped.get() }
    return try build(folders)
  }

  /// The readers of the plugin in a folder; none when it is of a kind that reads no files. A program among them is
  /// started as it stands: whoever names its folder trusts it.
  ///
  /// - Throws: a located error for a manifest that cannot be understood, and for a Swift reader that is no part of this
  ///   program.
  public static func readers(in folder: String) throws(OmicsError) -> [ReaderPlugin] {
    let plugin = try PluginFolder(folder)
    let path = "\(folder)/plugin.yaml"
    switch plugin.kind {
    case "swift":
      let readers = BuiltInReaders.registry.readers.filter { $0.format.plugin == plugin.id }
      guard !readers.isEmpty else {
        throw OmicsError(
          .verification, "the Swift reader \(plugin.id) is no part of this program", at: SourceLocation(file: path),
          hint: "Add it to Package.swift and Sources/Pipeline/BuiltInReaders.swift and build.")
      }
      return readers
    default: return try described(folder, trust: nil) ?? []
    }
  }

  /// The readers of a manifest that describes tables or a program; nil for one of another kind.
  private static func described(_ folder: String, trust: PluginTrust?) throws(OmicsError) -> [ReaderPlugin]? {
    let path = "\(folder)/plugin.yaml"
    if let manifest = try DelimitedManifest(path: path) { return manifest.formats.map(\.plugin) }
    return try ExecutableManifest(path: path, folder: folder, trust: trust)?.readers.map(\.plugin)
  }

  private static let shipped: Result<ReaderRegistry, OmicsError> = {
    do throws(OmicsError) { return .success(try build([])) } catch { return .failure(error) }
  }()

  private static func build(_ folders: [String]) throws(OmicsError) -> ReaderRegistry {
    var plugins = BuiltInReaders.registry.readers
    var owners: [String: String] = [:]
    for plugin in plugins { owners[plugin.format.id] = plugin.format.plugin }
    var seen: Set<String> = []
    var faults: [OmicsError] = []
    for folder in ShippedFolders.search("Plugins", given: folders, variable: "PLUMBLINE_PLUGINS") {
      for name in FolderListing.names(folder) {
        let path = "\(folder)/\(name)/plugin.yaml"
        guard FolderListing.isFile(path) else { continue }
        let own: [ReaderPlugin]?
        do throws(OmicsError) { own = try described("\(folder)/\(name)", trust: .standard) } catch {
          guard !folders.contains(folder) else { throw error }
          faults.append(error)
          continue
        }
        guard let found = own, let id = found.first?.format.plugin, seen.insert(id).inserted
        else { continue }
        for plugin in found {
          if let owner = owners.updateValue(id, forKey: plugin.format.id) {
            throw OmicsError(
              .duplicate, "format \(plugin.format.id) is offered by \(owner) already",
              at: SourceLocation(file: path), hint: "Give it another id.")
          }
          plugins.append(plugin)
        }
      }
    }
    return ReaderRegistry(plugins: plugins, faults: faults)
  }
}
