internal import Glibc
internal import Schema

/// System calls on output files, with every result checked and EINTR retried.
enum FileCall {
  /// Repeats a call for as long as a signal interrupts it.
  static func retrying(_ call: () -> Int32) -> Int32 {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  /// Writes all bytes.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, name: String) throws(OmicsError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
          continue
        }
        throw unwritable(name, errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  static func sync(_ descriptor: Int32, name: String) throws(OmicsError) {
    if retrying({ fsync(descriptor) }) != 0 {
      // Pipes and some special files cannot be synced, which is no loss.
      if errno == EINVAL || errno == ENOTSUP || errno == EROFS { return }
      throw unwritable(name, errno)
    }
  }

  /// Syncs a file or folder by path.
  static func sync(path: String, name: String) throws(OmicsError) {
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
    if descriptor < 0 { throw unwritable(name, errno) }
    defer { _ = Glibc.close(descriptor) }
    try sync(descriptor, name: name)
  }

  static func close(_ descriptor: Int32, name: String) throws(OmicsError) {
    // On Linux the descriptor is gone even after EINTR.
    if Glibc.close(descriptor) != 0 && errno != EINTR { throw unwritable(name, errno) }
  }

  static func unwritable(_ name: String, _ code: Int32) -> OmicsError {
    let hint: String? =
      switch code {
      case ENOSPC, EDQUOT: "free space on that file system, or choose another output folder"
      case EACCES, EPERM, EROFS: "check the permissions of the output folder"
      case ENOENT: "the folder of the output must exist"
      case EPIPE: "the reader of the output went away"
      default: nil
      }
    return OmicsError(
      .unwritable, "cannot write \(name == "-" ? "standard output" : "the output"): \(SystemMessage.text(code))",
      at: SourceLocation(file: name), hint: hint)
  }

  /// The kind bits of what is at a path, links not followed; nil when nothing is there.
  static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Whether two files hold the same bytes; false as well when one cannot be read.
  static func sameContent(_ left: String, _ right: String) -> Bool {
    var first = stat()
    var second = stat()
    guard stat(left, &first) == 0, stat(right, &second) == 0, first.st_size == second.st_size,
      first.st_mode & S_IFMT == S_IFREG, second.st_mode & S_IFMT == S_IFREG,
      let one = try? SHA256Digest.hex(ofFile: left), let other = try? SHA256Digest.hex(ofFile: right)
    else { return false }
    return one == other
  }

  /// The process's file-creation mask, read once: reading it means setting it.
  static let creationMask: mode_t = {
    let mask = umask(0o077)
    umask(mask)
    return mask
  }()

  /// Folder and last name of a path; the folder of a bare name is `.`.
  static func split(_ path: String) -> (folder: String, name: String) {
    var trimmed = path[...]
    while trimmed.count > 1 && trimmed.last == "/" { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
    let folder = trimmed[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(trimmed[trimmed.index(after: slash)...]))
  }

  /// A name for a temporary beside the target that no other process uses.
  static func temporaryName(_ name: String) -> String {
    var generator = SystemRandomNumberGenerator()
    let shown = name.utf8.count > 200 ? "out" : name
    return ".\(shown).\(String(generator.next() as UInt64, radix: 36)).partial"
  }
}
