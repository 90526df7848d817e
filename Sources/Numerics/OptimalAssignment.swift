/// The assignment of rows to columns with the largest sum (Kuhn 1955, doi:10.1002/nav.3800020109), by shortest
/// augmenting paths in cubic time.
public enum OptimalAssignment {
  /// The column of each row, every column at most once, so that the sum of `weights[row][column]` is largest.
  ///
  /// There must be at least as many columns as rows, all rows of one length, all weights finite. Of equal assignments the
  /// one found first, in order of rows and columns, is taken.
  public static func largest(_ weights: [[Double]]) -> [Int] {
    let rows = weights.count
    guard rows > 0 else { return [] }
    let columns = weights[0].count
    precondition(rows <= columns, "at least as many columns as rows")
    // Row and column 0 are the path's start; potentials make every reduced cost non-negative.
    var rowPotential = [Double](repeating: 0, count: rows + 1)
    var columnPotential = [Double](repeating: 0, count: columns + 1)
    var rowOf = [Int](repeating: 0, count: columns + 1)
    var before = rowOf
    for row in 1...rows {
      rowOf[0] = row
      var column = 0
      var least = [Double](repeating: .infinity, count: columns + 1)
      var isUsed = [Bool](repeating: false, count: columns + 1)
      repeat {
        isUsed[column] = true
        let current = rowOf[column]
        var step = Double.infinity
        var next = 0
        for other in 1...columns where !isUsed[other] {
          let cost = -weights[current - 1][other - 1] - rowPotential[current] - columnPotential[other]
          if cost < least[other] {
            least[other] = cost
            before[other] = column
          }
          if least[other] < step {
            step = least[other]
            next = other
          }
        }
        for other in 0...columns {
          if isUsed[other] {
            rowPotential[rowOf[other]] += step
            columnPotential[other] -= step
          } else {
            least[other] -= step
          }
        }
        column = next
      } while rowOf[column] != 0
      repeat {
        rowOf[column] = rowOf[before[column]]
        column = before[column]
      } while column != 0
    }
    var result = [Int](repeating: 0, count: rows)
    for column in 1...columns where rowOf[column] > 0 { result[rowOf[column] - 1] = column - 1 }
    return result
  }
}
