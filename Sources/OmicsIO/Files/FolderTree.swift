internal import Glibc
internal import Schema

/// What lies in a folder, links not followed.
public enum FolderTree {
  struct Entry {
    /// The path inside the folder.
    var path: String
    var kind: mode_t
  }

  /// All entries below a folder, sorted by path; a folder comes before its content. Nil when it cannot be listed.
  static func entries(_ root: String) -> [Entry]? {
    var found: [Entry] = []
    var open = [""]
    while let folder = open.popLast() {
      guard let names = names(folder.isEmpty ? root : root + "/" + folder) else { return nil }
      for name in names {
        let path = folder.isEmpty ? name : folder + "/" + name
        guard let kind = FileCall.kind(root + "/" + path) else { return nil }
        found.append(Entry(path: path, kind: kind))
        if kind == S_IFDIR { open.append(path) }
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  private static func names(_ path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var list: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { list.append(name) }
    }
    return list
  }

  /// Removes a folder and everything in it. False when something stayed.
  @discardableResult
  public static func remove(_ root: String) -> Bool {
    for entry in (entries(root) ?? []).reversed() {
      let path = root + "/" + entry.path
      if entry.kind == S_IFDIR { _ = rmdir(path) } else { _ = unlink(path) }
    }
    return rmdir(root) == 0 || errno == ENOENT
  }

  /// Whether two folders hold the same files with the same bytes.
  static func sameContent(_ left: String, _ right: String) -> Bool {
    guard let one = entries(left), let other = entries(right), one.count == other.count else { return false }
    for (first, second) in zip(one, other) {
      if first.path != second.path || first.kind != second.kind { return false }
      if first.kind == S_IFDIR { continue }
      if !FileCall.sameContent(left + "/" + first.path, right + "/" + second.path) { return false }
    }
    return true
  }
}
