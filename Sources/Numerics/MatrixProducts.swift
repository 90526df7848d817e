internal import CBlas

extension Matrix {
  /// The matrix product, either side transposed on demand (dgemm).
  ///
  /// The result has the rows of the (transposed) left side and the columns of the (transposed) right side. A `nan`
  /// spreads to every value it takes part in.
  public func multiplied(
    by other: Matrix, transposingSelf: Bool = false, transposingOther: Bool = false
  ) -> Matrix {
    let outerRows = transposingSelf ? columns : rows
    let inner = transposingSelf ? rows : columns
    let otherInner = transposingOther ? other.columns : other.rows
    let outerColumns = transposingOther ? other.rows : other.columns
    precondition(inner == otherInner, "inner dimensions of a product agree")
    var result = Matrix(rows: outerRows, columns: outerColumns)
    guard outerRows > 0, outerColumns > 0, inner > 0 else { return result }
    BlasRuntime.prepare()
    cblas_dgemm(
      CblasColMajor, transposingSelf ? CblasTrans : CblasNoTrans, transposingOther ? CblasTrans : CblasNoTrans,
      Int32(outerRows), Int32(outerColumns), Int32(inner), 1, values, Int32(rows), other.values, Int32(other.rows), 0,
      &result.values, Int32(outerRows))
    return result
  }

  /// The product with a vector (dgemv); `transposingSelf` multiplies with the transpose.
  public func multiplied(by vector: [Double], transposingSelf: Bool = false) -> [Double] {
    precondition(vector.count == (transposingSelf ? rows : columns), "the vector fits the matrix")
    var result = [Double](repeating: 0, count: transposingSelf ? columns : rows)
    guard rows > 0, columns > 0 else { return result }
    BlasRuntime.prepare()
    cblas_dgemv(
      CblasColMajor, transposingSelf ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), 1, values, Int32(rows),
      vector, 1, 0, &result, 1)
    return result
  }

  /// A'A, columns by columns, exactly symmetric (dsyrk).
  public func crossProduct() -> Matrix { symmetricProduct(size: columns, inner: rows, transpose: true) }

  /// AA', rows by rows, exactly symmetric (dsyrk).
  public func outerProduct() -> Matrix { symmetricProduct(size: rows, inner: columns, transpose: false) }

  private func symmetricProduct(size: Int, inner: Int, transpose: Bool) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    guard size > 0, inner > 0 else { return result }
    BlasRuntime.prepare()
    cblas_dsyrk(
      CblasColMajor, CblasLower, transpose ? CblasTrans : CblasNoTrans, Int32(size), Int32(inner), 1, values,
      Int32(rows), 0, &result.values, Int32(size))
    for column in 0..<size {
      for row in 0..<column { result[row, column] = result[column, row] }
    }
    return result
  }
}
