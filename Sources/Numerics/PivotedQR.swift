/// A Householder QR factorisation with limited column pivoting: the rank rule of R's `lm`.
///
/// Columns are taken in order; a column whose remaining length falls below `tolerance` times its full length depends
/// on the columns before it and moves behind the last column. So the first independent set is kept, in order. The
/// arithmetic is plain loops in a fixed order: the same bytes on every machine with IEEE doubles.
public struct PivotedQR: Sendable {
  /// Number of rows of the factored matrix.
  public let rows: Int
  /// Number of columns of the factored matrix.
  public let columns: Int
  /// Number of linearly independent columns.
  public let rank: Int
  /// For every position of the factor the column of the input that stands there; dependent columns come last.
  public let pivot: [Int]
  /// Householder vectors below R, column-major `rows x columns`; the vectors' leading values are in `leading`.
  let factor: [Double]
  let leading: [Double]

  /// Factors a matrix without missing values.
  public init(_ matrix: Matrix, tolerance: Double = 1e-7) {
    let (n, p) = (matrix.rows, matrix.columns)
    var work = matrix.values
    var order = Array(0..<p)
    var heads = [Double](repeating: 0, count: p)
    var remaining = [Double](repeating: 0, count: p)
    var full = [Double](repeating: 0, count: p)
    for column in 0..<p {
      let length = Self.length(work, column * n, n)
      remaining[column] = length
      full[column] = length == 0 ? 1 : length
    }
    var independent = p
    for step in 0..<min(n, p) {
      while step < independent, remaining[step] < full[step] * tolerance {
        Self.moveToEnd(step, of: n, &work)
        remaining.append(remaining.remove(at: step))
        full.append(full.remove(at: step))
        order.append(order.remove(at: step))
        independent -= 1
      }
      guard step < independent, step < n - 1 else { continue }
      let base = step * n
      var length = Self.length(work, base + step, n - step)
      guard length != 0 else { continue }
      if work[base + step] < 0 { length = -length }
      for row in step..<n { work[base + row] /= length }
      work[base + step] += 1
      for column in step + 1..<max(p, step + 1) {
        let other = column * n
        var product = 0.0
        for row in step..<n { product += work[base + row] * work[other + row] }
        let scale = -product / work[base + step]
        for row in step..<n { work[other + row] += scale * work[base + row] }
        guard remaining[column] != 0 else { continue }
        let ratio = abs(work[other + step]) / remaining[column]
        let share = max(1 - ratio * ratio, 0)
        if share < 1e-6 {
          remaining[column] = Self.length(work, other + step + 1, n - step - 1)
        } else {
          remaining[column] *= share.squareRoot()
        }
      }
      heads[step] = work[base + step]
      work[base + step] = -length
    }
    rows = n
    columns = p
    rank = min(independent, n)
    pivot = order
    factor = work
    leading = heads
  }

  /// The independent columns of the input, ascending.
  public var independentColumns: [Int] { pivot[..<rank].sorted() }

  /// The columns of the input that depend on columns before them, ascending; not estimable in a model.
  public var dependentColumns: [Int] { pivot[rank...].sorted() }

  private static func length(_ values: [Double], _ start: Int, _ count: Int) -> Double {
    var scale = 0.0
    for index in start..<start + max(count, 0) { scale = max(scale, abs(values[index])) }
    guard scale > 0, scale.isFinite else { return scale }
    var sum = 0.0
    for index in start..<start + count {
      let value = values[index] / scale
      sum += value * value
    }
    return scale * sum.squareRoot()
  }

  private static func moveToEnd(_ column: Int, of rows: Int, _ work: inout [Double]) {
    let moved = Array(work[column * rows..<(column + 1) * rows])
    work.removeSubrange(column * rows..<(column + 1) * rows)
    work += moved
  }
}

