public import Schema

/// Reads JSON strictly (RFC 8259): UTF-8 only, no duplicate keys, no trailing bytes, at most 128 levels deep.
public struct JSONParser {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var depth = 0
  private static let deepest = 128

  /// Parses a whole document; `file` names it in errors, `firstLine` is the line its first byte stands on.
  ///
  /// - Throws: `malformed` with line and column, `truncated` at the end of the input, `duplicate` for a repeated key,
  ///   `limit` for too many levels, `encoding` for bytes that are no UTF-8.
  public static func parse(_ bytes: [UInt8], file: String, firstLine: Int = 1) throws(OmicsError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, file: file)
    do throws(OmicsError) {
      parser.skipSpace()
      let value = try parser.value()
      parser.skipSpace()
      guard parser.position == bytes.count else {
        throw parser.error(.malformed, "text after the end of the JSON value")
      }
      return value
    } catch {
      var shifted = error
      if firstLine > 1, let line = error.location?.line { shifted.location?.line = line + firstLine - 1 }
      throw shifted
    }
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private func error(_ code: OmicsError.Code, _ message: String) -> OmicsError {
    var line = 1
    var lineStart = 0
    let end = min(position, bytes.count)
    for index in 0..<end where bytes[index] == 0x0A {
      line += 1
      lineStart = index + 1
    }
    return OmicsError(
      code, message, at: SourceLocation(file: file, line: line, column: "\(end - lineStart + 1)", byte: end))
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private func peek() throws(OmicsError) -> UInt8 {
    guard position < bytes.count else { throw error(.truncated, "the JSON text ends too early") }
    return bytes[position]
  }

  private mutating func take(_ character: Unicode.Scalar) throws(OmicsError) {
    guard try peek() == UInt8(ascii: character) else { throw error(.malformed, "expected \"\(character)\"") }
    position += 1
  }

  private mutating func value() throws(OmicsError) -> JSONValue {
    switch try peek() {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(OmicsError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw error(.malformed, "expected a JSON value") }
    position += word.utf8.count
    return value
  }

  private mutating func enter() throws(OmicsError) {
    depth += 1
    guard depth <= Self.deepest else { throw error(.limit, "JSON nested more than \(Self.deepest) levels deep") }
    position += 1
    skipSpace()
  }

  private mutating func object() throws(OmicsError) -> JSONValue {
    try enter()
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    if try peek() != UInt8(ascii: "}") {
      while true {
        guard try peek() == UInt8(ascii: "\"") else { throw error(.malformed, "expected a key in quotes") }
        let key = try string()
        guard keys.insert(key).inserted else { throw error(.duplicate, "the key \"\(key)\" occurs twice") }
        skipSpace()
        try take(":")
        skipSpace()
        members.append(.init(key, try value()))
        skipSpace()
        if try peek() == UInt8(ascii: "}") { break }
        try take(",")
        skipSpace()
      }
    }
    position += 1
    depth -= 1
    return .object(members)
  }

  private mutating func array() throws(OmicsError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if try peek() != UInt8(ascii: "]") {
      while true {
        elements.append(try value())
        skipSpace()
        if try peek() == UInt8(ascii: "]") { break }
        try take(",")
        skipSpace()
      }
    }
    position += 1
    depth -= 1
    return .array(elements)
  }

  private mutating func string() throws(OmicsError) -> String {
    position += 1
    var text: [UInt8] = []
    while true {
      let byte = try peek()
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error(.encoding, "the text before this place is not UTF-8")
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20: throw error(.malformed, "a control character inside a JSON text")
      default:
        text.append(byte)
        position += 1
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(OmicsError) {
    let byte = try peek()
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        try take("\\")
        try take("u")
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw error(.malformed, "half a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error(.malformed, "half a surrogate pair") }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default:
      position -= 1
      throw error(.malformed, "an unknown escape in a JSON text")
    }
  }

  private mutating func hexadecimal() throws(OmicsError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = CanonicalCell.hexadecimalDigit(try peek()) else {
        throw error(.malformed, "expected four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  private mutating func number() throws(OmicsError) -> JSONValue {
    let start = position
    var isWhole = true
    if try peek() == UInt8(ascii: "-") { position += 1 }
    let first = position
    let digits = skipDigits()
    guard digits > 0 else { throw error(.malformed, "expected a JSON value") }
    guard digits == 1 || bytes[first] != UInt8(ascii: "0") else {
      throw error(.malformed, "a number with a leading zero")
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      guard skipDigits() > 0 else { throw error(.malformed, "a number without digits after the point") }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      guard skipDigits() > 0 else { throw error(.malformed, "a number without digits in its exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, text != "-0", let whole = Int(text) { return .integer(whole) }
    guard let value = Double(text), value.isFinite else { throw error(.value, "a number too large: \(text)") }
    return .number(value)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position - start
  }
}
