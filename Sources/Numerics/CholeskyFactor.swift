internal import CBlas
internal import Glibc
public import Schema

/// The Cholesky factor L of a symmetric positive definite matrix A = LL' (dpotrf).
public struct CholeskyFactor: Sendable {
  /// The lower triangular factor; zeros above the diagonal.
  public let lower: Matrix

  /// Factors a square matrix, reading its lower triangle; throws `refused` if it is not positive definite.
  public init(_ matrix: Matrix) throws(OmicsError) {
    precondition(matrix.rows == matrix.columns, "a symmetric matrix is square")
    let size = matrix.rows
    var work = matrix
    if size > 0 {
      BlasRuntime.prepare()
      let status = LAPACKE_dpotrf(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(size), &work.values, Int32(size))
      guard status == 0, (0..<size).allSatisfy({ work[$0, $0].isFinite }) else {
        throw OmicsError(
          .refused, "the matrix is not positive definite", hint: "remove collinear columns or add a ridge term")
      }
    }
    for column in 0..<size {
      for row in 0..<column { work[row, column] = 0 }
    }
    lower = work
  }

  /// The solution x of Ax = b.
  public func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rows: b.count, columns: 1, values: b)).values
  }

  /// The solutions X of AX = B, one a column.
  public func solve(_ b: Matrix) -> Matrix {
    precondition(b.rows == lower.rows, "the right side has the matrix's number of rows")
    var result = b
    guard b.rows > 0, b.columns > 0 else { return result }
    BlasRuntime.prepare()
    for transpose in [CblasNoTrans, CblasTrans] {
      cblas_dtrsm(
        CblasColMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, Int32(b.rows), Int32(b.columns), 1,
        lower.values, Int32(b.rows), &result.values, Int32(b.rows))
    }
    return result
  }

  /// The inverse of A.
  public func inverse() -> Matrix { solve(.identity(lower.rows)) }

  /// The natural logarithm of the determinant of A.
  public var logDeterminant: Double {
    var sum = 0.0
    for index in 0..<lower.rows { sum += 2 * Glibc.log(lower[index, index]) }
    return sum
  }
}