extension PivotedQR {
  /// Q'y: the response turned into the basis of the factor, in place over a raw buffer of `rows` values.
  @inline(__always)
  func turn(_ y: UnsafeMutablePointer<Double>) {
    factor.withUnsafeBufferPointer { factor in
      for step in 0..<rank where leading[step] != 0 {
        let base = step * rows
        var product = leading[step] * y[step]
        for row in step + 1..<max(rows, step + 1) { product += factor[base + row] * y[row] }
        let scale = -product / leading[step]
        y[step] += scale * leading[step]
        for row in step + 1..<max(rows, step + 1) { y[row] += scale * factor[base + row] }
      }
    }
  }

  /// Solves R b = head in place for the first `rank` values.
  @inline(__always)
  func backSolve(_ head: UnsafeMutablePointer<Double>) {
    factor.withUnsafeBufferPointer { factor in
      for position in stride(from: rank - 1, through: 0, by: -1) {
        var value = head[position]
        for later in position + 1..<max(rank, position + 1) { value -= factor[later * rows + position] * head[later] }
        head[position] = value / factor[position * rows + position]
      }
    }
  }

  private func turnedBack(_ effects: [Double]) -> [Double] {
    var result = effects
    for step in stride(from: rank - 1, through: 0, by: -1) where leading[step] != 0 {
      let base = step * rows
      var product = leading[step] * result[step]
      for row in step + 1..<max(rows, step + 1) { product += factor[base + row] * result[row] }
      let scale = -product / leading[step]
      result[step] += scale * leading[step]
      for row in step + 1..<max(rows, step + 1) { result[row] += scale * factor[base + row] }
    }
    return result
  }

  /// Q'y: the first `rank` values belong to the columns, the rest are residual effects.
  public func effects(_ y: [Double]) -> [Double] {
    precondition(y.count == rows, "the response has the matrix's number of rows")
    var work = y
    work.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { turn(start) } }
    return work
  }

  /// Least-squares coefficients in the order of the input's columns; `nan` for dependent columns.
  public func coefficients(_ y: [Double]) -> [Double] {
    var work = effects(y)
    work.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { backSolve(start) } }
    var result = [Double](repeating: .nan, count: columns)
    for position in 0..<rank { result[pivot[position]] = work[position] }
    return result
  }

  /// The least-squares fit of a response.
  public func fitted(_ y: [Double]) -> [Double] {
    var work = effects(y)
    for row in rank..<rows { work[row] = 0 }
    return turnedBack(work)
  }

  /// The least-squares residuals of a response.
  public func residuals(_ y: [Double]) -> [Double] {
    var work = effects(y)
    for row in 0..<rank { work[row] = 0 }
    return turnedBack(work)
  }

  /// The residual sum of squares of a response.
  public func residualSumOfSquares(_ y: [Double]) -> Double {
    effects(y)[rank...].reduce(0) { $0 + $1 * $1 }
  }

  /// (X'X)^-1 over the independent columns, in input order; rows and columns of dependent columns are `nan`.
  public func unscaledCovariance() -> Matrix {
    var inverse = Matrix(rows: rank, columns: rank)
    for column in 0..<rank {
      inverse[column, column] = 1
      inverse.values.withUnsafeMutableBufferPointer {
        if let start = $0.baseAddress { backSolve(start + column * rank) }
      }
    }
    var result = Matrix(rows: columns, columns: columns, repeating: .nan)
    for first in 0..<rank {
      for second in 0...first {
        var sum = 0.0
        for index in first..<rank { sum += inverse[first, index] * inverse[second, index] }
        result[pivot[first], pivot[second]] = sum
        result[pivot[second], pivot[first]] = sum
      }
    }
    return result
  }

  /// The leverages: the diagonal of the projection on the columns, one a row, summing to the rank.
  public func hatValues() -> [Double] {
    var result = [Double](repeating: 0, count: rows)
    for column in 0..<rank {
      var unit = [Double](repeating: 0, count: rows)
      unit[column] = 1
      for (row, value) in turnedBack(unit).enumerated() { result[row] += value * value }
    }
    return result
  }
}
