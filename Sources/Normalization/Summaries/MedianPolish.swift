public import Numerics

/// Tukey's median polish of a block of ions x samples, in the arithmetic of R's `medpolish`.
///
/// Tukey 1977; Irizarry et al. 2003, doi:10.1093/biostatistics/4.2.249. Rows first; missing values are left out.
public enum MedianPolish {
  /// Overall + column effect of each sample (nan without values), and whether it converged.
  public static func summarise(
    _ block: Matrix, epsilon: Double = 0.01, iterations: Int = 10
  ) -> (values: [Double], hasConverged: Bool) {
    var residuals = block
    var overall = 0.0
    var rowEffects = [Double](repeating: 0, count: block.rows)
    var columnEffects = [Double](repeating: 0, count: block.columns)
    var before = 0.0
    var hasConverged = false
    for _ in 0..<iterations {
      for row in 0..<block.rows {
        let median = OrderStatistics.median(residuals.row(row))
        guard !median.isNaN else { continue }
        for column in 0..<block.columns { residuals[row, column] -= median }
        rowEffects[row] += median
      }
      let columnShift = OrderStatistics.median(columnEffects)
      for column in columnEffects.indices { columnEffects[column] -= columnShift }
      overall += columnShift
      for column in 0..<block.columns {
        let median = OrderStatistics.median(residuals.column(column))
        guard !median.isNaN else {
          columnEffects[column] = .nan
          continue
        }
        for row in 0..<block.rows { residuals[row, column] -= median }
        columnEffects[column] += median
      }
      let rowShift = OrderStatistics.median(rowEffects)
      for row in rowEffects.indices { rowEffects[row] -= rowShift }
      overall += rowShift
      var sum = 0.0
      for value in residuals.values where !value.isNaN { sum += abs(value) }
      if sum == 0 || abs(sum - before) < epsilon * sum {
        hasConverged = true
        break
      }
      before = sum
    }
    return (columnEffects.map { overall + $0 }, hasConverged)
  }
}
