internal import Glibc

/// A continuous probability distribution with both tails and their logarithms, accurate where they are tiny.
///
/// Probabilities outside 0 to 1 and invalid parameters give `nan`.
public protocol ContinuousDistribution: Sendable {
  /// The natural logarithm of the density.
  func logDensity(_ x: Double) -> Double
  /// P(X <= x).
  func lowerTail(_ x: Double) -> Double
  /// P(X > x), without cancellation.
  func upperTail(_ x: Double) -> Double
  /// log P(X <= x).
  func logLowerTail(_ x: Double) -> Double
  /// log P(X > x).
  func logUpperTail(_ x: Double) -> Double
  /// The x with log P(X <= x) = `logProbability`.
  func quantile(logLower logProbability: Double) -> Double
  /// The x with log P(X > x) = `logProbability`.
  func quantile(logUpper logProbability: Double) -> Double
}

extension ContinuousDistribution {
  /// The density.
  public func density(_ x: Double) -> Double { exp(logDensity(x)) }

  /// The x with P(X <= x) = p.
  public func quantile(lower p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return p <= 0.5 ? quantile(logLower: log(p)) : quantile(logUpper: log1p(-p))
  }

  /// The x with P(X > x) = p.
  public func quantile(upper p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return p <= 0.5 ? quantile(logUpper: log(p)) : quantile(logLower: log1p(-p))
  }
}

/// Which tail a quantile is asked for, as the logarithm of the smaller of the two probabilities.
struct TailTarget {
  let upper: Bool
  let logProbability: Double

  /// Turns the question to the other tail where the probability is above one half.
  init(logProbability: Double, upper: Bool) {
    if logProbability > -0.693_147_180_559_945_3 {
      self.upper = !upper
      self.logProbability = TailPair.logComplement(logProbability)
    } else {
      self.upper = upper
      self.logProbability = logProbability
    }
  }
}
