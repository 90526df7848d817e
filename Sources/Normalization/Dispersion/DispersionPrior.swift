internal import Glibc
internal import Numerics

/// The variance of the normal prior on log dispersions around the trend (Love, Huber & Anders 2014,
/// doi:10.1186/s13059-014-0550-8): how far genes differ from it beyond the noise of estimation.
enum DispersionPrior {
  /// How the variance was found.
  enum Origin: String {
    /// Spread of the residuals less the expected noise.
    case moments
    /// Few degrees of freedom: the variance whose distribution is nearest to the residuals'.
    case matched
    /// No degrees of freedom: the spread of the residuals.
    case saturated
  }

  /// The variance from log residuals of dispersions above 1e-6.
  ///
  /// With one to three residual degrees of freedom the noise is far from normal. The reference then simulates; here the
  /// distribution of log(chi²_d / d) plus normal noise is integrated, so the answer needs no random numbers.
  static func variance(
    residuals: [Double], spread: Double, degreesOfFreedom: Int
  ) -> (variance: Double, origin: Origin) {
    guard degreesOfFreedom > 0 else { return (spread, .saturated) }
    if degreesOfFreedom <= 3 { return (max(matched(residuals, Double(degreesOfFreedom)), 0.25), .matched) }
    return (max(spread - SpecialFunction.trigamma(Double(degreesOfFreedom) / 2), 0.25), .moments)
  }

  /// The variance on 0...8 with the least Kullback-Leibler divergence of histograms with bins of one half on -10...10.
  private static func matched(_ residuals: [Double], _ degrees: Double) -> Double {
    let observed = histogram(residuals)
    // One of the reference's ten thousand draws in a bin: what an empty bin counts for.
    let small = min(2e-4, observed.filter { $0 > 0 }.min() ?? 2e-4)
    func divergence(_ variance: Double) -> Double {
      var sum = 0.0
      for (o, e) in zip(observed, density(variance, degrees)) where o > 0 {
        sum += o * (log(o + small) - log(e + small))
      }
      return sum
    }
    func best(_ candidates: [Double]) -> Double {
      var (best, least) = (0.0, Double.infinity)
      for variance in candidates {
        let value = divergence(variance)
        if value < least { (best, least) = (variance, value) }
      }
      return best
    }
    let coarse = best((0...100).map { 0.08 * Double($0) })
    return best((-10...10).map { max(0, coarse + 0.008 * Double($0)) })
  }

  private static func histogram(_ values: [Double]) -> [Double] {
    var bins = [Double](repeating: 0, count: 40)
    var inside = 0.0
    for value in values where value > -10 && value < 10 {
      // Bins are closed on the right.
      bins[max(0, min(39, Int((2 * (value + 10)).rounded(.up)) - 1))] += 1
      inside += 1
    }
    return bins.map { $0 / max(1, inside) / 0.5 }
  }

  /// The density of log(chi²_d / d) + N(0, variance) in each bin.
  private static func density(_ variance: Double, _ degrees: Double) -> [Double] {
    let chi = ChiSquare(degrees)
    let deviation = variance.squareRoot()
    // The normal part as 41 equal steps of probability.
    let steps = 41
    let shifts = (0..<steps).map {
      deviation * NormalDistribution.standard.quantile(lower: (Double($0) + 0.5) / Double(steps))
    }
    var lower = [Double](repeating: 0, count: 41)
    for edge in 0...40 {
      let place = -10 + Double(edge) / 2
      for shift in shifts { lower[edge] += chi.lowerTail(degrees * exp(place - shift)) / Double(steps) }
    }
    let inside = lower[40] - lower[0]
    return (0..<40).map { (lower[$0 + 1] - lower[$0]) / inside / 0.5 }
  }
}
