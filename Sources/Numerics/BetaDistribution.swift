internal import Glibc

/// The beta distribution on 0 to 1.
public struct BetaDistribution: ContinuousDistribution {
  /// The first shape, positive.
  public let a: Double
  /// The second shape, positive.
  public let b: Double

  /// A beta distribution.
  public init(_ a: Double, _ b: Double) {
    self.a = a
    self.b = b
  }

  /// The natural logarithm of the density; -infinity outside 0 to 1.
  public func logDensity(_ x: Double) -> Double {
    guard a > 0, b > 0 else { return .nan }
    if x < 0 || x > 1 { return -.infinity }
    if x == 0 || x == 1 {
      let shape = x == 0 ? a : b
      return shape < 1 ? .infinity : (shape > 1 ? -.infinity : log(x == 0 ? b : a))
    }
    return SpecialFunction.logBetaKernel(x, 1 - x, a, b) - log(x) - log1p(-x)
  }

  private func sides(_ x: Double) -> TailPair {
    if x.isNaN { return .undefined }
    let inside = min(max(x, 0), 1)
    return SpecialFunction.betaSides(inside, 1 - inside, a, b)
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
    1 / (1 + exp(-quantileLogit(logProbability, upper: false)))
  }

  /// The x with log P(X > x) = `logProbability`.
  public func quantile(logUpper logProbability: Double) -> Double {
    1 / (1 + exp(-quantileLogit(logProbability, upper: true)))
  }

  /// log(x / (1 - x)) of a quantile: keeps the distance to both ends.
  func quantileLogit(_ logProbability: Double, upper: Bool) -> Double {
    guard a > 0, b > 0, logProbability <= 0 else { return .nan }
    let target = TailTarget(logProbability: logProbability, upper: upper)
    if target.logProbability == -.infinity { return target.upper ? .infinity : -.infinity }
    return MonotoneRoot.solve(from: log(a / b), low: -745, high: 745, increasing: !target.upper) { u in
      let (x, y) = (1 / (1 + exp(-u)), 1 / (1 + exp(u)))
      let tail = SpecialFunction.betaSides(x, y, a, b).logarithm(upper: target.upper)
      let slope = exp(SpecialFunction.logBetaKernel(x, y, a, b) - tail)
      return (tail - target.logProbability, target.upper ? -slope : slope)
    }
  }
}
