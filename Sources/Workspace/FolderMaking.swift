internal import Glibc
internal import Schema

/// Makes folders.
enum FolderMaking {
  /// Makes a folder and those above it; one that is there already is fine.
  static func make(_ path: String) throws(OmicsError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
      guard mkdir(made, 0o777) != 0 else { continue }
      let reason = errno
      var status = stat()
      if stat(made, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { continue }
      throw OmicsError(
        .unwritable, "cannot make the folder: \(String(cString: strerror(reason)))",
        at: SourceLocation(file: made),
        hint: "Check the permission of the folder above, use another folder with --workspace, or none with --no-cache.")
    }
  }
}
