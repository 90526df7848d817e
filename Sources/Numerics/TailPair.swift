internal import Glibc

/// Lower and upper tail probability, kept as the logarithm of the side that was computed directly.
struct TailPair {
  let logSmall: Double
  let smallIsLower: Bool

  static let undefined = TailPair(logSmall: .nan, smallIsLower: true)
  static let zeroBelow = TailPair(logSmall: -.infinity, smallIsLower: true)
  static let zeroAbove = TailPair(logSmall: -.infinity, smallIsLower: false)

  /// The probability of one side.
  func value(upper: Bool) -> Double {
    upper != smallIsLower ? exp(logSmall) : max(0, -expm1(logSmall))
  }

  /// The natural logarithm of the probability of one side.
  func logarithm(upper: Bool) -> Double {
    upper != smallIsLower ? logSmall : TailPair.logComplement(logSmall)
  }

  /// log(1 - exp(x)) for x <= 0, without cancellation on either end.
  static func logComplement(_ x: Double) -> Double {
    if x > 0 { return -.infinity }
    return x > -0.693_147_180_559_945_3 ? log(-expm1(x)) : log1p(-exp(x))
  }
}
