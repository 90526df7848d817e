internal import Glibc
public import Numerics
public import Schema

/// The variance-stabilising transformation of counts for a dispersion trend, as DESeq2 1.38 gives it: log2 for large
/// counts, and a spread that does not depend on the mean.
///
/// Anders & Huber 2010, doi:10.1186/gb-2010-11-10-r106.
public enum VarianceStabilization {
  /// Transforms normalised counts.
  ///
  /// - Parameters:
  ///   - normalized: counts over their size or normalisation factors, features x samples.
  ///   - meanInverseSize: the mean over samples of 1 / size factor, for a local trend.
  public static func transform(
    _ normalized: Matrix, trend: DispersionTrend, meanInverseSize: Double
  ) -> Matrix {
    var result = normalized
    switch trend {
    case .parametric(let a, let e):
      for index in result.values.indices {
        let q = result.values[index]
        result.values[index] = log((1 + e + 2 * a * q + 2 * (a * q * (1 + e + a * q)).squareRoot()) / (4 * a)) / M_LN2
      }
    case .mean(let alpha):
      for index in result.values.indices {
        result.values[index] =
          (2 * asinh((alpha * result.values[index]).squareRoot()) - log(alpha) - log(4)) / M_LN2
      }
    case .local:
      let curve = self.curve(normalized, trend: trend, meanInverseSize: meanInverseSize)
      for index in result.values.indices { result.values[index] = curve(result.values[index]) }
    }
    return result
  }

  /// The integral of 1 / standard deviation by the trapezoid rule on 1,000 points, as a spline in asinh, scaled to
  /// equal log2 at the 95 % and 99.9 % quantiles of row means.
  private static func curve(
    _ normalized: Matrix, trend: DispersionTrend, meanInverseSize: Double
  ) -> (Double) -> Double {
    let top = asinh(normalized.values.max() ?? 1)
    let grid = (1..<1000).map { sinh(top * Double($0) / 999) }
    let integrand = grid.map { 1 / (trend($0) * $0 * $0 + meanInverseSize * $0).squareRoot() }
    var places: [Double] = []
    var integrals: [Double] = []
    var sum = 0.0
    for index in 1..<grid.count {
      sum += (grid[index] - grid[index - 1]) * (integrand[index] + integrand[index - 1]) / 2
      places.append(asinh((grid[index] + grid[index - 1]) / 2))
      integrals.append(sum)
    }
    let spline = CubicSpline(x: places, y: integrals)
    let means = Descriptive.rowMeans(normalized)
    let high = OrderStatistics.quantiles(means, [0.95, 0.999])
    let slope = (log2(high[1]) - log2(high[0])) / (spline(asinh(high[1])) - spline(asinh(high[0])))
    let shift = log2(high[0]) - slope * spline(asinh(high[0]))
    return { slope * spline(asinh($0)) + shift }
  }
}
