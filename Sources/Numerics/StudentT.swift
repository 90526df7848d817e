internal import Glibc

/// Student's t distribution; infinite degrees of freedom make it the standard normal distribution.
public struct StudentT: ContinuousDistribution {
  /// Degrees of freedom, positive, not necessarily whole.
  public let degreesOfFreedom: Double

  /// A t distribution.
  public init(_ degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// Above this many degrees of freedom tails go through the normalising transformation of Hill (1970).
  private static let nearlyNormal = 1e6

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) -> Double {
    guard degreesOfFreedom > 0 else { return .nan }
    if degreesOfFreedom == .infinity { return NormalDistribution.standard.logDensity(x) }
    let n = degreesOfFreedom
    // Γ((n+1)/2) / Γ(n/2) = sqrt(n/2) with the remainders of Stirling's formula.
    let half = n / 2
    let constant =
      half > 8
      ? SpecialFunction.stirlingRemainder(half - 0.5) - SpecialFunction.stirlingRemainder(half)
        + half * log1p(-0.5 / half) + 0.5 - 0.5 * log(2 * .pi)
      : SpecialFunction.lgamma(half + 0.5) - SpecialFunction.lgamma(half) - 0.5 * log(n * .pi)
    return constant - (n + 1) / 2 * log1p(x * x / n)
  }

  /// P(T <= x).
  public func lowerTail(_ x: Double) -> Double { exp(logTail(-x)) }

  /// P(T > x), without cancellation.
  public func upperTail(_ x: Double) -> Double { exp(logTail(x)) }

  /// log P(T <= x).
  public func logLowerTail(_ x: Double) -> Double { logTail(-x) }

  /// log P(T > x).
  public func logUpperTail(_ x: Double) -> Double { logTail(x) }

  /// The two-sided p-value 2 P(T > |t|); `nan` for a missing t.
  public func twoSided(_ t: Double) -> Double { 2 * exp(logTail(abs(t))) }

  /// The standard score with the same tail probability as t, exact to rounding and finite for any finite t.
  public func zScore(_ t: Double) -> Double {
    guard t.isFinite, degreesOfFreedom > 0 else { return degreesOfFreedom > 0 ? t : .nan }
    if degreesOfFreedom == .infinity { return t }
    let size = NormalDistribution.standard.quantile(logUpper: logTail(abs(t)))
    return t < 0 ? -size : size
  }

  /// The closed-form standard score sign(t) sqrt(n ln(1 + t²/n)) (1 - 3/(4n)): fast, rough below about 5 degrees.
  public func approximateZScore(_ t: Double) -> Double {
    let n = degreesOfFreedom
    if n == .infinity { return t }
    let size = (n * log1p(t * t / n)).squareRoot() * (1 - 3 / (4 * n))
    return t < 0 ? -size : size
  }

  private func logTail(_ x: Double) -> Double {
    let n = degreesOfFreedom
    guard n > 0, !x.isNaN else { return .nan }
    if n > Self.nearlyNormal { return NormalDistribution.standard.logUpperTail(Self.normalized(x, n)) }
    if x.isInfinite { return x > 0 ? -.infinity : 0 }
    let square = x * x
    // P(|T| > x) = I_{n/(n+x²)}(n/2, 1/2).
    let sides =
      square.isInfinite
      ? SpecialFunction.betaSides(n / x / x, 1, n / 2, 0.5)
      : SpecialFunction.betaSides(n / (n + square), square / (n + square), n / 2, 0.5)
    let outer = sides.logarithm(upper: false) - 0.693_147_180_559_945_3
    return x >= 0 ? outer : TailPair.logComplement(outer)
  }

  private static func normalized(_ x: Double, _ n: Double) -> Double {
    if n == .infinity { return x }
    let a = n - 0.5
    let b = 48 * a * a
    let y = a * log1p(x * x / n)
    if y == .infinity { return x }
    let correction = (((((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3) / b + 1)
    let size = correction * y.squareRoot()
    return x < 0 ? -size : size
  }

  /// The x with log P(T <= x) = `logProbability`.
  public func quantile(logLower logProbability: Double) -> Double { -quantile(logUpper: logProbability) }

  /// The x with log P(T > x) = `logProbability`.
  public func quantile(logUpper logProbability: Double) -> Double {
    guard degreesOfFreedom > 0, logProbability <= 0 else { return .nan }
    if degreesOfFreedom == .infinity { return NormalDistribution.standard.quantile(logUpper: logProbability) }
    let target = TailTarget(logProbability: logProbability, upper: true)
    if target.logProbability == -.infinity { return target.upper ? .infinity : -.infinity }
    if target.logProbability >= -0.693_147_180_559_945_3 { return 0 }
    let z = NormalDistribution.standard.quantile(logUpper: target.logProbability)
    let start = log(z) + z * z / (4 * max(degreesOfFreedom, 1))
    let root = MonotoneRoot.solve(from: min(start, 300), low: -745, high: 709.7, increasing: false) { u in
      let x = exp(u)
      let tail = logTail(x)
      return (tail - target.logProbability, -exp(u + logDensity(x) - tail))
    }
    return target.upper ? exp(root) : -exp(root)
  }
}
