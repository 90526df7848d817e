internal import Glibc

/// Mean and variance of the logarithm of an F variable whose tails are cut back to their quantiles.
struct WinsorizedLogF {
  let mean: Double
  let variance: Double

  /// The moments by 128-point Gauss-Legendre quadrature on f / (1 + f), which maps the line to 0...1.
  init(_ numerator: Double, _ denominator: Double, tails: (lower: Double, upper: Double)) {
    let distribution = FDistribution(numerator, denominator)
    let ends = [distribution.quantile(lower: tails.lower), distribution.quantile(upper: tails.upper)]
    let low = ends[0] / (1 + ends[0])
    let width = ends[1] / (1 + ends[1]) - low
    let points = GaussLegendre.unit128.map { point in
      let share = low + width * point.node
      let f = share / (1 - share)
      let density = distribution.density(f) / ((1 - share) * (1 - share))
      return (weight: width * point.weight * density, value: log(f))
    }
    let atoms = [(weight: tails.lower, value: log(ends[0])), (weight: tails.upper, value: log(ends[1]))]
    var mean = 0.0
    for part in points + atoms { mean += part.weight * part.value }
    var variance = 0.0
    for part in points + atoms { variance += part.weight * (part.value - mean) * (part.value - mean) }
    self.mean = mean
    self.variance = variance
  }
}
