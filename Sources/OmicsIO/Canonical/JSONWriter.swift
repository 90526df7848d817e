/// Writes JSON the same way every time: keys in their given order (or sorted), shortest round-trip numbers.
///
/// A number that is not finite becomes `null`. Only what RFC 8259 requires is escaped, plus control characters.
public struct JSONWriter: Sendable {
  /// Whether nested values stand on lines of their own, indented by two spaces.
  public var isIndented: Bool
  /// Whether keys are written in order of their UTF-8 bytes instead of as given.
  public var sortsKeys: Bool

  /// A writer.
  public init(isIndented: Bool = false, sortsKeys: Bool = false) {
    self.isIndented = isIndented
    self.sortsKeys = sortsKeys
  }

  /// The JSON text of a value in UTF-8; an indented document ends with a line feed.
  public func bytes(of value: JSONValue) -> [UInt8] {
    var out: [UInt8] = []
    append(value, depth: 0, to: &out)
    if isIndented { out.append(UInt8(ascii: "\n")) }
    return out
  }

  /// The JSON text of a value.
  public func text(of value: JSONValue) -> String { String(decoding: bytes(of: value), as: UTF8.self) }

  private func append(_ value: JSONValue, depth: Int, to out: inout [UInt8]) {
    switch value {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
    case .integer(let whole): out.append(contentsOf: whole.description.utf8)
    case .number(let number):
      if number.isFinite {
        CanonicalCell.append(number, to: &out)
      } else {
        out.append(contentsOf: "null".utf8)
      }
    case .string(let text): Self.append(text, to: &out)
    case .array(let elements):
      appendList(elements.count, brackets: "[]", depth: depth, to: &out) { index, out in
        append(elements[index], depth: depth + 1, to: &out)
      }
    case .object(let given):
      let members =
        sortsKeys ? given.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : given
      appendList(members.count, brackets: "{}", depth: depth, to: &out) { index, out in
        Self.append(members[index].key, to: &out)
        out.append(contentsOf: (isIndented ? ": " : ":").utf8)
        append(members[index].value, depth: depth + 1, to: &out)
      }
    }
  }

  private func appendList(
    _ count: Int, brackets: StaticString, depth: Int, to out: inout [UInt8], item: (Int, inout [UInt8]) -> Void
  ) {
    out.append(brackets.utf8Start[0])
    for index in 0..<count {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      if isIndented { Self.appendLineStart(depth + 1, to: &out) }
      item(index, &out)
    }
    if isIndented && count > 0 { Self.appendLineStart(depth, to: &out) }
    out.append(brackets.utf8Start[1])
  }

  private static func appendLineStart(_ depth: Int, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\n"))
    for _ in 0..<depth { out.append(contentsOf: "  ".utf8) }
  }

  /// Appends a quoted JSON string.
  public static func append(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        out.append(UInt8(ascii: "\\"))
        out.append(byte)
      case 0x0A: out.append(contentsOf: "\\n".utf8)
      case 0x0D: out.append(contentsOf: "\\r".utf8)
      case 0x09: out.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        out.append(contentsOf: "\\u00".utf8)
        CanonicalCell.appendHexadecimal(byte, to: &out)
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
