public import Schema

/// The orthogonal rotation that makes columns of loadings simple: each large in few rows (Kaiser 1958,
/// doi:10.1007/BF02289233), by repeated polar decompositions.
public enum VarimaxRotation {
  /// The square rotation R for loadings L (rows by columns), so that LR is simplest; the identity for one column.
  ///
  /// - Throws: `value` on missing or infinite loadings.
  public static func of(_ loadings: Matrix, rounds: Int = 100, tolerance: Double = 1e-6) throws(OmicsError) -> Matrix {
    let columns = loadings.columns
    var rotation = Matrix.identity(columns)
    guard columns > 1, loadings.rows > 0 else { return rotation }
    var reached = 0.0
    for _ in 0..<rounds {
      var simple = loadings.multiplied(by: rotation)
      let rows = loadings.rows
      simple.values.withUnsafeMutableBufferPointer { values in
        for column in 0..<columns {
          var square = 0.0
          for index in column * rows..<(column + 1) * rows { square += values[index] * values[index] }
          let mean = square / Double(rows)
          for index in column * rows..<(column + 1) * rows {
            values[index] *= values[index] * values[index] - mean
          }
        }
      }
      let parts = try SingularValueDecomposition(loadings.multiplied(by: simple, transposingSelf: true))
      rotation = parts.u.multiplied(by: parts.vTransposed)
      let gained = parts.values.reduce(0, +)
      if gained <= reached * (1 + tolerance) { break }
      reached = gained
    }
    return rotation
  }
}
