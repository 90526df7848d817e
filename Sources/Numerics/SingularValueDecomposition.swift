internal import CBlas
public import Schema

/// The thin singular value decomposition A = U diag(values) V' (dgesdd), with fixed signs.
///
/// With k = min(rows, columns): U is rows x k, V' is k x columns, the values descend. In every column of U the component
/// of largest size (the first of equals) is positive, so that equal inputs give equal vectors.
public struct SingularValueDecomposition: Sendable {
  /// Left singular vectors, one a column.
  public let u: Matrix
  /// Singular values, descending.
  public let values: [Double]
  /// Right singular vectors, one a row.
  public let vTransposed: Matrix

  /// Decomposes a matrix; throws `value` on missing or infinite values, `fault` if the iteration does not converge.
  public init(_ matrix: Matrix) throws(OmicsError) {
    let size = min(matrix.rows, matrix.columns)
    var left = Matrix(rows: matrix.rows, columns: size)
    var right = Matrix(rows: size, columns: matrix.columns)
    var singular = [Double](repeating: 0, count: size)
    guard matrix.values.allSatisfy({ $0.isFinite }) else {
      throw OmicsError(
        .value, "a singular value decomposition needs finite values",
        hint: "impute or remove missing values before this step")
    }
    if size > 0 {
      BlasRuntime.prepare()
      var work = matrix.values
      let status = LAPACKE_dgesdd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), Int32(matrix.rows), Int32(matrix.columns), &work,
        Int32(matrix.rows), &singular, &left.values, Int32(matrix.rows), &right.values, Int32(size))
      guard status == 0 else {
        throw OmicsError(.fault, "the singular value decomposition did not converge (dgesdd \(status))")
      }
    }
    for column in 0..<size where SymmetricEigen.largestComponentIsNegative(left, column: column) {
      for row in 0..<left.rows { left[row, column] = -left[row, column] }
      for other in 0..<right.columns { right[column, other] = -right[column, other] }
    }
    u = left
    values = singular
    vTransposed = right
  }
}
