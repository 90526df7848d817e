public import Numerics
public import Schema

/// Fills missing values as if they lay below what the instrument sees: MinDet, MinProb and QRILC.
///
/// Lazar et al. 2016, doi:10.1021/acs.jproteome.5b00981, in the formulas of imputeLCMD 2.1. Every draw has its own random
/// stream, named by method, sample and row: the order of rows and samples does not matter.
public enum LeftCensoredDraws {
  /// The distribution that a sample's missing values are drawn from.
  public struct Parameters: Sendable {
    /// The share of missing values.
    public var missing: Double
    /// Centre.
    public var mean: Double
    /// Standard deviation.
    public var deviation: Double
    /// Draws lie below; infinite where there is no bound.
    public var bound: Double

    /// A distribution.
    public init(missing: Double, mean: Double, deviation: Double, bound: Double) {
      self.missing = missing
      self.mean = mean
      self.deviation = deviation
      self.bound = bound
    }
  }

  /// The q-quantile (type 7) of each sample's observed values.
  public static func lowest(_ values: Matrix, q: Double) -> [Double] {
    (0..<values.columns).map { OrderStatistics.quantile(values.column($0), q) }
  }

  /// MinProb: the q-quantile, and the median standard deviation of rows with fewer than half their values missing.
  public static func minProb(_ values: Matrix, q: Double, tuneSigma: Double) -> [Parameters] {
    let observed = Descriptive.rowObserved(values)
    let deviations = Descriptive.rowVariances(values).enumerated().filter { row, variance in
      !variance.isNaN && Double(values.columns - observed[row]) / Double(values.columns) < 0.5
    }.map { $0.element.squareRoot() }
    let spread = OrderStatistics.median(deviations) * tuneSigma
    return zip(0..<values.columns, lowest(values, q: q)).map { column, mean in
      Parameters(missing: share(values, column), mean: mean, deviation: spread, bound: .infinity)
    }
  }

  /// QRILC: observed quantiles on those of a normal distribution above the missing share. The slope is a standard
  /// deviation.
  ///
  /// - Throws: `refused` for a sample with more than 90 % missing.
  public static func qrilc(
    _ values: Matrix, samples: [String], tuneSigma: Double
  ) throws(OmicsError) -> [Parameters] {
    var result: [Parameters] = []
    for column in 0..<values.columns {
      let missing = share(values, column)
      guard missing <= 0.9 else {
        throw OmicsError(
          .refused, "sample \"\(samples[column])\" has \(missing * 100) % missing values: QRILC takes up to 90 %",
          hint: "Leave the sample out.")
      }
      let quantiles = OrderStatistics.quantiles(values.column(column), (0..<100).map { 0.001 + 0.01 * Double($0) })
      let normal = (0..<100).map {
        NormalDistribution.standard.quantile(lower: missing + 0.001 + Double($0) * (0.99 - missing) / 99)
      }
      let slope = Descriptive.covariance(normal, quantiles) / Descriptive.variance(normal)
      let mean = Descriptive.mean(quantiles) - slope * Descriptive.mean(normal)
      let bound = mean + slope * NormalDistribution.standard.quantile(lower: missing + 0.001)
      result.append(Parameters(missing: missing, mean: mean, deviation: slope * tuneSigma, bound: bound))
    }
    return result
  }

  private static func share(_ values: Matrix, _ column: Int) -> Double {
    Double(values.column(column).count { $0.isNaN }) / Double(max(1, values.rows))
  }

  /// Draws each missing value from its sample's distribution.
  public static func filled(
    _ values: Matrix, _ parameters: [Parameters], method: String, seed: UInt64, ids: [String], samples: [String]
  ) -> Matrix {
    let columns: [[Double]] = parallelMap(count: values.columns) { column in
      let law = parameters[column]
      let standard = NormalDistribution.standard
      let top = law.deviation > 0 ? standard.lowerTail((law.bound - law.mean) / law.deviation) : 1
      var filled = values.column(column)
      for row in filled.indices where filled[row].isNaN {
        var stream = RandomStream(seed: seed, name: "\(method)\t\(samples[column])\t\(ids[row])")
        filled[row] = law.mean + law.deviation * standard.quantile(lower: stream.uniformOpen() * top)
      }
      return filled
    }
    return Matrix(columns: columns, rows: values.rows)
  }
}
