/// Correctly rounded conversion of a decimal number to Double (round half to even).
enum DecimalConversion {
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// mantissa * 10^exponent; infinity beyond the range.
  static func double(mantissa: UInt64, exponent: Int) -> Double {
    if let exact = clinger(mantissa, exponent) { return exact }
    let (value, isCertain) = eiselLemire(mantissa, exponent)
    if isCertain { return value }
    return nearest(to: BigNatural(mantissa), exponent: exponent, startingAt: value)
  }

  /// Both operands and the result's rounding are exact: Clinger (1990), doi:10.1145/93542.93557.
  @inline(__always)
  static func clinger(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
    let value = Double(mantissa)
    return exactPowers.withUnsafeBufferPointer { exponent < 0 ? value / $0[-exponent] : value * $0[exponent] }
  }

  /// Eisel and Lemire (2021), doi:10.1002/spe.2984. Not certain: the value is right to about one unit in the last place.
  static func eiselLemire(_ mantissa: UInt64, _ exponent: Int) -> (value: Double, isCertain: Bool) {
    if mantissa == 0 || exponent < PowersOfFive.smallest { return (0, true) }
    if exponent > PowersOfFive.largest { return (.infinity, true) }
    let leading = mantissa.leadingZeroBitCount
    let normal = mantissa << UInt64(leading)
    let power = PowersOfFive.shared.words[exponent - PowersOfFive.smallest]
    var product = normal.multipliedFullWidth(by: power.high)
    if product.high & 0x1FF == 0x1FF {
      let second = normal.multipliedFullWidth(by: power.low)
      let sum = product.low.addingReportingOverflow(second.high)
      product = (sum.overflow ? product.high &+ 1 : product.high, sum.partialValue)
    }
    let isCertain = product.low != .max || (-27...55).contains(exponent)
    let upper = Int(product.high >> 63)
    let shift = UInt64(upper + 64 - 52 - 3)
    var bits = product.high >> shift
    var binary = ((152_170 + 65_536) * exponent) >> 16 + 63 + upper - leading + 1023
    if binary <= 0 {
      if -binary + 1 >= 64 { return (0, isCertain) }
      bits >>= UInt64(-binary + 1)
      bits = (bits + (bits & 1)) >> 1
      binary = bits < 1 << 52 ? 0 : 1
      return (assemble(bits, binary), isCertain)
    }
    // Exactly half way: only possible for small exponents, round to even.
    if product.low <= 1, exponent >= -4, exponent <= 23, bits & 3 == 1, bits << shift == product.high { bits &= ~1 }
    bits = (bits + (bits & 1)) >> 1
    if bits >= 2 << 52 {
      bits = 1 << 52
      binary += 1
    }
    if binary >= 0x7FF { return (.infinity, isCertain) }
    return (assemble(bits, binary), isCertain)
  }

  private static func assemble(_ bits: UInt64, _ binary: Int) -> Double {
    Double(bitPattern: bits & ~(1 << 52) | UInt64(binary) << 52)
  }

  /// The Double nearest to decimal * 10^exponent by exact comparison, from a first guess nearby.
  static func nearest(to decimal: BigNatural, exponent: Int, startingAt guess: Double) -> Double {
    var value = guess == .infinity ? Double.greatestFiniteMagnitude : guess
    while true {
      // Above the midpoint to the next one up?
      let above = compare(decimal, exponent, midpointAbove: value)
      if above > 0 || (above == 0 && value.bitPattern & 1 == 1) {
        value = value.nextUp
        if value == .infinity { return value }
        continue
      }
      if value == 0 { return value }
      let below = compare(decimal, exponent, midpointAbove: value.nextDown)
      if below < 0 || (below == 0 && value.bitPattern & 1 == 1) {
        value = value.nextDown
        continue
      }
      return value
    }
  }

  /// Compares the decimal with the midpoint of `value` and the next Double above (which may lie beyond the range).
  private static func compare(_ decimal: BigNatural, _ exponent: Int, midpointAbove value: Double) -> Int {
    let field = Int(value.bitPattern >> 52)
    let fraction = value.bitPattern & (1 << 52 - 1)
    let significand = field == 0 ? fraction : fraction | 1 << 52
    let binary = (field == 0 ? 1 : field) - 1075 - 1
    var left = decimal
    var right = BigNatural(significand * 2 + 1)
    if exponent > 0 { left.multiply(byPowerOfTen: exponent) } else { right.multiply(byPowerOfTen: -exponent) }
    if binary > 0 { right.shiftLeft(by: binary) } else { left.shiftLeft(by: -binary) }
    return left.compare(right)
  }
}
