internal import Glibc
internal import Schema

/// The raw bytes of an input in chunks: a file or pipe through `read`, or bytes in memory.
///
/// `read` rather than a memory map: a file that shrinks under a map kills the process.
struct RawInput: ~Copyable {
  let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let storage: UnsafeMutableRawPointer
  /// Bytes in memory: the whole input. A descriptor: the size of the buffer.
  private let capacity: Int
  private let chunkSize: Int
  /// Raw bytes handed out so far.
  private(set) var count = 0

  private static let bufferSize = 256 * 1024

  private init(name: String, descriptor: Int32, ownsDescriptor: Bool) {
    self.name = name
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
    capacity = Self.bufferSize
    chunkSize = Self.bufferSize
    storage = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
  }

  /// Bytes in memory, handed out in pieces of `chunkSize`.
  init(bytes: [UInt8], name: String, chunkSize: Int) {
    self.name = name
    descriptor = -1
    ownsDescriptor = false
    capacity = bytes.count
    self.chunkSize = max(1, chunkSize)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { memory.copyMemory(from: start, byteCount: source.count) }
    }
    storage = memory
  }

  deinit {
    storage.deallocate()
    if ownsDescriptor { _ = close(descriptor) }
  }

  /// Opens a file.
  ///
  /// - Throws: `.unreadable` with the path and the system's reason.
  static func file(_ path: String) throws(OmicsError) -> RawInput {
    if path.utf8.contains(0) {
      throw OmicsError(.unreadable, "the path holds a NUL character", at: SourceLocation(file: path))
    }
    var opened: Int32
    repeat { opened = open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
    if opened < 0 { throw unreadable(path, errno) }
    var status = stat()
    if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      _ = close(opened)
      throw unreadable(path, EISDIR)
    }
    _ = posix_fadvise(opened, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
    return RawInput(name: path, descriptor: opened, ownsDescriptor: true)
  }

  static func standardInput() -> RawInput {
    RawInput(name: "-", descriptor: 0, ownsDescriptor: false)
  }

  /// The file for reading at any place, when it was opened by its path and is a regular one.
  func regularFile() -> SeekableBytes? {
    guard descriptor > 0, ownsDescriptor else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    return copy < 0 ? nil : SeekableBytes(descriptor: copy, count: Int(status.st_size), name: name)
  }

  /// The next raw bytes, valid until the next call; nil at the end.
  mutating func next() throws(OmicsError) -> UnsafeRawBufferPointer? {
    if descriptor < 0 {
      if count >= capacity { return nil }
      let length = min(chunkSize, capacity - count)
      let chunk = UnsafeRawBufferPointer(start: storage + count, count: length)
      count += length
      return chunk
    }
    var length: Int
    repeat { length = read(descriptor, storage, capacity) } while length < 0 && errno == EINTR
    if length < 0 { throw Self.unreadable(name, errno) }
    if length == 0 { return nil }
    count += length
    return UnsafeRawBufferPointer(start: storage, count: length)
  }

  private static func unreadable(_ path: String, _ code: Int32) -> OmicsError {
    let shown = path == "-" ? "standard input" : "the file"
    let hint: String? =
      switch code {
      case ENOENT: "check the path; relative paths count from the current folder"
      case EISDIR: "pass a file inside the folder"
      case EACCES, EPERM: "check the permissions of the file and of its folders"
      default: nil
      }
    return OmicsError(
      .unreadable, "cannot read \(shown): \(SystemMessage.text(code))", at: SourceLocation(file: path), hint: hint)
  }
}
