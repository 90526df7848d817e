internal import ReaderKit
internal import Schema

/// The second-opinion engines that can be named in a study: those of the core and those of engine plugins.
struct EngineCatalog: Sendable {
  /// An engine.
  enum Engine: Sendable {
    /// An engine of this program.
    case core(any CoreEngine.Type)
    /// An engine of a plugin.
    case plugin(EngineManifest)
  }

  private var manifests: [EngineManifest] = []

  /// Reads the engine manifests below the plugin folders; the first that offers an engine wins.
  init(folders: [String] = ShippedFolders.search("Plugins", given: [], variable: "PLUMBLINE_PLUGINS"))
    throws(OmicsError)
  {
    for folder in folders {
      for name in FolderListing.names(folder) {
        let path = "\(folder)/\(name)/plugin.yaml"
        guard FolderListing.isFile(path), try Self.isEngine(path) else { continue }
        if let manifest = try EngineManifest(path: path, folder: "\(folder)/\(name)") { manifests.append(manifest) }
      }
    }
  }

  /// Whether a manifest says it is of an engine: other kinds have readers of their own.
  private static func isEngine(_ path: String) throws(OmicsError) -> Bool {
    try FileText.read(path).split(separator: "\n").contains { line in
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\r" })
      return words.first == "kind:" && words.dropFirst().first == "engine"
    }
  }

  /// The ids of all engines, sorted.
  var ids: [String] { Set(CoreEngines.all.map { $0.id } + manifests.flatMap(\.engines)).sorted() }

  /// The engine of an id.
  ///
  /// - Throws: `usage` with the nearest id.
  func engine(_ id: String) throws(OmicsError) -> Engine {
    if let core = CoreEngines.all.first(where: { $0.id == id }) { return .core(core) }
    if let manifest = manifests.first(where: { $0.engines.contains(id) }) { return .plugin(manifest) }
    throw OmicsError(
      .usage, "there is no engine \"\(id)\"",
      hint: NearestMatch.of(id, among: ids).map { "Did you mean \"\($0)\"?" }
        ?? "Engines: \(ids.joined(separator: ", ")).")
  }
}
