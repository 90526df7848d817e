internal import Glibc
internal import OmicsIO
internal import Schema
internal import Workspace

/// Which programs are trusted: their digests at first use, in `plugin-trust.tsv` of the workspace folder.
///
/// A program that is started for the first time is written down; one that has changed since is not started.
struct PluginTrust: Sendable {
  /// The file.
  let path: String

  private static let header = "plugin\tsha256\n"

  /// Digests in a file.
  init(path: String) { self.path = path }

  /// Digests of the standard workspace; nil when nothing says where that is.
  static var standard: PluginTrust? {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    return WorkspaceLocation(
      given: nil, environment: variable("PLUMBLINE_WORKSPACE"), dataHome: variable("XDG_DATA_HOME"),
      home: variable("HOME")
    ).map { PluginTrust(path: "\($0.folder)/plugin-trust.tsv") }
  }

  /// Accepts a plugin whose digest is the recorded one, or that is not recorded yet, which is done then.
  ///
  /// - Throws: `plugin` when the digest is another; `malformed` when the record is damaged.
  func check(id: String, digest: String, manifest: String) throws(OmicsError) {
    var lines: [String] = []
    if FolderListing.isFile(path) {
      lines = try FileText.read(path).split(separator: "\n").dropFirst().map(String.init)
    }
    for (index, line) in lines.enumerated() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 2, cells[1].utf8.count == 64 else {
        throw OmicsError(
          .malformed, "expected a plugin and a SHA-256", at: SourceLocation(file: path, line: index + 2))
      }
      guard cells[0] == id else { continue }
      if cells[1] == digest { return }
      throw OmicsError(
        .plugin,
        "plugin \(id) has changed since it was first used (SHA-256 \(digest.prefix(12))…, was \(cells[1].prefix(12))…)",
        at: SourceLocation(file: manifest),
        hint: "If you trust the change, remove the line of \(id) from \(path).")
    }
    do throws(OmicsError) {
      try FolderListing.makeParents(of: path)
      let file = try AtomicFile(path, force: true)
      try file.append(Array((Self.header + (lines + ["\(id)\t\(digest)"]).joined(separator: "\n") + "\n").utf8))
      _ = try file.commit()
    } catch {
      throw OmicsError(
        .plugin, "plugin \(id) cannot be written down as trusted", at: SourceLocation(file: path),
        hint: "Name a workspace that can be written to with PLUMBLINE_WORKSPACE.", causes: [error])
    }
  }
}
