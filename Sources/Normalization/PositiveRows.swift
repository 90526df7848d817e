internal import Glibc
internal import Numerics

/// The rows of a count matrix that hold any count, without copying the matrix when all do.
struct PositiveRows: Sendable {
  /// How many rows there are.
  let rows: Int
  /// How many samples there are.
  let columns: Int
  private let values: [Double]

  init(_ counts: Matrix) {
    var isPositive = [Bool](repeating: false, count: counts.rows)
    for column in 0..<counts.columns {
      counts.values.withUnsafeBufferPointer { values in
        let base = column * counts.rows
        for row in 0..<counts.rows where values[base + row] > 0 { isPositive[row] = true }
      }
    }
    columns = counts.columns
    if isPositive.allSatisfy({ $0 }) {
      rows = counts.rows
      values = counts.values
    } else {
      let kept = counts.selectingRows(isPositive.indices.filter { isPositive[$0] })
      rows = kept.rows
      values = kept.values
    }
  }

  /// The counts of one sample.
  func column(_ column: Int) -> ArraySlice<Double> { values[column * rows..<(column + 1) * rows] }

  /// The mean natural logarithm of every row over all samples; -infinity for a row with a zero, unless a zero counts as
  /// a logarithm of 0.
  func logMeans(missingIsZero: Bool, threads: Int?) -> [Double] {
    let block = 2048
    let blocks = (rows + block - 1) / block
    let parts: [[Double]] = parallelMap(count: blocks, threads: threads) { index in
      let range = index * block..<min(rows, (index + 1) * block)
      var sums = [Double](repeating: 0, count: range.count)
      values.withUnsafeBufferPointer { values in
        for column in 0..<columns {
          for (place, row) in range.enumerated() {
            let count = values[column * rows + row]
            if missingIsZero {
              if count > 0 { sums[place] += log(count) }
            } else if sums[place] != -.infinity {
              sums[place] += log(count)
            }
          }
        }
      }
      return sums.map { $0 / Double(columns) }
    }
    return parts.flatMap { $0 }
  }

  /// One figure a sample, computed in blocks of samples that share what `makeScratch` makes: memory as large as a column
  /// costs more to get than to fill.
  func perSample<Scratch>(
    threads: Int?, _ makeScratch: @Sendable () -> Scratch, _ body: @Sendable (Int, inout Scratch) -> Double
  ) -> [Double] {
    let block = 16
    let parts: [[Double]] = parallelMap(count: (columns + block - 1) / block, threads: threads) { index in
      var scratch = makeScratch()
      return (index * block..<min(columns, (index + 1) * block)).map { body($0, &scratch) }
    }
    return parts.flatMap { $0 }
  }
}
