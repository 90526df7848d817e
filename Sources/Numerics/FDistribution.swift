internal import Glibc

/// Fisher's F distribution; infinite second degrees of freedom make it chi-square over its degrees.
public struct FDistribution: ContinuousDistribution {
  /// Degrees of freedom of the numerator, positive and finite.
  public let numerator: Double
  /// Degrees of freedom of the denominator, positive, may be infinite.
  public let denominator: Double

  /// An F distribution.
  public init(_ numerator: Double, _ denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private var limit: ChiSquare? { denominator == .infinity ? ChiSquare(numerator) : nil }

  /// The natural logarithm of the density; -infinity below 0.
  public func logDensity(_ x: Double) -> Double {
    guard numerator > 0, denominator > 0 else { return .nan }
    if let limit { return limit.logDensity(x * numerator) + log(numerator) }
    if x < 0 { return -.infinity }
    if x == 0 { return numerator < 2 ? .infinity : (numerator > 2 ? -.infinity : 0) }
    let (below, above) = shares(x)
    return SpecialFunction.logBetaKernel(below, above, numerator / 2, denominator / 2) - log(x)
  }

  /// x as a share of the beta scale, and the rest to 1.
  private func shares(_ x: Double) -> (Double, Double) {
    let product = numerator * x
    if product.isInfinite { return (1, denominator / numerator / x) }
    return (product / (product + denominator), denominator / (product + denominator))
  }

  private func sides(_ x: Double) -> TailPair {
    guard numerator > 0, denominator > 0, !x.isNaN else { return .undefined }
    if x <= 0 { return .zeroBelow }
    if x == .infinity { return .zeroAbove }
    if denominator == .infinity { return SpecialFunction.gammaSides(numerator / 2, numerator * x / 2) }
    let (below, above) = shares(x)
    return SpecialFunction.betaSides(below, above, numerator / 2, denominator / 2)
  }

  /// P(X <= x).
  public func lowerTail(_ x: Double) -> Double { sides(x).value(upper: false) }

  /// P(X > x), without cancellation.
  public func upperTail(_ x: Double) -> Double { sides(x).value(upper: true) }

  /// log P(X <= x).
  public func logLowerTail(_ x: Double) -> Double { sides(x).logarithm(upper: false) }

  /// log P(X > x).
  public func logUpperTail(_ x: Double) -> Double { sides(x).logarithm(upper: true) }

  /// The x with log P(X <= x) = `logProbability`.
  public func quantile(logLower logProbability: Double) -> Double {
    if let limit { return limit.quantile(logLower: logProbability) / numerator }
    return exp(logit(logProbability, upper: false)) * denominator / numerator
  }

  /// The x with log P(X > x) = `logProbability`.
  public func quantile(logUpper logProbability: Double) -> Double {
    if let limit { return limit.quantile(logUpper: logProbability) / numerator }
    return exp(logit(logProbability, upper: true)) * denominator / numerator
  }

  private func logit(_ logProbability: Double, upper: Bool) -> Double {
    BetaDistribution(numerator / 2, denominator / 2).quantileLogit(logProbability, upper: upper)
  }
}
