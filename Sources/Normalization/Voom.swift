internal import Glibc
public import Numerics
public import Schema

/// Counts as log2 counts per million with a precision weight each, as limma 3.54's `voom` gives them.
///
/// Law et al. 2014, doi:10.1186/gb-2014-15-2-r29. E = log2((x + 0.5) / (L + 1) 1e6) with effective libraries L; the square
/// root of the residual standard deviation of each row is smoothed over its mean log2 count (lowess); the weight of an
/// observation is the trend at its fitted log2 count, to the power -4.
public enum Voom {
  /// What comes out.
  public struct Result: Sendable {
    /// log2 counts per million, features x samples.
    public var values: Matrix
    /// The inverse relative variance of each value.
    public var weights: Matrix
    /// The points the trend is drawn through: mean log2 count and root residual standard deviation of each row with any
    /// count, nan for rows without.
    public var points: (x: [Double], y: [Double])
    /// Whether there was a trend; without replication all weights are 1.
    public var hasTrend: Bool
  }

  /// Transforms a count matrix.
  ///
  /// - Parameters:
  ///   - librarySizes: effective library sizes.
  ///   - design: samples x coefficients; dependent columns are left out of the fit.
  ///   - span: the share of rows in a window of the trend.
  public static func transform(
    _ counts: Matrix, librarySizes: [Double], design: Matrix, span: Double = 0.5, threads: Int? = nil
  ) throws(OmicsError) -> Result {
    var values = counts
    for column in 0..<counts.columns {
      let size = librarySizes[column] + 1
      for row in 0..<counts.rows { values[row, column] = log2((counts[row, column] + 0.5) / size * 1e6) }
    }
    let fit = try RowwiseLinearModel(design: design).fit(values, threads: threads)
    var result = Result(
      values: values, weights: Matrix(rows: counts.rows, columns: counts.columns, repeating: 1), points: ([], []),
      hasTrend: false)
    guard fit.dfResidual.count(where: { $0 > 0 }) > 1 else { return result }
    let shift = Descriptive.mean(librarySizes.map { log2($0 + 1) }) - log2(1e6)
    var x = fit.averageExpression.map { $0 + shift }
    var y = fit.sigma.map { $0.squareRoot() }
    for row in 0..<counts.rows where !(0..<counts.columns).contains(where: { counts[row, $0] > 0 }) {
      x[row] = .nan
      y[row] = .nan
    }
    result.points = (x, y)
    let trend = LinearInterpolation(x: x, y: Lowess.fit(x: x, y: y, span: span))
    guard !trend.x.isEmpty else { return result }
    result.hasTrend = true
    let estimable = (0..<design.columns).filter { !fit.nonEstimable.contains($0) }
    let weights: [[Double]] = parallelMap(count: counts.columns, threads: threads) { column in
      let scale = log2(librarySizes[column] + 1) - log2(1e6)
      return (0..<counts.rows).map { row in
        var fitted = 0.0
        for term in estimable { fitted += fit.coefficients[row, term] * design[column, term] }
        let height = trend(fitted + scale)
        return 1 / (height * height * height * height)
      }
    }
    result.weights = Matrix(columns: weights, rows: counts.rows)
    return result
  }
}
