internal import Glibc
public import Numerics
public import Schema

/// Library-size factors for count matrices, as edgeR 3.40's `calcNormFactors` gives them.
///
/// Robinson & Oshlack 2010 (TMM), doi:10.1186/gb-2010-11-3-r25; Anders & Huber 2010 (RLE),
/// doi:10.1186/gb-2010-11-10-r106; Bullard et al. 2010 (upper quartile), doi:10.1186/1471-2105-11-94.
/// All factors are scaled to a geometric mean of 1. Sample-set dependent: one more sample changes all.
public enum LibraryFactors {
  /// The method.
  public enum Method: String, Sendable, CaseIterable {
    /// Trimmed mean of M-values.
    case tmm
    /// Relative log expression.
    case rle
    /// Upper quartile.
    case upperquartile
    /// All factors 1.
    case none
  }

  /// Settings of TMM, named as in the reference.
  public struct Settings: Sendable, Hashable {
    /// The share of M-values trimmed at each end.
    public var logratioTrim = 0.3
    /// The share of A-values trimmed at each end.
    public var sumTrim = 0.05
    /// Whether M-values are weighted by inverse variance.
    public var doWeighting = true
    /// Rows with an A-value at or below this are left out.
    public var acutoff = -1e10
    /// The quantile of the upper-quartile method.
    public var quantile = 0.75
    /// The reference column, from 0; nil chooses by the upper quartile.
    public var referenceColumn: Int?
    /// The reference's standard settings.
    public init() {}
  }

  /// Factors of each column of a count matrix (features x samples).
  ///
  /// - Throws: `value` when a count is missing or negative or a library is empty.
  public static func factors(
    _ counts: Matrix, method: Method, settings: Settings = Settings()
  ) throws(OmicsError) -> [Double] {
    let sizes = try librarySizes(counts)
    let kept = (0..<counts.rows).filter { row in (0..<counts.columns).contains { counts[row, $0] > 0 } }
    guard !kept.isEmpty, counts.columns > 1, method != .none else {
      return [Double](repeating: 1, count: counts.columns)
    }
    let columns = (0..<counts.columns).map { column in kept.map { counts[$0, column] } }
    var factors: [Double]
    switch method {
    case .tmm: factors = trimmedMeanFactors(columns, sizes, settings)
    case .rle: factors = relativeLogFactors(columns, sizes)
    case .upperquartile: factors = upperQuartiles(columns, sizes, settings.quantile)
    case .none: factors = [Double](repeating: 1, count: counts.columns)
    }
    let centre = exp(factors.reduce(0) { $0 + log($1) } / Double(factors.count))
    for index in factors.indices { factors[index] /= centre }
    guard factors.allSatisfy(\.isFinite) else {
      throw OmicsError(
        .value, "library factors cannot be computed: a sample shares too few counts with the others",
        hint: "Remove samples with almost no counts.")
    }
    return factors
  }

  /// Column sums before any row is dropped.
  public static func librarySizes(_ counts: Matrix) throws(OmicsError) -> [Double] {
    var sizes: [Double] = []
    for column in 0..<counts.columns {
      var sum = 0.0
      for row in 0..<counts.rows {
        let value = counts[row, column]
        guard value >= 0 else {
          throw OmicsError(
            .value, "count methods need counts without missing or negative values",
            hint: "Found \(value.isNaN ? "a missing value" : "\(value)") in column \(column + 1).")
        }
        sum += value
      }
      guard sum > 0 else { throw OmicsError(.value, "library size of column \(column + 1) is zero") }
      sizes.append(sum)
    }
    return sizes
  }

  // MARK: TMM

  private static func trimmedMeanFactors(_ x: [[Double]], _ sizes: [Double], _ settings: Settings) -> [Double] {
    let reference = settings.referenceColumn ?? referenceColumn(x, sizes)
    return x.indices.map { column in
      trimmedMean(x[column], sizes[column], x[reference], sizes[reference], settings)
    }
  }

  /// The column whose upper quartile is nearest the mean; the one with the largest root sum when quartiles are zero.
  static func referenceColumn(_ x: [[Double]], _ sizes: [Double]) -> Int {
    let quartiles = upperQuartiles(x, sizes, 0.75)
    if OrderStatistics.median(quartiles) < 1e-20 {
      let roots = x.map { $0.reduce(0) { $0 + $1.squareRoot() } }
      return firstIndex(of: roots) { $0 > $1 }
    }
    let mean = quartiles.reduce(0, +) / Double(quartiles.count)
    return firstIndex(of: quartiles.map { abs($0 - mean) }) { $0 < $1 }
  }

  private static func firstIndex(of values: [Double], better: (Double, Double) -> Bool) -> Int {
    var best = 0
    for index in values.indices where better(values[index], values[best]) { best = index }
    return best
  }

  private static func trimmedMean(
    _ observed: [Double], _ observedSize: Double, _ reference: [Double], _ referenceSize: Double, _ settings: Settings
  ) -> Double {
    var ratios: [Double] = []
    var averages: [Double] = []
    var variances: [Double] = []
    for index in observed.indices {
      let (o, r) = (observed[index], reference[index])
      guard o > 0, r > 0 else { continue }
      let m = log2((o / observedSize) / (r / referenceSize))
      let a = (log2(o / observedSize) + log2(r / referenceSize)) / 2
      guard m.isFinite, a.isFinite, a > settings.acutoff else { continue }
      ratios.append(m)
      averages.append(a)
      variances.append((observedSize - o) / observedSize / o + (referenceSize - r) / referenceSize / r)
    }
    guard let largest = ratios.map(abs).max(), largest >= 1e-6 else { return 1 }
    let n = Double(ratios.count)
    let lowRatio = (n * settings.logratioTrim).rounded(.down) + 1
    let lowAverage = (n * settings.sumTrim).rounded(.down) + 1
    let ratioRanks = OrderStatistics.ranks(ratios)
    let averageRanks = OrderStatistics.ranks(averages)
    var numerator = 0.0
    var denominator = 0.0
    for index in ratios.indices {
      guard
        ratioRanks[index] >= lowRatio, ratioRanks[index] <= n + 1 - lowRatio, averageRanks[index] >= lowAverage,
        averageRanks[index] <= n + 1 - lowAverage
      else { continue }
      let weight = settings.doWeighting ? 1 / variances[index] : 1
      numerator += ratios[index] * weight
      denominator += weight
    }
    let mean = numerator / denominator
    return mean.isNaN ? 1 : exp2(mean)
  }

  // MARK: RLE and upper quartile

  private static func relativeLogFactors(_ x: [[Double]], _ sizes: [Double]) -> [Double] {
    let rows = x[0].count
    var means = [Double](repeating: 0, count: rows)
    for column in x {
      for row in 0..<rows { means[row] += log(column[row]) }
    }
    for row in 0..<rows { means[row] = exp(means[row] / Double(x.count)) }
    return x.indices.map { column in
      var ratios: [Double] = []
      for row in 0..<rows where means[row] > 0 { ratios.append(x[column][row] / means[row]) }
      return OrderStatistics.median(ratios) / sizes[column]
    }
  }

  private static func upperQuartiles(_ x: [[Double]], _ sizes: [Double], _ probability: Double) -> [Double] {
    x.indices.map { OrderStatistics.quantile(x[$0], probability) / sizes[$0] }
  }
}
