internal import Glibc
internal import Schema

/// What stands in folders, sorted: small questions to the file system.
public enum FolderListing {
  /// The names in a folder in byte order, without those that start with a dot; empty when it is no folder.
  public static func names(_ folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a path is a regular file (or a link to one).
  public static func isFile(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT == S_IFREG } ?? false }

  /// Whether a path is a folder (or a link to one).
  public static func isFolder(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT == S_IFDIR } ?? false }

  /// Makes the folders above a path that are not there yet.
  ///
  /// - Throws: `unwritable` when one cannot be made.
  static func makeParents(of path: String) throws(OmicsError) {
    let folder = RelativePath.folder(of: path)
    guard folder != ".", folder != "/", !isFolder(folder) else { return }
    try makeParents(of: folder)
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      throw OmicsError(
        .unwritable, "cannot make the folder: \(String(cString: strerror(errno)))", at: SourceLocation(file: folder))
    }
  }

  private static func mode(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode : nil
  }
}
