internal import Glibc
internal import Schema

/// The size of a file on disk.
enum FileSize {
  /// - Throws: `unreadable` when it is not there or no regular file.
  static func bytes(_ path: String) throws(OmicsError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw OmicsError(
        .unreadable, "cannot read the file: \(String(cString: strerror(errno)))", at: SourceLocation(file: path))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw OmicsError(.unreadable, "this is no regular file", at: SourceLocation(file: path))
    }
    return Int(status.st_size)
  }
}
