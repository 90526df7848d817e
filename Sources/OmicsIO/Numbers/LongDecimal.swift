/// Decimal numbers of more than 19 digits.
enum LongDecimal {
  /// More significant digits than any midpoint between two Doubles has (767); further ones only say "a little more".
  private static let decisiveDigits = 780

  /// The number that these digits (with at most one mark between them) times 10^exponent are. The exponent already
  /// counts the fraction's digits.
  static func double(_ bytes: UnsafeRawBufferPointer, mark: UInt8, exponent: Int) -> Double {
    var significand: [UInt8] = []
    var dropped = 0
    var droppedNonZero = false
    for byte in bytes where byte != mark {
      if significand.isEmpty && byte == 0x30 { continue }
      if significand.count < decisiveDigits {
        significand.append(byte - 0x30)
      } else {
        dropped += 1
        if byte != 0x30 { droppedNonZero = true }
      }
    }
    if significand.isEmpty { return 0 }
    var exponent = exponent + dropped
    if droppedNonZero {
      significand.append(1)
      exponent -= 1
    }
    // Far outside the range: no exact comparison is needed.
    let magnitude = significand.count + exponent
    if magnitude > 310 { return .infinity }
    if magnitude < -330 { return 0 }
    let kept = min(19, significand.count)
    var mantissa: UInt64 = 0
    for digit in significand[..<kept] { mantissa = mantissa * 10 + UInt64(digit) }
    let leadingExponent = exponent + significand.count - kept
    let low = DecimalConversion.eiselLemire(mantissa, leadingExponent)
    if significand.count == kept && low.isCertain { return low.value }
    let high = DecimalConversion.eiselLemire(mantissa + 1, leadingExponent)
    if low.isCertain && high.isCertain && low.value == high.value { return low.value }
    var exact = BigNatural(0)
    for digit in significand { exact.multiplyAdd(10, UInt64(digit)) }
    return DecimalConversion.nearest(to: exact, exponent: exponent, startingAt: low.value)
  }
}
