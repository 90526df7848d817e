/// Ordinary least squares for one or many responses on one complete design.
public enum LeastSquares {
  /// Coefficients of y on the columns of x; `nan` for columns that depend on columns before them.
  public static func solve(_ x: Matrix, _ y: [Double]) -> [Double] {
    PivotedQR(x).coefficients(y)
  }

  /// Coefficients for every column of y: one column of the result a response.
  public static func solve(_ x: Matrix, _ y: Matrix) -> Matrix {
    precondition(x.rows == y.rows, "design and responses have the same number of rows")
    let factor = PivotedQR(x)
    return Matrix(columns: (0..<y.columns).map { factor.coefficients(y.column($0)) }, rows: x.columns)
  }
}
