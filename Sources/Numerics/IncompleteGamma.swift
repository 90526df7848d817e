internal import Glibc

extension SpecialFunction {
  /// The regularised incomplete gamma function P(a, x), or Q(a, x) = 1 - P(a, x) when `upper`; a positive, x >= 0.
  public static func regularizedGamma(_ a: Double, _ x: Double, upper: Bool = false) -> Double {
    gammaSides(a, x).value(upper: upper)
  }

  /// The natural logarithm of `regularizedGamma`; finite where the value itself would be 0.
  public static func logRegularizedGamma(_ a: Double, _ x: Double, upper: Bool = false) -> Double {
    gammaSides(a, x).logarithm(upper: upper)
  }

  static func gammaSides(_ a: Double, _ x: Double) -> TailPair {
    guard a > 0, x >= 0 else { return .undefined }
    if x == 0 { return .zeroBelow }
    if x == .infinity { return .zeroAbove }
    let logKernel = logGammaKernel(a, x)
    if x < a + 1 {
      var term = 1.0
      var sum = 1.0
      var divisor = a
      while term > sum * 1e-17 {
        divisor += 1
        term *= x / divisor
        sum += term
      }
      return TailPair(logSmall: logKernel - log(a) + log(sum), smallIsLower: true)
    }
    // The continued fraction of Q (DLMF 8.9.2 in even form), by the modified Lentz method.
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for index in 1..<500_000 {
      let coefficient = -Double(index) * (Double(index) - a)
      b += 2
      d = coefficient * d + b
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = b + coefficient / c
      if abs(c) < tiny { c = tiny }
      fraction *= c * d
      if abs(c * d - 1) < 2e-16 { break }
    }
    return TailPair(logSmall: logKernel + log(fraction), smallIsLower: false)
  }

  /// log(x^a e^-x / Γ(a)).
  static func logGammaKernel(_ a: Double, _ x: Double) -> Double {
    0.5 * log(a / (2 * .pi)) - stirlingRemainder(a) - deviancePart(a, x)
  }
}
