/// How single values stand in the cells of canonical text.
///
/// Text: tab, line feed, carriage return and backslash are written `\t \n \r \\`, other control characters `\xHH`.
/// A missing value is `NA`; a text that is the two letters NA is written `\NA`. In lists the items are joined by `;`,
/// a `;` of an item is written `\;` and an empty item `\e`.
enum CanonicalCell {
  static var tab: UInt8 { 0x09 }
  static var newline: UInt8 { 0x0A }
  static var backslash: UInt8 { 0x5C }
  private static var letterN: UInt8 { 0x4E }
  private static var letterA: UInt8 { 0x41 }

  // MARK: Writing

  /// Appends the escaped text; `separators` are escaped too. Does not treat `NA`.
  static func appendEscaped(_ text: String, separators: [UInt8] = [], to out: inout [UInt8]) {
    var text = text
    text.withUTF8 { appendEscaped($0, separators: separators, to: &out) }
  }

  /// Appends the escaped bytes of a text.
  static func appendEscaped(
    _ bytes: UnsafeBufferPointer<UInt8>, separators: [UInt8] = [], to out: inout [UInt8]
  ) {
    let isPlain = bytes.allSatisfy { byte in
      byte >= 0x20 && byte != backslash && byte != 0x7F && (separators.isEmpty || !separators.contains(byte))
    }
    if isPlain { out.append(contentsOf: bytes) } else { appendEach(bytes, separators: separators, to: &out) }
  }

  private static func appendEach(
    _ bytes: UnsafeBufferPointer<UInt8>, separators: [UInt8], to out: inout [UInt8]
  ) {
    for byte in bytes {
      switch byte {
      case backslash: out.append(contentsOf: [backslash, backslash])
      case tab: out.append(contentsOf: "\\t".utf8)
      case newline: out.append(contentsOf: "\\n".utf8)
      case 0x0D: out.append(contentsOf: "\\r".utf8)
      case 0..<0x20, 0x7F:
        out.append(contentsOf: "\\x".utf8)
        appendHexadecimal(byte, to: &out)
      default:
        if separators.contains(byte) { out.append(backslash) }
        out.append(byte)
      }
    }
  }

  /// Puts a backslash before a cell that begun at `start` and came out as `NA` without being missing.
  static func protectMissing(from start: Int, in out: inout [UInt8]) {
    if out.count - start == 2, out[start] == letterN, out[start + 1] == letterA {
      out.insert(backslash, at: start)
    }
  }

  /// Appends the shortest decimal that reads back as the same number: no `.0`, `Inf`, `-Inf`, `NA` for nan.
  static func append(_ value: Double, to out: inout [UInt8]) {
    if value.isNaN { return appendMissing(to: &out) }
    // The sign of zero is kept here: reading back gives the same bits.
    if value == 0, value.sign == .minus { return out.append(contentsOf: "-0".utf8) }
    appendShortest(value, to: &out)
  }

  static func appendMissing(to out: inout [UInt8]) {
    out.append(letterN)
    out.append(letterA)
  }

  static func appendHexadecimal(_ byte: UInt8, to out: inout [UInt8]) {
    for digit in [byte >> 4, byte & 15] {
      out.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }

  // MARK: Reading

  static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  static func isMissing(_ cell: ArraySlice<UInt8>) -> Bool {
    cell.count == 2 && cell[cell.startIndex] == letterN && cell[cell.startIndex + 1] == letterA
  }

  /// The text of an escaped cell or item; nil when an escape is unknown or the bytes are no UTF-8.
  static func unescaped(_ cell: ArraySlice<UInt8>) -> String? {
    guard cell.contains(backslash) else { return String(validating: cell, as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(cell.count)
    var index = cell.startIndex
    while index < cell.endIndex {
      let byte = cell[index]
      index += 1
      guard byte == backslash else {
        text.append(byte)
        continue
      }
      guard index < cell.endIndex else { return nil }
      let code = cell[index]
      index += 1
      switch code {
      case UInt8(ascii: "t"): text.append(tab)
      case UInt8(ascii: "n"): text.append(newline)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "s"): text.append(0x20)
      case UInt8(ascii: "e"): break
      case UInt8(ascii: "N"), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "="), backslash: text.append(code)
      case UInt8(ascii: "x"):
        guard
          index + 1 < cell.endIndex, let high = hexadecimalDigit(cell[index]),
          let low = hexadecimalDigit(cell[index + 1])
        else { return nil }
        text.append(high << 4 | low)
        index += 2
      default: return nil
      }
    }
    return String(validating: text, as: UTF8.self)
  }

  /// The parts of a cell between separators that are not escaped.
  static func split(_ cell: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = cell.startIndex
    var index = cell.startIndex
    while index < cell.endIndex {
      if cell[index] == backslash {
        index += 2
      } else {
        if cell[index] == separator {
          parts.append(cell[start..<index])
          start = index + 1
        }
        index += 1
      }
    }
    parts.append(cell[start..<cell.endIndex])
    return parts
  }

  /// The number of a cell: `NA` is nan, `Inf` and `-Inf` are infinite; nil when the cell is no decimal number.
  static func number(_ cell: ArraySlice<UInt8>) -> Double? {
    if isMissing(cell) { return .nan }
    if cell.elementsEqual("Inf".utf8) { return .infinity }
    if cell.elementsEqual("-Inf".utf8) { return -.infinity }
    var mantissa: UInt64 = 0
    var digits = 0
    var fraction = 0
    var sawPoint = false
    var index = cell.startIndex
    let isNegative = index < cell.endIndex && cell[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    var isPlain = true
    while index < cell.endIndex {
      let byte = cell[index]
      if (0x30...0x39).contains(byte) {
        digits += 1
        if sawPoint { fraction += 1 }
        if digits <= 15 { mantissa = mantissa &* 10 &+ UInt64(byte - 0x30) }
      } else if byte == UInt8(ascii: "."), !sawPoint {
        sawPoint = true
      } else if digits > 0, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
        isPlain = false
        guard isExponent(cell[(index + 1)...]) else { return nil }
        break
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if isPlain, digits <= 15 {
      // Both the mantissa and the power are exact doubles: one division rounds once.
      let value = Double(mantissa) / tenthPowers[fraction]
      return isNegative ? -value : value
    }
    guard let value = Double(String(decoding: cell, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    var digits = text
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static let tenthPowers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
