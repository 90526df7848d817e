internal import ReaderKit
internal import Schema

/// The code that the present program would run: its readers, the plugins that can be found, and the program itself.
enum PresentCode {
  /// Every part with what decides its results: the version of a reader of this program and of the program itself, the
  /// files of a plugin that is a manifest or a program.
  static let components: [RunComponent] =
    BuiltInReaders.registry.readers.map { reader in
      RunComponent(
        kind: .plugin, name: reader.format.plugin, digest: reader.format.pluginVersion,
        label: reader.format.pluginVersion)
    } + plugins() + [
      RunComponent(
        kind: .core, name: "plumbline", digest: ProductVersion.resultVersion, label: ProductVersion.current)
    ]

  /// Plugins of the search path, the first of each id; a manifest that cannot be understood reads no file.
  private static func plugins() -> [RunComponent] {
    var seen: Set<String> = []
    var found: [RunComponent] = []
    for path in PluginFolder.paths(given: []) {
      do throws(OmicsError) {
        let plugin = try PluginFolder(path)
        guard ["delimited", "executable"].contains(plugin.kind), seen.insert(plugin.id).inserted else { continue }
        found.append(
          RunComponent(kind: .plugin, name: plugin.id, digest: try plugin.digest(), label: plugin.version))
      } catch { continue }
    }
    return found
  }
}
