/// Exact, locale-free parsing of decimal numbers from bytes.
///
/// Grammar, matched in full: an optional sign, digits with at most one decimal mark (at least one digit), an optional
/// exponent `e` or `E` with an optional sign and at least one digit. No hexadecimal, no grouping, no surrounding space.
/// The result is the nearest Double, ties to even; a number too small becomes 0, one too large is an overflow.
public enum NumberParsing {
  /// What a full match of the grammar gave.
  enum Decimal {
    case number(Double)
    case overflow
    case text
  }

  /// A finite number; nil when the bytes are not a number, or one beyond the range.
  public static func double(_ bytes: UnsafeRawBufferPointer, decimalMark: DecimalMark = .point) -> Double? {
    if case .number(let value) = decimal(bytes, mark: decimalMark.byte) { return value }
    return nil
  }

  /// A finite number from text.
  public static func double(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { double(UnsafeRawBufferPointer($0)) }
  }

  /// An integer: an optional sign and digits; nil when the bytes are none or it does not fit.
  public static func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var index = 0
    let isNegative = bytes.first == 0x2D
    if isNegative || bytes.first == 0x2B { index = 1 }
    if index == bytes.count { return nil }
    var value = 0
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      if digit > 9 { return nil }
      let shifted = value.multipliedReportingOverflow(by: 10)
      // Built up below zero, where there is room for the smallest integer.
      let sum = shifted.partialValue.subtractingReportingOverflow(Int(digit))
      if shifted.overflow || sum.overflow { return nil }
      value = sum.partialValue
      index += 1
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// An integer from text.
  public static func integer(_ text: String) -> Int? {
    var text = text
    return text.withUTF8 { integer(UnsafeRawBufferPointer($0)) }
  }

  /// A cell of a numeric column: missing spellings first, then numbers, then spellings of NaN and infinity.
  public static func cell(
    _ bytes: UnsafeRawBufferPointer, missing: MissingSpellings, decimalMark: DecimalMark = .point
  ) -> NumberCell {
    if let index = missing.index(of: bytes) { return .missing(index) }
    switch decimal(bytes, mark: decimalMark.byte) {
    case .number(let value): return .number(value)
    case .overflow: return .overflow
    case .text: return word(bytes)
    }
  }

  static func decimal(_ bytes: UnsafeRawBufferPointer, mark: UInt8) -> Decimal {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return .text }
    let end = bytes.count
    var index = 0
    let first = start.load(as: UInt8.self)
    let isNegative = first == 0x2D
    if isNegative || first == 0x2B { index = 1 }
    let digitsStart = index
    var mantissa: UInt64 = 0
    while index < end {
      let digit = start.load(fromByteOffset: index, as: UInt8.self) &- 0x30
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      index &+= 1
    }
    var digits = index - digitsStart
    var exponent = 0
    if index < end && start.load(fromByteOffset: index, as: UInt8.self) == mark {
      index &+= 1
      let fractionStart = index
      while index < end {
        let digit = start.load(fromByteOffset: index, as: UInt8.self) &- 0x30
        if digit > 9 { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        index &+= 1
      }
      digits += index - fractionStart
      exponent = fractionStart - index
    }
    if digits == 0 { return .text }
    let digitsEnd = index
    if digits > 19 {
      // Leading zeros do not count: 0.00012345678901234567 has 17 digits.
      index = digitsStart
      while index < digitsEnd, bytes[index] == 0x30 || bytes[index] == mark {
        if bytes[index] == 0x30 { digits -= 1 }
        index += 1
      }
      index = digitsEnd
    }
    if index < end {
      guard let written = Self.exponent(bytes, from: index) else { return .text }
      exponent += written
    }
    let value: Double
    if digits <= 19 {
      value =
        DecimalConversion.clinger(mantissa, exponent)
        ?? DecimalConversion.double(mantissa: mantissa, exponent: exponent)
    } else {
      value = LongDecimal.double(
        UnsafeRawBufferPointer(rebasing: bytes[digitsStart..<digitsEnd]), mark: mark, exponent: exponent)
    }
    if value == .infinity { return .overflow }
    return .number(isNegative ? -value : value)
  }

  /// The written exponent from its letter to the end; values beyond any use are held at a million.
  private static func exponent(_ bytes: UnsafeRawBufferPointer, from first: Int) -> Int? {
    guard bytes[first] | 0x20 == 0x65 else { return nil }
    var index = first + 1
    guard index < bytes.count else { return nil }
    let isNegative = bytes[index] == 0x2D
    if isNegative || bytes[index] == 0x2B { index += 1 }
    guard index < bytes.count else { return nil }
    var value = 0
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      if digit > 9 { return nil }
      // A field has at most a mebibyte of digits, so this bound cannot be made up for by the mantissa.
      if value < 100_000_000 { value = value * 10 + Int(digit) }
      index += 1
    }
    return isNegative ? -value : value
  }

  private static func word(_ bytes: UnsafeRawBufferPointer) -> NumberCell {
    guard bytes.count >= 3, bytes.count <= 9 else { return .text }
    var index = 0
    let isNegative = bytes[0] == 0x2D
    if isNegative || bytes[0] == 0x2B { index = 1 }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[index...])
    if matches(rest, "nan") { return .notANumber }
    if matches(rest, "inf") || matches(rest, "infinity") {
      return .infinite(isNegative ? -.infinity : .infinity)
    }
    return .text
  }

  private static func matches(_ bytes: UnsafeRawBufferPointer, _ lowercase: StaticString) -> Bool {
    lowercase.withUTF8Buffer { word in
      guard word.count == bytes.count else { return false }
      for index in 0..<word.count where bytes[index] | 0x20 != word[index] { return false }
      return true
    }
  }
}
