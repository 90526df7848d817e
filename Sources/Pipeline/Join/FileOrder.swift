internal import Schema

/// The order in which files are joined: by path below their common folder, whatever the order they were named in.
enum FileOrder {
  /// Paths in that order.
  ///
  /// - Throws: `duplicate` for a file named twice, `usage` for a path that no table can hold.
  static func sorted(_ paths: [String]) throws(OmicsError) -> [String] {
    let keyed = paths.map { (path: $0, key: RelativePath.absolute($0)) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (a, b) in zip(keyed, keyed.dropFirst()) where a.key == b.key {
      throw OmicsError(.duplicate, "\(a.path) is named twice", hint: "Leave one of them out.")
    }
    for entry in keyed where entry.path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw OmicsError(
        .usage, "a file's name holds a tab, a line end or another control character",
        at: SourceLocation(file: entry.path), hint: "Rename it.")
    }
    return keyed.map(\.path)
  }
}
