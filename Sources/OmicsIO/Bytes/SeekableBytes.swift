internal import Glibc
public import Schema

/// An input whose bytes are read at any place: an open file, or bytes in memory.
///
/// Containers with their index at the end (Parquet) need it. A plain file stays on the disk and is read piece by piece;
/// standard input and gzip data are held in memory, up to a limit.
public final class SeekableBytes: Sendable {
  /// The display name.
  public let name: String
  /// How many bytes there are.
  public let count: Int
  private let descriptor: Int32
  private let held: [UInt8]

  /// Bytes in memory.
  public init(_ bytes: [UInt8], name: String) {
    self.name = name
    count = bytes.count
    descriptor = -1
    held = bytes
  }

  /// A file that stays open as long as the object lives; the descriptor becomes its own.
  init(descriptor: Int32, count: Int, name: String) {
    self.name = name
    self.count = count
    self.descriptor = descriptor
    held = []
  }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// The bytes of a range.
  ///
  /// - Throws: `truncated` when the input ends before the range does; `unreadable` when reading fails.
  public func read(at offset: Int, count length: Int) throws(OmicsError) -> [UInt8] {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
      throw OmicsError(
        .truncated, "\(length) bytes are needed here, but the input ends at byte \(count)",
        at: SourceLocation(file: name, byte: offset), hint: "The file is cut or damaged.")
    }
    if descriptor < 0 { return Array(held[offset..<(offset + length)]) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
      while filled < length, let start = buffer.baseAddress {
        let got = pread(descriptor, start + filled, length - filled, off_t(offset + filled))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 {
          failure = got < 0 ? errno : -1
          break
        }
        filled += got
      }
    }
    if failure > 0 {
      throw OmicsError(
        .unreadable, "cannot read the file: \(SystemMessage.text(failure))",
        at: SourceLocation(file: name, byte: offset))
    }
    if failure < 0 {
      throw OmicsError(
        .truncated, "the file became shorter while it was read", at: SourceLocation(file: name, byte: offset))
    }
    return bytes
  }
}

extension ByteSource {
  /// The whole input for reading at any place; nothing may have been handed out before. Asked again, the same.
  ///
  /// The source stays usable: a plain file is held a second time and read beside it, so that the digest can still
  /// be taken; what was held in memory was digested on the way.
  /// - Parameter memory: most bytes held in memory for standard input and gzip data.
  /// - Throws: `limit` when more would have to be held.
  public mutating func seekable(memory: Int = 1 << 30) throws(OmicsError) -> SeekableBytes {
    if let whole { return whole }
    _ = try head(2)
    if compression == .none, let file = plainFile() {
      whole = file
      return file
    }
    let first = try head(4)
    var bytes: [UInt8] = []
    while let chunk = try nextChunk() {
      guard bytes.count + chunk.count <= memory else {
        throw OmicsError(
          .limit, "more than \(memory) bytes would have to be held in memory",
          at: SourceLocation(file: name, byte: bytes.count),
          hint: "Pass the uncompressed file by its path instead of standard input or gzip.")
      }
      bytes.append(contentsOf: chunk)
    }
    restore(first)
    let held = SeekableBytes(bytes, name: name)
    whole = held
    return held
  }
}
