internal import Glibc
internal import Numerics

/// The Cox-Reid adjusted profile likelihood of the dispersion of one row: the means are fitted anew at every dispersion.
///
/// McCarthy, Chen & Smyth 2012, doi:10.1093/nar/gks042; edgeR 3.40's `adjustedProfileLik`.
struct AdjustedProfile: Sendable {
  private let fit: LogLinearFit

  /// Samples x coefficients, of full rank.
  init(design: Matrix) { fit = LogLinearFit(design: design) }

  /// The log likelihood without terms that depend on the counts alone.
  func value(_ counts: [Double], sizes: [Double], dispersion: Double) -> Double {
    let means = fit.fit(
      counts, sizes: sizes, dispersions: [Double](repeating: dispersion, count: counts.count)
    ).means
    let inverse = 1 / dispersion
    let base = SpecialFunction.lgamma(inverse)
    var sum = 0.0
    var weights = [Double](repeating: 0, count: means.count)
    for (sample, mean) in means.enumerated() where mean > 0 {
      let count = counts[sample]
      weights[sample] = mean / (1 + dispersion * mean)
      guard dispersion >= Self.smallest else {
        sum += count * log(mean) - mean
        continue
      }
      let total = log1p(dispersion * mean)
      sum += count * (log(mean * dispersion) - total) - inverse * total
      if count > 0 { sum += SpecialFunction.lgamma(count + inverse) - base }
    }
    return sum - 0.5 * logDeterminant(weights)
  }

  /// Below this the distribution is Poisson's.
  private static let smallest = 1e-10
  /// Pivots of X'WX are at least this much.
  private static let smallestPivot = 1e-10

  /// log det(X'WX), pivots kept away from zero.
  private func logDeterminant(_ weights: [Double]) -> Double {
    let design = fit.design
    let terms = design.columns
    var work = [Double](repeating: 0, count: terms * terms)
    for (sample, weight) in weights.enumerated() where weight > 0 {
      for a in 0..<terms {
        for b in 0...a { work[a * terms + b] += design[sample, a] * design[sample, b] * weight }
      }
    }
    var sum = 0.0
    for pivot in 0..<terms {
      let head = work[pivot * terms + pivot]
      guard head > Self.smallestPivot else {
        sum += log(Self.smallestPivot)
        continue
      }
      sum += log(head)
      for a in (pivot + 1)..<max(terms, pivot + 1) {
        let share = work[a * terms + pivot] / head
        for b in (pivot + 1)...a { work[a * terms + b] -= share * work[b * terms + pivot] }
      }
    }
    return sum
  }
}
