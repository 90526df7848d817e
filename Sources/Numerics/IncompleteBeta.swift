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
      return TailPair(logSmall: logKernel + log(betaFraction(x, a, b) / a), smallIsLower: true)
    }
    return TailPair(logSmall: logKernel + log(betaFraction(y, b, a) / b), smallIsLower: false)
  }

  /// log(x^a y^b / B(a, b)).
  static func logBetaKernel(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let total = a + b
    let remainders = stirlingRemainder(total) - stirlingRemainder(a) - stirlingRemainder(b)
    return remainders - deviancePart(a, total * x) - deviancePart(b, total * y)
      + 0.5 * log(a * (b / total) / (2 * .pi))
  }

  /// The continued fraction of the incomplete beta function (DLMF 8.17.22), by the modified Lentz method.
  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for index in 1..<200_000 {
      let m = Double(index)
      for odd in [false, true] {
        let coefficient =
          odd
          ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
          : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 + coefficient * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + coefficient / c
        if abs(c) < tiny { c = tiny }
        fraction *= c * d
      }
      if abs(c * d - 1) < 2e-16 { break }
    }
    return fraction
  }
}
