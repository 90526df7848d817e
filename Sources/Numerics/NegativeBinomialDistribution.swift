internal import Glibc

/// The negative binomial distribution of counts by mean and dispersion: variance = mean + dispersion * mean².
///
/// A dispersion below 1e-10 is taken as 0, the Poisson distribution.
public struct NegativeBinomialDistribution: Sendable {
  /// The mean, not negative.
  public let mean: Double
  /// The dispersion (1 / size), not negative.
  public let dispersion: Double

  /// Below this no count of a sequencer can tell the distribution from Poisson's.
  private static let smallest = 1e-10

  /// A distribution.
  public init(mean: Double, dispersion: Double) {
    self.mean = mean
    self.dispersion = dispersion
  }

  /// The natural logarithm of the probability of a count.
  public func logProbability(_ count: Double) -> Double {
    guard count >= 0, mean >= 0 else { return mean.isNaN ? .nan : -.infinity }
    if mean == 0 { return count == 0 ? 0 : -.infinity }
    guard dispersion >= Self.smallest else {
      return count * log(mean) - mean - SpecialFunction.lgamma(count + 1)
    }
    let size = 1 / dispersion
    let spread = dispersion * mean
    if count == 0 { return -size * log1p(spread) }
    // 1 / (count B(count, size)) is the binomial coefficient of count + size - 1 over count.
    return -log(count) - SpecialFunction.logBeta(count, size) - size * log1p(spread)
      + count * (log(spread) - log1p(spread))
  }

  /// P(X <= count).
  public func lowerTail(_ count: Double) -> Double {
    guard count >= 0 else { return count.isNaN ? .nan : 0 }
    guard mean > 0 else { return mean == 0 ? 1 : .nan }
    let whole = count.rounded(.down)
    guard dispersion >= Self.smallest else { return SpecialFunction.regularizedGamma(whole + 1, mean, upper: true) }
    let spread = dispersion * mean
    return SpecialFunction.betaSides(1 / (1 + spread), spread / (1 + spread), 1 / dispersion, whole + 1)
      .value(upper: false)
  }

  /// The smallest count whose lower tail reaches a probability, up to rounding; infinite for 1.
  public func quantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1, mean >= 0 else { return .nan }
    if probability == 1 { return mean == 0 ? 0 : .infinity }
    // So that the quantile of a count's own lower tail is that count.
    let target = probability * (1 - 64 * Double.ulpOfOne)
    func isReached(_ count: Double) -> Bool { lowerTail(count) >= target }
    if isReached(0) { return 0 }
    var high = guess(target)
    var low = high
    var step = 1.0
    while !isReached(high) {
      low = high
      high += step
      step *= 2
      if !high.isFinite { return .infinity }
    }
    step = 1
    while low > 0, low == high || isReached(low) {
      high = low
      low = max(0, low - step)
      step *= 2
    }
    // low is not reached, high is.
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if middle <= low || middle >= high { break }
      if isReached(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// A first guess by the Cornish-Fisher expansion, at least 0.
  private func guess(_ probability: Double) -> Double {
    let variance = mean + dispersion * mean * mean
    let deviation = variance.squareRoot()
    let skewness = (1 + 2 * dispersion * mean) / deviation
    let z = NormalDistribution().quantile(logLower: log(probability))
    let value = mean + deviation * (z + skewness * (z * z - 1) / 6)
    return value.isFinite ? max(0, value.rounded()) : 0
  }
}
