public import Numerics

/// Removes intensity-dependent differences between samples by repeated smoothing (limma 3.54 `normalizeCyclicLoess`).
///
/// Ballman et al. 2004, doi:10.1093/bioinformatics/bth327 (fast); Bolstad et al. 2003,
/// doi:10.1093/bioinformatics/19.2.185 (pairs). Curves are lowess with three rounds of robustness.
public enum CyclicLoess {
  /// Which samples are compared with which.
  public enum Variant: String, Sendable, CaseIterable {
    /// Each sample with the row means.
    case fast
    /// All pairs, adjusted together at the end of a round.
    case affy
    /// All pairs, each adjusted at once.
    case pairs
  }

  /// The matrix without the curves.
  ///
  /// A missing value stays missing; in a pair, a value without a partner is left as it is.
  public static func compute(
    _ values: Matrix, variant: Variant = .fast, span: Double = 0.7, iterations: Int = 3, threads: Int? = nil
  ) -> Matrix {
    var result = values
    guard values.columns > 1 else { return values }
    for _ in 0..<iterations {
      switch variant {
      case .fast: fastRound(&result, span, threads)
      case .affy: affyRound(&result, span, threads)
      case .pairs: pairsRound(&result, span)
      }
    }
    return result
  }

  private static func curve(_ difference: [Double], _ level: [Double], _ span: Double) -> [Double] {
    Lowess.fit(x: level, y: difference, span: span, iterations: 3).map { $0.isNaN ? 0 : $0 }
  }

  private static func fastRound(_ values: inout Matrix, _ span: Double, _ threads: Int?) {
    let current = values
    let means = Descriptive.rowMeans(current)
    let columns: [[Double]] = parallelMap(count: current.columns, threads: threads) { index in
      let column = current.column(index)
      let curve = curve(zip(column, means).map { $0 - $1 }, means, span)
      return zip(column, curve).map { $0 - $1 }
    }
    values = Matrix(columns: columns, rows: current.rows)
  }

  private static func affyRound(_ values: inout Matrix, _ span: Double, _ threads: Int?) {
    let current = values
    let count = current.columns
    let pairs = (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { (first, $0) } }
    let curves: [[Double]] = parallelMap(count: pairs.count, threads: threads) { index in
      pairCurve(current, pairs[index].0, pairs[index].1, span)
    }
    var adjustment = Matrix(rows: current.rows, columns: count)
    for ((first, second), curve) in zip(pairs, curves) {
      for row in 0..<current.rows {
        adjustment[row, second] += curve[row]
        adjustment[row, first] -= curve[row]
      }
    }
    for index in values.values.indices { values.values[index] -= adjustment.values[index] / Double(count) }
  }

  private static func pairsRound(_ values: inout Matrix, _ span: Double) {
    for first in 0..<values.columns {
      for second in first + 1..<max(values.columns, first + 1) {
        let curve = pairCurve(values, first, second, span)
        for row in 0..<values.rows {
          values[row, first] += curve[row] / 2
          values[row, second] -= curve[row] / 2
        }
      }
    }
  }

  private static func pairCurve(_ values: Matrix, _ first: Int, _ second: Int, _ span: Double) -> [Double] {
    let (a, b) = (values.column(first), values.column(second))
    return curve(zip(a, b).map { $1 - $0 }, zip(a, b).map { 0.5 * ($0 + $1) }, span)
  }
}
