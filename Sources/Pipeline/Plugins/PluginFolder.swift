internal import OmicsIO
internal import Schema

/// A folder with a `plugin.yaml`, of whatever kind: what every manifest says.
struct PluginFolder: Sendable, Hashable {
  /// The folder.
  var path: String
  /// The plugin's id.
  var id: String
  /// `swift`, `delimited`, `executable` or `engine`.
  var kind: String
  /// The plugin's version.
  var version: String
  /// The licence the plugin may be used under; empty when its manifest does not say.
  var licence: String

  /// Reads what every manifest says.
  ///
  /// - Throws: `malformed` or `missing`, located, when it does not.
  init(_ path: String) throws(OmicsError) {
    let file = "\(path)/plugin.yaml"
    let top = try YAMLMapping(text: try FileText.read(file), file: file)
    self.path = path
    id = try top.requiredString("id", in: "a plugin's manifest")
    kind = try top.requiredString("kind", in: "a plugin's manifest")
    version = try top.requiredString("version", in: "a plugin's manifest")
    licence = try top.string("licence") ?? ""
  }

  /// The paths of all plugins below the folders of the search path, in order of search.
  static func paths(given: [String]) -> [String] {
    var seen: Set<String> = []
    var paths: [String] = []
    for folder in ShippedFolders.search("Plugins", given: given, variable: "PLUMBLINE_PLUGINS") {
      for name in FolderListing.names(folder) {
        let path = "\(folder)/\(name)"
        guard FolderListing.isFile("\(path)/plugin.yaml"), seen.insert(RelativePath.absolute(path)).inserted else {
          continue
        }
        paths.append(path)
      }
    }
    return paths
  }

  /// The SHA-256 over the paths and bytes of all files that can change what the plugin does: all but cases, tests and
  /// texts for readers.
  func digest() throws(OmicsError) -> String {
    var lines = ""
    for file in Self.files(below: path, "") {
      lines += "\(try SHA256Digest.hex(ofFile: "\(path)/\(file)"))  \(file)\n"
    }
    return SHA256Digest.hex(of: Array(lines.utf8))
  }

  private static func files(below root: String, _ folder: String) -> [String] {
    var found: [String] = []
    for name in FolderListing.names(folder.isEmpty ? root : "\(root)/\(folder)") {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      if folder.isEmpty, ["Cases", "Tests", "README.md", "known-gaps.txt"].contains(name) { continue }
      if FolderListing.isFolder("\(root)/\(path)") {
        found += files(below: root, path)
      } else if FolderListing.isFile("\(root)/\(path)") {
        found.append(path)
      }
    }
    return found
  }
}
