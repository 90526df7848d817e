internal import CZlib
internal import Schema

/// Streaming gzip decompression: every member, with CRC and size checked.
///
/// Bytes come in with `accept`, go out with `next`. After the last member only zero padding is accepted.
struct GzipInflater: ~Copyable {
  private enum State { case header, member, padding, failed }

  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutableRawPointer
  private let limits: ReadLimits
  private var state = State.member
  private var pendingFailure: OmicsError?
  /// The first byte of a possible further member, when the chunk ended after it.
  private var heldByte = false
  private var members = 0
  /// Compressed bytes used so far.
  private(set) var consumed = 0
  /// Decompressed bytes made so far.
  private(set) var produced = 0

  private static let outputSize = 256 * 1024

  init(limits: ReadLimits) {
    self.limits = limits
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(byteCount: Self.outputSize, alignment: 64)
    if plumbline_inflate_init(stream, 31) != Z_OK {
      pendingFailure = OmicsError(.fault, "zlib cannot start")
      state = .failed
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// Whether all input given so far is used up.
  var needsInput: Bool { stream.pointee.avail_in == 0 && pendingFailure == nil }

  /// Hands in raw bytes, which must stay valid until `needsInput` is true again.
  mutating func accept(_ bytes: UnsafeRawBufferPointer) {
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(bytes.count)
  }

  /// Decompressed bytes, valid until the next call; nil when more input is needed.
  mutating func next(_ name: String) throws(OmicsError) -> UnsafeRawBufferPointer? {
    if var failure = pendingFailure {
      failure.location = SourceLocation(file: name, byte: produced)
      throw failure
    }
    stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(Self.outputSize)
    while pendingFailure == nil && stream.pointee.avail_out > 0 && stream.pointee.avail_in > 0 {
      switch state {
      case .header: startMember()
      case .member: inflateSome()
      case .padding: skipPadding()
      case .failed: fail(.fault, "gzip data are read after an error")
      }
    }
    let length = Self.outputSize - Int(stream.pointee.avail_out)
    produced += length
    checkExpansion()
    if length > 0 { return UnsafeRawBufferPointer(start: output, count: length) }
    if var failure = pendingFailure {
      failure.location = SourceLocation(file: name, byte: produced)
      throw failure
    }
    return nil
  }

  /// Checks at the end of the input that the last member is complete.
  func finish(_ name: String) throws(OmicsError) {
    if state == .member || (state == .header && heldByte) {
      throw OmicsError(
        .truncated,
        "the gzip data end inside member \(members + 1), after \(consumed + (heldByte ? 1 : 0)) compressed bytes",
        at: SourceLocation(file: name, byte: produced),
        hint: "the file is cut: copy or download it again, and compare its size with the original")
    }
  }

  private mutating func inflateSome() {
    let before = stream.pointee.avail_in
    let code = inflate(stream, Z_NO_FLUSH)
    consumed += Int(before - stream.pointee.avail_in)
    switch code {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      members += 1
      state = .header
    case Z_MEM_ERROR: fail(.fault, "zlib has no memory")
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(code)"
      fail(.malformed, "the gzip data are damaged in member \(members + 1) at compressed byte \(consumed): \(reason)")
    }
  }

  /// Looks for the magic bytes of a further member; zero bytes start the padding.
  private mutating func startMember() {
    guard let next = stream.pointee.next_in else { return }
    if heldByte {
      if next.pointee != 0x8B { return failTrailing(at: consumed) }
      heldByte = false
      _ = inflateReset(stream)
      // The held 0x1F left with the former chunk: zlib takes it alone first.
      let rest = (stream.pointee.next_in, stream.pointee.avail_in)
      var magic: UInt8 = 0x1F
      withUnsafeMutablePointer(to: &magic) { pointer in
        stream.pointee.next_in = pointer
        stream.pointee.avail_in = 1
        _ = inflate(stream, Z_NO_FLUSH)
      }
      consumed += 1
      stream.pointee.next_in = rest.0
      stream.pointee.avail_in = rest.1
      state = .member
      return
    }
    switch next.pointee {
    case 0: state = .padding
    case 0x1F where stream.pointee.avail_in == 1:
      heldByte = true
      stream.pointee.avail_in = 0
    case 0x1F where next[1] == 0x8B:
      _ = inflateReset(stream)
      state = .member
    default: failTrailing(at: consumed)
    }
  }

  private mutating func skipPadding() {
    while stream.pointee.avail_in > 0, let next = stream.pointee.next_in {
      if next.pointee != 0 { return failTrailing(at: consumed) }
      stream.pointee.next_in = next + 1
      stream.pointee.avail_in -= 1
      consumed += 1
    }
  }

  private mutating func failTrailing(at byte: Int) {
    fail(
      .malformed, "bytes that are not gzip follow member \(members) at compressed byte \(byte)",
      hint: "something was appended to the file; cut it there or compress it anew")
  }

  private mutating func checkExpansion() {
    guard pendingFailure == nil, produced > limits.expandedBytes,
      produced / max(1, consumed) > limits.expansionRatio
    else { return }
    fail(
      .limit,
      "the gzip data expand to more than \(limits.expandedBytes) bytes and \(limits.expansionRatio) times their size",
      hint: "if the file is genuine, raise the limit with --max-expanded BYTES")
  }

  private mutating func fail(_ code: OmicsError.Code, _ message: String, hint: String? = nil) {
    pendingFailure = OmicsError(code, message, hint: hint)
    state = .failed
  }
}
