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

/// The root of a monotone function on the real line: Newton steps kept inside a shrinking bracket.
enum MonotoneRoot {
  /// `evaluate` returns value and derivative; the value has one sign left of the root and the other right of it.
  static func solve(
    from start: Double, low: Double, high: Double, increasing: Bool, tolerance: Double = 1e-15,
    _ evaluate: (Double) -> (value: Double, slope: Double)
  ) -> Double {
    var (left, right) = (low, high)
    var point = min(max(start, low), high)
    var lastStep = high - low
    for _ in 0..<400 {
      let (value, slope) = evaluate(point)
      if value == 0 { return point }
      if value.isNaN { return .nan }
      if (value < 0) == increasing { left = point } else { right = point }
      var next = point - value / slope
      if !(next > left && next < right) || abs(next - point) > 0.75 * abs(lastStep) && abs(lastStep) < 1 {
        next = left + (right - left) / 2
      }
      lastStep = next - point
      if abs(lastStep) <= tolerance * max(1, abs(next)) || next == left || next == right { return next }
      point = next
    }
    return point
  }
}

/// The root of a continuous function between two points with values of different sign (Illinois method).
enum BracketedRoot {
  static func solve(
    _ start: Double, _ atStart: Double, _ end: Double, _ atEnd: Double, tolerance: Double,
    _ evaluate: (Double) -> Double
  ) -> Double {
    var (left, valueLeft, right, valueRight) = (start, atStart, end, atEnd)
    var side = 0
    for _ in 0..<200 where abs(right - left) > tolerance {
      var middle = (left * valueRight - right * valueLeft) / (valueRight - valueLeft)
      if !(middle > min(left, right) && middle < max(left, right)) { middle = left + (right - left) / 2 }
      let value = evaluate(middle)
      if value == 0 { return middle }
      if (value < 0) == (valueRight < 0) {
        (right, valueRight) = (middle, value)
        if side == -1 { valueLeft /= 2 }
        side = -1
      } else {
        (left, valueLeft) = (middle, value)
        if side == 1 { valueRight /= 2 }
        side = 1
      }
    }
    return abs(valueLeft) < abs(valueRight) ? left : right
  }
}
