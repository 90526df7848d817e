import Glibc
import Schema

/// The 512 bytes before the HDF5 data of a file: the format's name and the SHA-256 of all that follows.
///
/// The HDF5 library can crash on damaged files. A sealed file is checked before the library sees it, so that a file that
/// was cut or changed is an error. Files without a seal (of other programs) are read as they are.
enum HDF5Seal {
  static let size = 512
  private static let markStart = 256
  private static let mark = Array("plumbline-sha256=".utf8)
  private static let digestLength = 64

  /// Names the format at the start of a file whose first 512 bytes are free, and seals the rest.
  static func write(_ title: String, to path: String) throws(OmicsError) {
    let digest = try digest(of: path)
    var block = [UInt8](repeating: 0, count: size)
    for (index, byte) in title.utf8.prefix(markStart).enumerated() { block[index] = byte }
    for (index, byte) in (mark + Array(digest.utf8)).enumerated() { block[markStart + index] = byte }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.unwritable, path) }
    let written = pwrite(descriptor, block, size, 0)
    let closed = close(descriptor)
    guard written == size, closed == 0 else { throw failure(.unwritable, path) }
  }

  /// Checks a sealed file; says nothing of any other.
  ///
  /// - Throws: `malformed` when the bytes are not those that were sealed, `unreadable`.
  static func check(_ path: String) throws(OmicsError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.unreadable, path) }
    var block = [UInt8](repeating: 0, count: size)
    let count = pread(descriptor, &block, size, 0)
    _ = close(descriptor)
    guard count == size, block[markStart...].starts(with: mark) else { return }
    let start = markStart + mark.count
    let stated = String(decoding: block[start..<(start + digestLength)], as: UTF8.self)
    guard try digest(of: path) == stated else {
      throw OmicsError(
        .malformed, "the bytes of the file are not those it was written with", at: SourceLocation(file: path),
        hint: "It was cut, damaged, or changed in place by another program; write it anew.")
    }
  }

  private static func digest(of path: String) throws(OmicsError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.unreadable, path) }
    defer { _ = close(descriptor) }
    var digest = SHA256Digest()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var offset = size
    while true {
      let count = pread(descriptor, &buffer, buffer.count, offset)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(.unreadable, path) }
      if count == 0 { break }
      buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      offset += count
    }
    return digest.finalize()
  }

  private static func failure(_ code: OmicsError.Code, _ path: String) -> OmicsError {
    OmicsError(
      code, "\(code == .unwritable ? "writing" : "reading") failed: \(String(cString: strerror(errno)))",
      at: SourceLocation(file: path))
  }
}
