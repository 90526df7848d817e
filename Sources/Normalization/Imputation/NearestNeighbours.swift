public import Numerics
public import Schema

/// Fills missing values from the most similar rows, by one of two rules that are different methods.
///
/// Troyanskaya et al. 2001, doi:10.1093/bioinformatics/17.6.520. Rows equally near count in row order.
public enum NearestNeighbours {
  /// The rule of impute 1.72 `impute.knn`, without its split of many rows into clusters.
  ///
  /// The k nearest rows by mean squared difference over the target's observed samples; a hole is the mean of those of
  /// them that have the value, else the sample's mean. Rows with more than `rowMax` missing get sample means over the
  /// other rows, and are nobody's neighbours. `isExact` repeats the reference's slip in the first sample's mean, whose
  /// sum leaves out the first row.
  ///
  /// - Throws: `refused` for a sample with more than `colMax` missing.
  public static func impute(
    _ values: Matrix, samples: [String], k: Int, rowMax: Double, colMax: Double, isExact: Bool = false
  ) throws(OmicsError) -> Matrix {
    let (rows, columns) = (values.rows, values.columns)
    for column in 0..<columns {
      let missing = Double(values.column(column).count { $0.isNaN }) / Double(rows)
      guard missing <= colMax, missing < 1 else {
        throw OmicsError(
          .refused, "sample \"\(samples[column])\" has \(missing * 100) % missing values, more than colmax",
          hint: "Leave the sample out, or raise colmax.")
      }
    }
    let observed = Descriptive.rowObserved(values)
    let block = (0..<rows).filter { Double(columns - observed[$0]) <= rowMax * Double(columns) && observed[$0] > 0 }
    let means: [Double] = (0..<columns).map { column in
      var (sum, count) = (0.0, 0)
      for (position, row) in block.enumerated() where !values[row, column].isNaN {
        if !(isExact && column == 0 && position == 0) { sum += values[row, column] }
        count += 1
      }
      return sum / Double(count)
    }
    let inside = Set(block)
    let transposed = values.transposed()
    let filled: [[Double]] = parallelMap(count: rows) { row in
      var target = values.row(row)
      guard observed[row] < columns else { return target }
      guard inside.contains(row) else { return zip(target, means).map { $0.isNaN ? $1 : $0 } }
      var distances: [(Double, Int)] = []
      for other in block where other != row {
        var (sum, shared) = (0.0, 0)
        for column in 0..<columns {
          let difference = transposed.values[row * columns + column] - transposed.values[other * columns + column]
          if difference.isNaN { continue }
          sum += difference * difference
          shared += 1
        }
        if shared > 0 { distances.append((sum / Double(shared), other)) }
      }
      let near = distances.sorted { $0 < $1 }.prefix(k)
      for column in 0..<columns where target[column].isNaN {
        let donors = near.map { values[$0.1, column] }.filter { !$0.isNaN }
        target[column] = donors.isEmpty ? means[column] : donors.reduce(0, +) / Double(donors.count)
      }
      return target
    }
    return Matrix(rowVectors: filled, columns: columns)
  }

  /// The rule of scikit-learn 1.9 `KNNImputer`.
  ///
  /// For each hole the k nearest rows that have the value, by Euclidean distance over shared samples scaled up to all;
  /// their mean, or weighted by 1 / distance. Without such a row: the sample's mean.
  ///
  /// - Throws: `refused` for a sample without any value.
  public static func scikit(
    _ values: Matrix, samples: [String], k: Int, byDistance: Bool
  ) throws(OmicsError) -> Matrix {
    let (rows, columns) = (values.rows, values.columns)
    let means = Descriptive.columnMeans(values)
    if let empty = means.firstIndex(where: { $0.isNaN }) {
      throw OmicsError(.refused, "sample \"\(samples[empty])\" has no value", hint: "Leave the sample out.")
    }
    let transposed = values.transposed()
    let filled: [[Double]] = parallelMap(count: rows) { row in
      var target = values.row(row)
      guard target.contains(where: { $0.isNaN }) else { return target }
      var distances: [(Double, Int)] = []
      for other in 0..<rows where other != row {
        var (sum, shared) = (0.0, 0)
        for column in 0..<columns {
          let difference = transposed.values[row * columns + column] - transposed.values[other * columns + column]
          if difference.isNaN { continue }
          sum += difference * difference
          shared += 1
        }
        if shared > 0 { distances.append(((sum * Double(columns) / Double(shared)).squareRoot(), other)) }
      }
      distances.sort { $0 < $1 }
      for column in 0..<columns where target[column].isNaN {
        let donors = distances.lazy.filter { !values[$0.1, column].isNaN }.prefix(k).map {
          (distance: $0.0, value: values[$0.1, column])
        }
        target[column] = mean(Array(donors), byDistance) ?? means[column]
      }
      return target
    }
    return Matrix(rowVectors: filled, columns: columns)
  }

  private static func mean(_ donors: [(distance: Double, value: Double)], _ byDistance: Bool) -> Double? {
    guard !donors.isEmpty else { return nil }
    let hasTwin = donors.contains { $0.distance == 0 }
    var (sum, total) = (0.0, 0.0)
    for donor in donors {
      let weight = !byDistance ? 1 : hasTwin ? (donor.distance == 0 ? 1 : 0) : 1 / donor.distance
      sum += weight * donor.value
      total += weight
    }
    return sum / total
  }
}
