internal import Glibc
public import Schema

/// A new folder that nobody else can enter, removed with all it holds when the object goes.
public final class TemporaryFolder {
  /// Its absolute path.
  public let path: String

  /// Makes a folder under `TMPDIR`, else `/tmp`.
  ///
  /// - Throws: `unwritable` when it cannot be made.
  public init() throws(OmicsError) {
    let given = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let parent = given.hasPrefix("/") ? given : "/tmp"
    var template = Array("\(parent)/plumbline-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw OmicsError(
        .unwritable, "cannot make a temporary folder: \(SystemMessage.text(errno))", at: SourceLocation(file: parent))
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { _ = FolderTree.remove(path) }

  /// Writes a file into the folder and gives its path.
  ///
  /// - Throws: `unwritable`.
  public func write(_ name: String, _ bytes: [UInt8]) throws(OmicsError) -> String {
    let file = try create(name)
    defer { close(file.descriptor) }
    let held = HeldBytes(bytes)
    try put(held.bytes, file)
    return file.path
  }

  /// Writes the rest of a source into the folder, decompressed, and gives the file's path.
  ///
  /// - Throws: `unwritable`; what reading throws.
  public func write(_ name: String, from source: inout ByteSource) throws(OmicsError) -> String {
    let file = try create(name)
    defer { close(file.descriptor) }
    while let piece = try source.nextChunk() { try put(piece, file) }
    return file.path
  }

  func create(_ name: String) throws(OmicsError) -> (descriptor: Int32, path: String) {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(file) }
    return (descriptor, file)
  }

  func put(_ piece: UnsafeRawBufferPointer, _ file: (descriptor: Int32, path: String)) throws(OmicsError) {
    var done = 0
    while done < piece.count, let start = piece.baseAddress {
      let count = Glibc.write(file.descriptor, start + done, piece.count - done)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure(file.path) }
      done += count
    }
  }

  private func failure(_ file: String) -> OmicsError {
    OmicsError(
      .unwritable, "cannot write a temporary file: \(SystemMessage.text(errno))", at: SourceLocation(file: file))
  }
}
