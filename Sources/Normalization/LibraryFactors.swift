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
    /// Trimmed mean of M-values with singleton pairing.
    case tmmwsp
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
    /// The reference column, from 0; nil chooses by the method's rule.
    public var referenceColumn: Int?
    /// The reference's standard settings.
    public init() {}
  }

  /// Factors of each column of a count matrix (features x samples).
  ///
  /// - Parameter samples: their names, for messages.
  /// - Throws: `value` when a count is missing or negative or a library is empty.
  public static func factors(
    _ counts: Matrix, method: Method, settings: Settings = Settings(), samples: [String] = [], threads: Int? = nil
  ) throws(OmicsError) -> [Double] {
    let sizes = try librarySizes(counts, samples: samples)
    guard sizes.count > 1, method != .none, counts.rows > 0 else {
      return [Double](repeating: 1, count: counts.columns)
    }
    let x = PositiveRows(counts)
    guard x.rows > 0 else { return [Double](repeating: 1, count: counts.columns) }
    var factors: [Double]
    switch method {
    case .tmm:
      let reference = settings.referenceColumn ?? referenceColumn(x, sizes, threads: threads)
      factors = TrimmedMeanFactors(x, sizes, reference: reference, settings: settings).all(threads: threads)
    case .tmmwsp:
      let reference = settings.referenceColumn ?? largestRootSum(x)
      factors = SingletonPairingFactors(x, sizes, reference: reference, settings: settings).all(threads: threads)
    case .rle: factors = relativeLogFactors(x, sizes, threads: threads)
    case .upperquartile:
      factors = upperQuartiles(x, sizes, settings.quantile, threads: threads)
      if let empty = factors.firstIndex(of: 0) {
        throw OmicsError(
          .value, "the upper quartile of \(name(empty, samples)) is zero: its factor would be zero",
          hint: "Pass a higher quantile (--set p=0.9), or use tmm.")
      }
    case .none: factors = [Double](repeating: 1, count: counts.columns)
    }
    let centre = exp(factors.reduce(0) { $0 + log($1) } / Double(factors.count))
    for index in factors.indices { factors[index] /= centre }
    guard factors.allSatisfy({ $0.isFinite }) else {
      throw OmicsError(
        .value, "library factors cannot be computed: a sample shares too few counts with the others",
        hint: "Remove samples with almost no counts.")
    }
    return factors
  }

  /// Column sums before any row is dropped.
  ///
  /// - Throws: `value` for a missing or negative count and for an empty library.
  public static func librarySizes(_ counts: Matrix, samples: [String] = []) throws(OmicsError) -> [Double] {
    var sizes: [Double] = []
    for column in 0..<counts.columns {
      var sum = 0.0
      var least = Double.infinity
      var isWhole = true
      counts.values.withUnsafeBufferPointer { values in
        for index in column * counts.rows..<(column + 1) * counts.rows {
          let value = values[index]
          if !(value >= 0) { isWhole = false }
          least = min(least, value)
          sum += value
        }
      }
      guard isWhole else {
        throw OmicsError(
          .value, "count methods need counts without missing or negative values",
          hint: "Found \(sum.isNaN ? "a missing value" : "\(least)") in \(name(column, samples)).")
      }
      guard sum > 0 else {
        throw OmicsError(.value, "library size of \(name(column, samples)) is zero", hint: "Leave the sample out.")
      }
      sizes.append(sum)
    }
    return sizes
  }

  /// A sample by its name where that is known, else by its place.
  static func name(_ column: Int, _ samples: [String]) -> String {
    samples.indices.contains(column) ? "sample \"\(samples[column])\"" : "column \(column + 1)"
  }

  // MARK: Reference columns

  /// The column whose upper quartile is nearest the mean; the one with the largest root sum when quartiles are zero.
  static func referenceColumn(_ x: PositiveRows, _ sizes: [Double], threads: Int? = nil) -> Int {
    let quartiles = upperQuartiles(x, sizes, 0.75, threads: threads)
    if OrderStatistics.median(quartiles) < 1e-20 { return largestRootSum(x) }
    let mean = quartiles.reduce(0, +) / Double(quartiles.count)
    return firstIndex(of: quartiles.map { abs($0 - mean) }) { $0 < $1 }
  }

  private static func largestRootSum(_ x: PositiveRows) -> Int {
    firstIndex(of: (0..<x.columns).map { x.column($0).reduce(0) { $0 + $1.squareRoot() } }) { $0 > $1 }
  }

  private static func firstIndex(of values: [Double], better: (Double, Double) -> Bool) -> Int {
    var best = 0
    for index in values.indices where better(values[index], values[best]) { best = index }
    return best
  }

  // MARK: RLE and upper quartile

  private static func relativeLogFactors(_ x: PositiveRows, _ sizes: [Double], threads: Int?) -> [Double] {
    let means = x.logMeans(missingIsZero: false, threads: threads).map { exp($0) }
    let usable = means.indices.filter { means[$0] > 0 }
    return parallelMap(count: x.columns, threads: threads) { column in
      var ratios = x.column(column).withUnsafeBufferPointer { values in usable.map { values[$0] / means[$0] } }
      return OrderStatistics.median(inPlace: &ratios) / sizes[column]
    }
  }

  private static func upperQuartiles(
    _ x: PositiveRows, _ sizes: [Double], _ probability: Double, threads: Int?
  ) -> [Double] {
    x.perSample(threads: threads) {
      BucketSelection()
    } _: { column, selection in
      let quantile = x.column(column).withUnsafeBufferPointer { selection.quantile($0, probability) }
      return quantile / sizes[column]
    }
  }
}
