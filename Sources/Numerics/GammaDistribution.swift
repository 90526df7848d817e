internal import Glibc

/// The gamma distribution with shape and scale (mean = shape x scale).
public struct GammaDistribution: ContinuousDistribution {
  /// The shape, positive.
  public let shape: Double
  /// The scale, positive.
  public let scale: Double

  /// A gamma distribution.
  public init(shape: Double, scale: Double = 1) {
    self.shape = shape
    self.scale = scale
  }

  /// The natural logarithm of the density; -infinity below 0.
  public func logDensity(_ x: Double) -> Double {
    guard shape > 0, scale > 0 else { return .nan }
    if x < 0 { return -.infinity }
    if x == 0 { return shape < 1 ? .infinity : (shape > 1 ? -.infinity : -log(scale)) }
    return SpecialFunction.logGammaKernel(shape, x / scale) - log(x)
  }

  private func sides(_ x: Double) -> TailPair {
    guard scale > 0, !x.isNaN else { return .undefined }
    return SpecialFunction.gammaSides(shape, max(0, x / scale))
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
    quantile(TailTarget(logProbability: logProbability, upper: false), logProbability)
  }

  /// The x with log P(X > x) = `logProbability`.
  public func quantile(logUpper logProbability: Double) -> Double {
    quantile(TailTarget(logProbability: logProbability, upper: true), logProbability)
  }

  private func quantile(_ target: TailTarget, _ asked: Double) -> Double {
    guard shape > 0, scale > 0, asked <= 0 else { return .nan }
    if target.logProbability == -.infinity { return target.upper ? .infinity : 0 }
    // Wilson and Hilferty's cube as the first guess.
    let z = NormalDistribution.standard.quantile(logUpper: target.logProbability) * (target.upper ? 1 : -1)
    let cube = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
    let start =
      cube > 0.05 ? log(shape) + 3 * log(cube) : (target.logProbability + SpecialFunction.lgamma(shape + 1)) / shape
    let root = MonotoneRoot.solve(from: start, low: -745, high: 709.7, increasing: !target.upper) { u in
      let x = exp(u)
      let tail = SpecialFunction.gammaSides(shape, x).logarithm(upper: target.upper)
      let slope = exp(SpecialFunction.logGammaKernel(shape, x) - tail)
      return (tail - target.logProbability, target.upper ? -slope : slope)
    }
    return scale * exp(root)
  }
}
