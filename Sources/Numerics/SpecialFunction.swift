internal import Glibc

/// Special functions over doubles: the gamma family, the error functions, and (in extensions) the incomplete beta and
/// gamma functions. Arguments outside a function's domain give `nan`.
public enum SpecialFunction {
  /// The natural logarithm of |Γ(x)|.
  public static func lgamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// The natural logarithm of the complete beta function B(a, b), a and b positive.
  public static func logBeta(_ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0 else { return .nan }
    // B(a, b) = sqrt(2 pi (a + b) / (a b)) times the ratio of a^a b^b to (a + b)^(a + b), with Stirling remainders.
    let (small, large) = (min(a, b), max(a, b))
    if large < 8 { return lgamma(a) + lgamma(b) - lgamma(a + b) }
    if small < 8 {
      let remainder = stirlingRemainder(large) - stirlingRemainder(small + large)
      return lgamma(small) + remainder + small - small * log(small + large)
        + (large - 0.5) * log1p(-small / (small + large))
    }
    return 0.5 * log(2 * .pi * (1 / a + 1 / b)) + stirlingRemainder(a) + stirlingRemainder(b)
      - stirlingRemainder(a + b) + small * log(small / (small + large)) + large * log1p(-small / (small + large))
  }

  /// The digamma function ψ(x), the derivative of log Γ; `nan` at 0 and the negative integers.
  public static func digamma(_ x: Double) -> Double {
    guard x.isFinite else { return x > 0 ? x : .nan }
    if x <= 0 {
      if x == x.rounded() { return .nan }
      return digamma(1 - x) - .pi / tan(.pi * x)
    }
    var shifted = x
    var sum = 0.0
    while shifted < 12 {
      sum -= 1 / shifted
      shifted += 1
    }
    let inverse = 1 / (shifted * shifted)
    let series = horner(
      inverse, [1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160])
    return sum + (log(shifted) - 0.5 / shifted - inverse * series)
  }

  /// The trigamma function ψ'(x); `nan` at 0 and the negative integers.
  public static func trigamma(_ x: Double) -> Double {
    guard x.isFinite else { return x > 0 ? 0 : .nan }
    if x <= 0 {
      if x == x.rounded() { return .nan }
      let sine = sin(.pi * x)
      return .pi * .pi / (sine * sine) - trigamma(1 - x)
    }
    var shifted = x
    var sum = 0.0
    while shifted < 12 {
      sum += 1 / (shifted * shifted)
      shifted += 1
    }
    let inverse = 1 / (shifted * shifted)
    let series = horner(
      inverse, [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510])
    return sum + (1 / shifted + 0.5 * inverse + series * inverse / shifted)
  }

  /// The tetragamma function ψ''(x) for positive x; otherwise `nan`.
  public static func tetragamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    guard x.isFinite else { return 0 }
    var shifted = x
    var sum = 0.0
    while shifted < 14 {
      sum -= 2 / (shifted * shifted * shifted)
      shifted += 1
    }
    let inverse = 1 / (shifted * shifted)
    let series = horner(
      inverse, [0.5, -1.0 / 6, 1.0 / 6, -3.0 / 10, 5.0 / 6, -691.0 / 210, 35.0 / 2, -3617.0 / 30])
    return sum - (inverse + inverse / shifted + series * inverse * inverse)
  }

  /// The solution y of trigamma(y) = x by the rule of limma: Newton steps on 1/trigamma, which is nearly linear.
  ///
  /// x above 1e7 gives 1/sqrt(x), x below 1e-6 gives 1/x, negative x gives `nan`.
  public static func trigammaInverse(_ x: Double) -> Double {
    guard x >= 0 else { return .nan }
    if x > 1e7 { return 1 / x.squareRoot() }
    if x < 1e-6 { return 1 / x }
    var y = 0.5 + 1 / x
    for _ in 0..<50 {
      let value = trigamma(y)
      let step = value * (1 - value / x) / tetragamma(y)
      y += step
      if -step / y < 1e-8 { break }
    }
    return y
  }

  /// The error function.
  public static func erf(_ x: Double) -> Double { Glibc.erf(x) }

  /// The complementary error function, accurate in its far tail.
  public static func erfc(_ x: Double) -> Double { Glibc.erfc(x) }

  /// The natural logarithm of the complementary error function, finite where `erfc` itself is 0.
  public static func logErfc(_ x: Double) -> Double {
    if x < 0.5 { return log1p(-Glibc.erf(x)) }
    if x < 20 { return log(Glibc.erfc(x)) }
    let inverse = 1 / (2 * x * x)
    let series = horner(inverse, [1, -1, 3, -15, 105, -945, 10395])
    return -x * x - log(x * Double.pi.squareRoot()) + log(series)
  }

  /// Sum of `coefficients[k] * x^k`.
  static func horner(_ x: Double, _ coefficients: [Double]) -> Double {
    var sum = 0.0
    for coefficient in coefficients.reversed() { sum = sum * x + coefficient }
    return sum
  }
}
