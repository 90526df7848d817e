internal import Glibc
internal import Schema

/// The part of a text input that lies in memory: UTF-8, checked, from the start of the current line on.
///
/// Bytes before `start` are used up. Illegal bytes do not stop the filling; `fault` remembers the first one.
struct TextWindow: ~Copyable {
  private enum Form { case undecided, utf8, latin1, utf16(little: Bool) }

  private(set) var storage: UnsafeMutableRawPointer
  private var capacity: Int
  /// The first byte not used up.
  var start = 0
  /// One after the last byte that lies here.
  private(set) var end = 0
  /// The offset in the text of `storage[0]`.
  private(set) var base = 0
  /// Whether the input has no more bytes.
  private(set) var atEnd = false
  private(set) var fault: TextFault?
  private(set) var diagnostics: [Diagnostic] = []
  private var checked = 0
  private var form = Form.undecided
  private let declared: TextEncoding
  private var oddByte: UInt8?
  private var highSurrogate: UInt16?
  private var markSeen = false
  private(set) var looksLikeUTF16 = false
  private(set) var looksLikeGzip = false

  init(encoding: TextEncoding) {
    declared = encoding
    capacity = 64 * 1024
    storage = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { storage.deallocate() }

  /// Brings in the next chunk of the source. Indices shift: the distance by which they fell is returned.
  mutating func fill(_ source: inout ByteSource) throws(OmicsError) -> Int {
    if case .undecided = form { try decide(&source) }
    guard let chunk = try source.nextChunk() else {
      atEnd = true
      finish()
      return 0
    }
    let most =
      switch form {
      case .undecided, .utf8: chunk.count
      case .latin1: chunk.count * 2
      case .utf16: (chunk.count / 2 + 2) * 3
      }
    let shift = makeRoom(most)
    switch form {
    case .undecided, .utf8:
      if let address = chunk.baseAddress { memcpy(storage + end, address, chunk.count) }
      end += chunk.count
    case .latin1: appendLatin1(chunk)
    case .utf16(let little): appendUTF16(chunk, little: little)
    }
    check()
    return shift
  }

  private mutating func decide(_ source: inout ByteSource) throws(OmicsError) {
    let head = try source.head(6)
    form = declared == .latin1 ? .latin1 : .utf8
    looksLikeGzip = head.starts(with: [0x1F, 0x8B])
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      form = .utf8
      start = 3
      if declared == .latin1 { noteMark(source.name, "UTF-8") }
      if head.count == 6, head[3...] == [0xEF, 0xBB, 0xBF] { fault = TextFault(position: 3, kind: .secondMark) }
    } else if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      let little = head[0] == 0xFF
      form = .utf16(little: little)
      diagnostics.append(
        Diagnostic(
          .warning, "utf16-converted", "the text is UTF-16\(little ? "LE" : "BE") and was converted to UTF-8",
          at: SourceLocation(file: source.name, line: 1)))
    } else if declared == .latin1 {
      diagnostics.append(
        Diagnostic(
          .note, "latin1-converted", "the text was read as Latin-1, as asked", at: SourceLocation(file: source.name)))
    } else {
      looksLikeUTF16 = head.count >= 4 && (head[0] == 0 || head[1] == 0) && (head[0] != 0 || head[1] != 0)
    }
  }

  private mutating func noteMark(_ name: String, _ found: String) {
    diagnostics.append(
      Diagnostic(
        .warning, "encoding-mark", "the byte-order mark says \(found), which overrules the declared encoding",
        at: SourceLocation(file: name)))
  }

  private mutating func makeRoom(_ count: Int) -> Int {
    if end + count <= capacity { return 0 }
    // A byte-order mark is passed over before its bytes are here: then there is nothing to drop yet.
    let shift = end < start ? 0 : start
    let kept = end - shift
    if kept + count > capacity {
      let grown = max(capacity * 2, kept + count)
      let larger = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 64)
      memcpy(larger, storage + shift, kept)
      storage.deallocate()
      storage = larger
      capacity = grown
    } else {
      memmove(storage, storage + shift, kept)
    }
    base += shift
    start -= shift
    end -= shift
    checked -= shift
    fault?.position -= shift
    return shift
  }

  private mutating func check() {
    if fault != nil { return }
    if checked < start { checked = start }
    switch TextValidator.check(storage, from: checked, to: end) {
    case .valid: checked = end
    case .incomplete(let index): checked = index
    case .fault(let index, let kind): fault = TextFault(position: index, kind: kind)
    }
  }

  /// Forgets the fault: checking goes on at the start.
  mutating func passFault() {
    fault = nil
    checked = start
    check()
    if atEnd { finish() }
  }

  private mutating func finish() {
    if fault != nil { return }
    if case .undecided = form { return }
    if checked < end {
      fault = TextFault(position: checked, kind: .cutSequence)
    } else if oddByte != nil {
      fault = TextFault(position: end, kind: .oddByte)
    } else if highSurrogate != nil {
      fault = TextFault(position: end, kind: .surrogate)
    }
  }

  private mutating func append(scalar: UInt32) {
    var bytes = (UInt8(0), UInt8(0), UInt8(0), UInt8(0))
    var length = 1
    switch scalar {
    case ..<0x80: bytes.0 = UInt8(scalar)
    case ..<0x800:
      bytes = (UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 0x3F), 0, 0)
      length = 2
    case ..<0x1_0000:
      bytes = (UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F), 0)
      length = 3
    default:
      bytes = (
        UInt8(0xF0 | scalar >> 18), UInt8(0x80 | scalar >> 12 & 0x3F), UInt8(0x80 | scalar >> 6 & 0x3F),
        UInt8(0x80 | scalar & 0x3F)
      )
      length = 4
    }
    withUnsafeBytes(of: bytes) { source in
      for index in 0..<length { storage.storeBytes(of: source[index], toByteOffset: end + index, as: UInt8.self) }
    }
    end += length
  }

  private mutating func appendLatin1(_ chunk: UnsafeRawBufferPointer) {
    for byte in chunk { append(scalar: UInt32(byte)) }
  }

  private mutating func appendUTF16(_ chunk: UnsafeRawBufferPointer, little: Bool) {
    for byte in chunk {
      guard let first = oddByte else {
        oddByte = byte
        continue
      }
      oddByte = nil
      let unit = little ? UInt16(first) | UInt16(byte) << 8 : UInt16(first) << 8 | UInt16(byte)
      append(unit: unit)
    }
  }

  private mutating func append(unit: UInt16) {
    if let high = highSurrogate {
      highSurrogate = nil
      if unit & 0xFC00 == 0xDC00 {
        append(scalar: 0x1_0000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF)))
        return
      }
      markSurrogate()
    }
    if unit & 0xFC00 == 0xD800 {
      highSurrogate = unit
    } else if unit & 0xFC00 == 0xDC00 {
      markSurrogate()
    } else if unit == 0xFEFF && base + end == 0 {
      if markSeen { fault = TextFault(position: 0, kind: .secondMark) }
      markSeen = true
    } else {
      append(scalar: UInt32(unit))
    }
  }

  private mutating func markSurrogate() {
    if fault == nil { check() }
    if fault == nil { fault = TextFault(position: end, kind: .surrogate) }
    append(scalar: 0xFFFD)
  }
}
