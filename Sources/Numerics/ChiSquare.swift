/// The chi-square distribution.
public struct ChiSquare: ContinuousDistribution {
  private let gamma: GammaDistribution

  /// A chi-square distribution with positive degrees of freedom, not necessarily whole.
  public init(_ degreesOfFreedom: Double) { gamma = GammaDistribution(shape: degreesOfFreedom / 2, scale: 2) }

  /// Degrees of freedom.
  public var degreesOfFreedom: Double { gamma.shape * 2 }

  /// The natural logarithm of the density; -infinity below 0.
  public func logDensity(_ x: Double) -> Double { gamma.logDensity(x) }

  /// P(X <= x).
  public func lowerTail(_ x: Double) -> Double { gamma.lowerTail(x) }

  /// P(X > x), without cancellation.
  public func upperTail(_ x: Double) -> Double { gamma.upperTail(x) }

  /// log P(X <= x).
  public func logLowerTail(_ x: Double) -> Double { gamma.logLowerTail(x) }

  /// log P(X > x).
  public func logUpperTail(_ x: Double) -> Double { gamma.logUpperTail(x) }

  /// The x with log P(X <= x) = `logProbability`.
  public func quantile(logLower logProbability: Double) -> Double { gamma.quantile(logLower: logProbability) }

  /// The x with log P(X > x) = `logProbability`.
  public func quantile(logUpper logProbability: Double) -> Double { gamma.quantile(logUpper: logProbability) }
}
