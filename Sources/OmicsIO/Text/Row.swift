internal import Glibc
public import Schema

/// One row of a delimited text, valid until the scanner's next call.
///
/// Fields are bytes; no string is made unless asked for. A field outside `0..<count` is empty.
public struct Row {
  /// The number of the row's (first) line, from 1.
  public let lineNumber: Int
  /// The offset of the row's first byte in the decompressed input.
  public let byteOffset: Int
  /// How many fields the row has; at least 1.
  public let count: Int
  /// What ended the row.
  public let terminator: LineTerminator
  /// The row as it was read, without terminator, quotes still in.
  public let line: UnsafeRawBufferPointer

  private let content: UnsafeRawPointer
  /// Field i is `bounds[i] ..< bounds[i + 1] - 1`.
  private let bounds: UnsafePointer<Int>

  init(line: Line, content: UnsafeRawPointer, bounds: UnsafePointer<Int>, count: Int) {
    lineNumber = line.number
    byteOffset = line.byteOffset
    terminator = line.terminator
    self.line = line.bytes
    self.content = content
    self.bounds = bounds
    self.count = count
  }

  /// Whether the line is empty: one field without bytes.
  public var isBlank: Bool { count == 1 && line.isEmpty }

  /// The bytes of a field, unquoted.
  public func bytes(_ index: Int) -> UnsafeRawBufferPointer {
    guard index >= 0 && index < count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let start = bounds[index]
    return UnsafeRawBufferPointer(start: content + start, count: bounds[index + 1] - 1 - start)
  }

  /// A field as a string.
  public func string(_ index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

  /// Whether a field has no bytes.
  public func isEmpty(_ index: Int) -> Bool { bytes(index).isEmpty }

  /// Whether a field is exactly this text.
  public func equals(_ index: Int, _ text: StaticString) -> Bool {
    let field = bytes(index)
    return field.count == text.utf8CodeUnitCount && Self.begins(field, text)
  }

  /// Whether a field is exactly these bytes.
  public func equals(_ index: Int, _ other: [UInt8]) -> Bool {
    let field = bytes(index)
    return field.count == other.count
      && other.withUnsafeBytes { Self.same(field, $0, count: $0.count) }
  }

  /// Whether a field begins with this text.
  public func hasPrefix(_ index: Int, _ text: StaticString) -> Bool { Self.begins(bytes(index), text) }

  /// A field as a number, a missing value, or the reason why it is neither.
  public func double(_ index: Int, missing: MissingSpellings, decimalMark: DecimalMark = .point) -> NumberCell {
    NumberParsing.cell(bytes(index), missing: missing, decimalMark: decimalMark)
  }

  /// A field as an integer; nil when it is none or does not fit.
  public func integer(_ index: Int) -> Int? { NumberParsing.integer(bytes(index)) }

  /// All fields as strings: for header lines.
  public func strings() -> [String] {
    var list: [String] = []
    list.reserveCapacity(count)
    for index in 0..<count { list.append(string(index)) }
    return list
  }

  /// The place of this row in its input.
  public func location(in source: borrowing ByteSource, column: String? = nil) -> SourceLocation {
    SourceLocation(file: source.name, line: lineNumber, column: column, byte: byteOffset)
  }

  private static func begins(_ field: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    guard text.hasPointerRepresentation else {
      return text.withUTF8Buffer { same(field, UnsafeRawBufferPointer($0), count: $0.count) }
    }
    let other = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    return same(field, other, count: other.count)
  }

  private static func same(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, count: Int) -> Bool {
    guard left.count >= count, right.count >= count else { return false }
    guard count > 0, let first = left.baseAddress, let second = right.baseAddress else { return true }
    return memcmp(first, second, count) == 0
  }
}
