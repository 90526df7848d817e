internal import Schema

/// Reads Thrift's compact protocol, in which Parquet writes its footer and page headers.
///
/// Nothing is trusted: lengths are checked against what is left, nesting is bounded, and reading past the end throws
/// `truncated`.
struct ThriftCompact {
  /// A field's or element's type on the wire.
  enum Kind: UInt8 {
    case stop = 0, isTrue, isFalse, byte, int16, int32, int64, double, binary, list, set, map, structure, uuid
  }

  /// A field of a structure.
  struct Field {
    var id: Int
    var kind: Kind
  }

  /// Structures inside structures beyond which a file is refused.
  static let deepest = 32

  private let bytes: [UInt8]
  private let place: ParquetPlace
  /// Bytes used so far.
  private(set) var position = 0

  init(_ bytes: [UInt8], place: ParquetPlace) {
    self.bytes = bytes
    self.place = place
  }

  /// An error at the present position.
  func malformed(_ message: String) -> OmicsError { place.malformed(message, at: position) }

  mutating func byte() throws(OmicsError) -> UInt8 {
    guard position < bytes.count else { throw place.error(.truncated, "the metadata end too early", at: position) }
    position += 1
    return bytes[position - 1]
  }

  mutating func varint() throws(OmicsError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || next <= 1 else { throw malformed("a number in the metadata has more than 64 bits") }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  /// A signed number (zigzag).
  mutating func integer() throws(OmicsError) -> Int {
    let raw = try varint()
    return Int(bitPattern: UInt(raw >> 1)) ^ -Int(raw & 1)
  }

  /// A size: a number that is not negative and fits into 31 bits or, when `wide`, 62.
  mutating func size(_ what: String, wide: Bool = false) throws(OmicsError) -> Int {
    let value = try integer()
    guard value >= 0, value < (wide ? 1 << 62 : 1 << 31) else { throw malformed("\(what) is \(value)") }
    return value
  }

  /// The next field of a structure; nil at its end.
  mutating func field(after last: inout Int) throws(OmicsError) -> Field? {
    let head = try byte()
    if head == 0 { return nil }
    guard let kind = Kind(rawValue: head & 0x0F), kind != .stop else {
      throw malformed("unknown type \(head & 0x0F) in the metadata")
    }
    let step = Int(head >> 4)
    let id = step == 0 ? try integer() : last + step
    guard (0...32_767).contains(id) else { throw malformed("field number \(id) in the metadata") }
    last = id
    return Field(id: id, kind: kind)
  }

  /// The element type and count of a list.
  mutating func list(of expected: Kind? = nil) throws(OmicsError) -> (kind: Kind, count: Int) {
    let head = try byte()
    guard let kind = Kind(rawValue: head & 0x0F), kind != .stop || head >> 4 == 0 else {
      throw malformed("unknown type \(head & 0x0F) in a list of the metadata")
    }
    let count = head >> 4 == 15 ? try varint() : UInt64(head >> 4)
    // Every element takes at least one byte.
    guard count <= UInt64(bytes.count - position) else {
      throw place.error(
        .truncated, "a list of the metadata has \(count) elements, more than there are bytes", at: position)
    }
    if let expected, count > 0, kind != expected { throw malformed("a list of the metadata has the wrong type") }
    return (kind, Int(count))
  }

  mutating func text() throws(OmicsError) -> String {
    let length = try varint()
    guard length <= UInt64(bytes.count - position) else {
      throw place.error(.truncated, "a text of the metadata has \(length) bytes, more than are left", at: position)
    }
    let end = position + Int(length)
    defer { position = end }
    guard let text = String(validating: bytes[position..<end], as: UTF8.self) else {
      throw malformed("a text of the metadata is not UTF-8")
    }
    return text
  }

  /// Steps over a value that is of no use.
  mutating func skip(_ kind: Kind, depth: Int = 0) throws(OmicsError) {
    guard depth < Self.deepest else { throw place.error(.limit, "the metadata are nested too deeply", at: position) }
    switch kind {
    case .stop, .isTrue, .isFalse: break
    case .byte: _ = try byte()
    case .int16, .int32, .int64: _ = try varint()
    case .double: try step(8)
    case .uuid: try step(16)
    case .binary:
      let length = try varint()
      guard length <= UInt64(bytes.count - position) else {
        throw place.error(.truncated, "the metadata end too early", at: position)
      }
      try step(Int(length))
    case .list, .set:
      let (element, count) = try list()
      for _ in 0..<count { try skipElement(element, depth: depth + 1) }
    case .map:
      let count = try varint()
      guard count > 0 else { return }
      let kinds = try byte()
      guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 0x0F),
        count <= UInt64(bytes.count - position)
      else { throw malformed("a map of the metadata is wrong") }
      for _ in 0..<count {
        try skipElement(key, depth: depth + 1)
        try skipElement(value, depth: depth + 1)
      }
    case .structure:
      var last = 0
      while let field = try field(after: &last) { try skip(field.kind, depth: depth + 1) }
    }
  }

  /// Inside lists and maps a Boolean takes a byte of its own.
  private mutating func skipElement(_ kind: Kind, depth: Int) throws(OmicsError) {
    if kind == .isTrue || kind == .isFalse || kind == .stop { _ = try byte() } else { try skip(kind, depth: depth) }
  }

  private mutating func step(_ count: Int) throws(OmicsError) {
    guard count <= bytes.count - position else {
      throw place.error(.truncated, "the metadata end too early", at: position)
    }
    position += count
  }
}
