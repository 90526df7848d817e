internal import Glibc

extension SpecialFunction {
  /// The regularised incomplete beta function I_x(a, b), or its complement 1 - I_x(a, b) when `upper`.
  ///
  /// Both sides are computed without cancellation. a and b are positive, 0 <= x <= 1.
  public static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double, upper: Bool = false) -> Double {
    betaSides(x, 1 - x, a, b).value(upper: upper)
  }

  /// The natural logarithm of `regularizedBeta`; finite where the value itself would be 0.
  public static func logRegularizedBeta(_ x: Double, _ a: Double, _ b: Double, upper: Bool = false) -> Double {
    betaSides(x, 1 - x, a, b).logarithm(upper: upper)
  }

  /// Both sides of I_x(a, b) from x and y = 1 - x, each given as exactly as the caller knows it.
  static func betaSides(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> TailPair {
    guard a > 0, b > 0, x >= 0, y >= 0 else { return .undefined }
    if x == 0 { return .zeroBelow }
    if y == 0 { return .zeroAbove }
    let logKernel = logBetaKernel(x, y, a, b)
    if x < (a + 1) / (a + b + 2) {
      return TailPair(logSmall: logKernel + log(betaFraction(x, y, a, b)), smallIsLower: true)
    }
    return TailPair(logSmall: logKernel + log(betaFraction(y, x, b, a)), smallIsLower: false)
  }

  /// log(x^a y^b / B(a, b)).
  static func logBetaKernel(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let total = a + b
    let remainders = stirlingRemainder(total) - stirlingRemainder(a) - stirlingRemainder(b)
    return remainders - deviancePart(a, total * x) - deviancePart(b, total * y)
      + 0.5 * log(a * (b / total) / (2 * .pi))
  }

  /// I_x(a, b) divided by x^a y^b / B(a, b): the even part of the continued fraction DLMF 8.17.22 (Didonato and Morris
  /// 1992, doi:10.1145/131766.131776), by the modified Lentz method.
  ///
  /// It uses x and y = 1 - x both, so nothing cancels where one of them is tiny.
  private static func betaFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    let drift = a * y - b * x + 1
    var fraction = a * drift / (a + 1)
    if abs(fraction) < tiny { fraction = tiny }
    var c = fraction
    var d = 0.0
    for index in 1..<200_000 {
      let m = Double(index)
      let shifted = a + 2 * m
      let product = m * (b - m) * x / (shifted - 1)
      let numerator = product * x * ((a + m - 1) * ((a + b + m - 1) / (shifted - 1)))
      let denominator = m + product + (a + m) * (drift + m * (2 - x)) / (shifted + 1)
      d = denominator + numerator * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = denominator + numerator / c
      if abs(c) < tiny { c = tiny }
      fraction *= c * d
      if abs(c * d - 1) < 3e-16 { break }
    }
    return 1 / fraction
  }
}
