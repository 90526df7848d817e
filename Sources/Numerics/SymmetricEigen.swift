internal import CBlas
public import Schema

/// The eigenvalues and eigenvectors of a symmetric matrix (dsyevd), with fixed signs.
///
/// Values descend; vectors are the columns, of length 1, with the component of largest size positive. Only the lower
/// triangle of the input is read.
public struct SymmetricEigen: Sendable {
  /// Eigenvalues, descending.
  public let values: [Double]
  /// Eigenvectors, one a column, in the order of `values`.
  public let vectors: Matrix

  /// Decomposes a square symmetric matrix; throws `value` on missing or infinite values, `fault` without convergence.
  public init(_ matrix: Matrix) throws(OmicsError) {
    precondition(matrix.rows == matrix.columns, "a symmetric matrix is square")
    let size = matrix.rows
    guard matrix.values.allSatisfy({ $0.isFinite }) else {
      throw OmicsError(
        .value, "an eigenvalue decomposition needs finite values",
        hint: "impute or remove missing values before this step")
    }
    var work = matrix
    var ascending = [Double](repeating: 0, count: size)
    if size > 0 {
      BlasRuntime.prepare()
      let status = LAPACKE_dsyevd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(size), &work.values, Int32(size),
        &ascending)
      guard status == 0 else {
        throw OmicsError(.fault, "the eigenvalue decomposition did not converge (dsyevd \(status))")
      }
    }
    var ordered = work.selectingColumns(Array((0..<size).reversed()))
    for column in 0..<size where Self.largestComponentIsNegative(ordered, column: column) {
      for row in 0..<size { ordered[row, column] = -ordered[row, column] }
    }
    values = ascending.reversed()
    vectors = ordered
  }

  static func largestComponentIsNegative(_ matrix: Matrix, column: Int) -> Bool {
    var largest = 0.0
    for row in 0..<matrix.rows where abs(matrix[row, column]) > abs(largest) { largest = matrix[row, column] }
    return largest < 0
  }
}
