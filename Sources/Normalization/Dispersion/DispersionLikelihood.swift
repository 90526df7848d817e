internal import Glibc
internal import Numerics

/// The log posterior of the log dispersion of one row at fixed means: negative binomial likelihood, the Cox-Reid
/// adjustment -1/2 log det(X'WX) with W = 1 / (1/mu + alpha), and a normal prior on log alpha where one is given.
///
/// Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8.
struct DispersionLikelihood {
  /// A normal prior on the natural logarithm of the dispersion.
  struct Prior {
    var mean: Double
    var variance: Double
  }

  private let counts: [Double]
  private let means: [Double]
  private let design: Matrix
  private let prior: Prior?

  init(counts: [Double], means: [Double], design: Matrix, prior: Prior?) {
    self.counts = counts
    self.means = means
    self.design = design
    self.prior = prior
  }

  /// From this size (1 / dispersion) on differences of gamma functions come from Stirling's series: the functions
  /// themselves would cancel.
  private static let largeSize = 1e4

  /// lgamma(y + s) - lgamma(s) - y log(mu + s) - s log(1 + mu / s)
  private static func logTerm(_ count: Double, _ mean: Double, _ size: Double) -> Double {
    let tail = (count + size) * log1p(mean / size)
    if size < largeSize {
      return SpecialFunction.lgamma(count + size) - SpecialFunction.lgamma(size) - count * log(size) - tail
    }
    let sum = count + size
    let correction = (1 / sum - 1 / size) / 12 - (1 / (sum * sum * sum) - 1 / (size * size * size)) / 360
    return (sum - 0.5) * log1p(count / size) - count + correction - tail
  }

  /// digamma(s) - digamma(y + s) + log(1 + mu / s) - mu / (s + mu) + y / (s + mu)
  private static func slopeTerm(_ count: Double, _ mean: Double, _ size: Double) -> Double {
    let rest = log1p(mean / size) + (count - mean) / (mean + size)
    if size < largeSize { return SpecialFunction.digamma(size) - SpecialFunction.digamma(count + size) + rest }
    let sum = count + size
    let difference = -log1p(count / size) - (1 / size - 1 / sum) / 2 - (1 / (size * size) - 1 / (sum * sum)) / 12
    return difference + rest
  }

  /// The log posterior up to a constant.
  func value(_ logAlpha: Double) -> Double {
    let alpha = exp(logAlpha)
    let size = 1 / alpha
    var sum = 0.0
    for (count, mean) in zip(counts, means) { sum += Self.logTerm(count, mean, size) }
    sum -= 0.5 * CoxReid(design, means, alpha).logDeterminant
    if let prior { sum -= 0.5 * (logAlpha - prior.mean) * (logAlpha - prior.mean) / prior.variance }
    return sum
  }

  /// The derivative of the log posterior by log alpha.
  func slope(_ logAlpha: Double) -> Double {
    let alpha = exp(logAlpha)
    let size = 1 / alpha
    var sum = 0.0
    for (count, mean) in zip(counts, means) { sum += Self.slopeTerm(count, mean, size) }
    sum *= size * size
    sum -= 0.5 * CoxReid(design, means, alpha).logDeterminantSlope
    var slope = sum * alpha
    if let prior { slope -= (logAlpha - prior.mean) / prior.variance }
    return slope
  }
}

/// log det(X'WX) and its derivative by alpha, with W = 1 / (1/mu + alpha).
private struct CoxReid {
  private let size: Int
  private var factor: [Double]
  private var derivative: [Double]

  init(_ design: Matrix, _ means: [Double], _ alpha: Double) {
    size = design.columns
    let samples = design.rows
    factor = [Double](repeating: 0, count: size * size)
    derivative = factor
    for sample in 0..<samples {
      let weight = 1 / (1 / means[sample] + alpha)
      for a in 0..<size {
        let left = design.values[a * samples + sample]
        if left == 0 { continue }
        for b in 0...a {
          let product = left * design.values[b * samples + sample]
          factor[a * size + b] += product * weight
          derivative[a * size + b] -= product * weight * weight
        }
      }
    }
    // Cholesky in place, lower triangle.
    for a in 0..<size {
      for b in 0...a {
        var value = factor[a * size + b]
        for k in 0..<b { value -= factor[a * size + k] * factor[b * size + k] }
        factor[a * size + b] = a == b ? value.squareRoot() : value / factor[b * size + b]
      }
    }
  }

  var logDeterminant: Double {
    var sum = 0.0
    for a in 0..<size { sum += 2 * log(factor[a * size + a]) }
    return sum
  }

  /// trace((X'WX)^-1 X'(dW)X)
  var logDeterminantSlope: Double {
    // Columns of the inverse, one after the other.
    var trace = 0.0
    for column in 0..<size {
      var x = [Double](repeating: 0, count: size)
      x[column] = 1
      for a in 0..<size {
        for k in 0..<a { x[a] -= factor[a * size + k] * x[k] }
        x[a] /= factor[a * size + a]
      }
      for a in stride(from: size - 1, through: 0, by: -1) {
        for k in a + 1..<max(size, a + 1) where k < size { x[a] -= factor[k * size + a] * x[k] }
        x[a] /= factor[a * size + a]
      }
      for a in 0..<size { trace += x[a] * derivative[max(a, column) * size + min(a, column)] }
    }
    return trace
  }
}
