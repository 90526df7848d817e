public import Schema

/// A stream of bytes from a file, standard input or memory, decompressed on the way.
///
/// gzip is recognised by its magic bytes, never by the name; every member is read (also bgzip), CRC, size and
/// completeness are checked. The SHA-256 of the raw bytes is taken while reading.
public struct ByteSource: ~Copyable {
  private enum State { case start, plain, gzip, end }

  /// The display name: the path as the user wrote it, `-` for standard input.
  public let name: String
  /// The limits the source and the scanners on it keep.
  public let limits: ReadLimits
  /// Decompressed bytes handed out so far.
  public private(set) var offset = 0
  /// How the input is packed; known once the first byte was asked for.
  public private(set) var compression = Compression.none

  private var input: RawInput
  private var inflater: GzipInflater?
  private var digest = SHA256Digest()
  private var state = State.start
  /// A first chunk shorter than the magic bytes, or bytes peeked at and not yet handed out.
  private var peeked: [UInt8] = []
  private var handedOut = HeldBytes([])
  private var failure: OmicsError?
  /// The whole input, once it was asked for.
  var whole: SeekableBytes?

  private init(_ input: consuming RawInput, limits: ReadLimits) {
    name = input.name
    self.limits = limits
    self.input = input
  }

  /// Opens a file.
  ///
  /// - Throws: `.unreadable` with the path when it is absent, a folder, or not permitted.
  public static func file(_ path: String, limits: ReadLimits = .standard) throws(OmicsError) -> ByteSource {
    ByteSource(try RawInput.file(path), limits: limits)
  }

  /// Standard input, shown as `-`.
  public static func standardInput(limits: ReadLimits = .standard) -> ByteSource {
    ByteSource(RawInput.standardInput(), limits: limits)
  }

  /// Bytes in memory, read in raw pieces of `chunkSize`.
  public static func bytes(
    _ bytes: [UInt8], name: String, chunkSize: Int = 65_536, limits: ReadLimits = .standard
  ) -> ByteSource {
    ByteSource(RawInput(bytes: bytes, name: name, chunkSize: chunkSize), limits: limits)
  }

  /// Raw bytes read so far; the size of the input after the end.
  public var rawByteCount: Int { input.count }

  /// The next decompressed bytes, valid until the next call; nil at the end.
  ///
  /// - Throws: `.truncated`, `.malformed` or `.limit` for gzip data, `.unreadable` when reading fails; the same error
  ///   again at further calls.
  public mutating func nextChunk() throws(OmicsError) -> UnsafeRawBufferPointer? {
    if !peeked.isEmpty {
      handedOut = HeldBytes(peeked)
      peeked.removeAll()
      offset += handedOut.bytes.count
      return handedOut.bytes
    }
    guard let chunk = try produce() else { return nil }
    offset += chunk.count
    return chunk
  }

  /// The first `count` decompressed bytes not yet handed out (fewer at the end of the input), left in place.
  public mutating func head(_ count: Int) throws(OmicsError) -> [UInt8] {
    while peeked.count < count, let chunk = try produce() { peeked.append(contentsOf: chunk) }
    return peeked.count <= count ? peeked : Array(peeked[..<count])
  }

  /// Reads to the end and drops the bytes: every check of the packing is made.
  public mutating func drain() throws(OmicsError) {
    while try nextChunk() != nil {}
  }

  /// The SHA-256 of all raw bytes as 64 hexadecimal digits; reads to the end first.
  public mutating func rawDigest() throws(OmicsError) -> String {
    try drain()
    return digest.finalize()
  }

  /// Shows first bytes again after all were taken: `head` still says what the input is.
  mutating func restore(_ first: [UInt8]) { peeked = first }

  /// A second hold on the input when it is a regular file.
  func plainFile() -> SeekableBytes? { input.regularFile() }

  private mutating func produce() throws(OmicsError) -> UnsafeRawBufferPointer? {
    if let failure { throw failure }
    do {
      return try advance()
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func advance() throws(OmicsError) -> UnsafeRawBufferPointer? {
    if state == .start, let first = try begin() { return first }
    switch state {
    case .start, .end: return nil
    case .plain:
      guard let chunk = try rawChunk() else {
        state = .end
        return nil
      }
      return chunk
    case .gzip:
      while true {
        if let chunk = try inflater?.next(name) { return chunk }
        guard let chunk = try rawChunk() else {
          try inflater?.finish(name)
          state = .end
          return nil
        }
        inflater?.accept(chunk)
      }
    }
  }

  /// Looks at the magic bytes. A plain input's first bytes come back at once.
  private mutating func begin() throws(OmicsError) -> UnsafeRawBufferPointer? {
    guard var first = try rawChunk() else {
      state = .end
      return nil
    }
    if first.count == 1, first[0] == 0x1F {
      var joined: [UInt8] = [0x1F]
      if let second = try rawChunk() { joined.append(contentsOf: second) }
      handedOut = HeldBytes(joined)
      first = handedOut.bytes
    }
    guard first.count > 1, first[0] == 0x1F, first[1] == 0x8B else {
      state = .plain
      return first
    }
    compression = .gzip
    state = .gzip
    var started = GzipInflater(limits: limits)
    started.accept(first)
    inflater = consume started
    return nil
  }

  private mutating func rawChunk() throws(OmicsError) -> UnsafeRawBufferPointer? {
    guard let chunk = try input.next() else { return nil }
    digest.update(chunk)
    return chunk
  }
}

/// Bytes at an address that stays put as long as the object lives.
final class HeldBytes {
  let bytes: UnsafeRawBufferPointer

  init(_ content: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 16)
    memory.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(memory)
  }

  deinit { bytes.deallocate() }
}
