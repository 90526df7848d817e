import Foundation
import Schema
import Testing

@testable import Numerics

/// A reproducible matrix of normal numbers.
func randomMatrix(_ rows: Int, _ columns: Int, _ name: String) -> Matrix {
  var stream = RandomStream(seed: 11, name: name)
  return Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in stream.normal() })
}

func slowProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
  var result = Matrix(rows: a.rows, columns: b.columns)
  for r in 0..<a.rows {
    for c in 0..<b.columns {
      for k in 0..<a.columns { result[r, c] += a[r, k] * b[k, c] }
    }
  }
  return result
}

@Suite struct LinearAlgebraTests {
  @Test func matrixShapes() {
    let matrix = Matrix(rowVectors: [[1, 2, 3], [4, 5, 6]], columns: 3)
    #expect(matrix.values == [1, 4, 2, 5, 3, 6])
    #expect(matrix == Matrix(columns: [[1, 4], [2, 5], [3, 6]], rows: 2))
    #expect(matrix.row(1) == [4, 5, 6] && matrix.column(2) == [3, 6])
    #expect(matrix.transposed()[2, 1] == 6)
    #expect(randomMatrix(70, 45, "t").transposed().transposed() == randomMatrix(70, 45, "t"))
    #expect(matrix.selectingColumns([2, 0]).values == [3, 6, 1, 4])
    #expect(matrix.selectingRows([1]).values == [4, 5, 6])
    #expect(matrix.appendingColumns(matrix).columns == 6)
    var changed = matrix
    changed.setRow(0, to: [7, 8, 9])
    changed.setColumn(1, to: [0, 1])
    #expect(changed.values == [7, 4, 0, 1, 9, 6])
  }

  @Test func productsAgreeWithLoops() {
    let (a, b) = (randomMatrix(7, 5, "a"), randomMatrix(5, 4, "b"))
    let slow = slowProduct(a, b)
    #expect(largestDifference(a.multiplied(by: b).values, slow.values, floor: 1) < 1e-14)
    #expect(
      largestDifference(a.transposed().multiplied(by: b, transposingSelf: true).values, slow.values, floor: 1) < 1e-14)
    #expect(
      largestDifference(a.multiplied(by: b.transposed(), transposingOther: true).values, slow.values, floor: 1) < 1e-14)
    #expect(
      largestDifference(
        a.transposed().multiplied(by: b.transposed(), transposingSelf: true, transposingOther: true).values,
        slow.values, floor: 1) < 1e-14)
    #expect(largestDifference(a.multiplied(by: b.column(1)), slow.column(1), floor: 1) < 1e-14)
    #expect(largestDifference(a.crossProduct().values, slowProduct(a.transposed(), a).values, floor: 1) < 1e-14)
    #expect(largestDifference(a.outerProduct().values, slowProduct(a, a.transposed()).values, floor: 1) < 1e-14)
    #expect(Matrix(rows: 0, columns: 3).crossProduct() == Matrix(rows: 3, columns: 3))
    #expect(BlasRuntime.threads == 1 && !BlasRuntime.coreName.isEmpty && BlasRuntime.configuration.contains("OpenBLAS"))
  }

  @Test func singularValues() throws {
    for (rows, columns) in [(9, 4), (4, 9), (1, 1), (5, 5)] {
      let matrix = randomMatrix(rows, columns, "svd")
      let svd = try SingularValueDecomposition(matrix)
      var scaled = svd.u
      for c in 0..<scaled.columns { scaled.setColumn(c, to: scaled.column(c).map { $0 * svd.values[c] }) }
      #expect(largestDifference(scaled.multiplied(by: svd.vTransposed).values, matrix.values, floor: 1) < 1e-13)
      #expect(svd.values == svd.values.sorted(by: >))
      for c in 0..<svd.u.columns {
        let largest = svd.u.column(c).max { abs($0) < abs($1) } ?? 0
        #expect(largest > 0)
      }
    }
    #expect(throws: OmicsError.self) { try SingularValueDecomposition(Matrix(rows: 2, columns: 2, repeating: .nan)) }
  }

  @Test func eigenvalues() throws {
    let known = try SymmetricEigen(Matrix(rowVectors: [[2, 1], [1, 2]], columns: 2))
    #expect(largestDifference(known.values, [3, 1]) < 1e-15)
    let matrix = randomMatrix(6, 6, "eigen").crossProduct()
    let eigen = try SymmetricEigen(matrix)
    let left = matrix.multiplied(by: eigen.vectors)
    for c in 0..<6 {
      #expect(
        largestDifference(left.column(c), eigen.vectors.column(c).map { $0 * eigen.values[c] }, floor: 1) < 1e-13)
    }
    #expect(eigen.values == eigen.values.sorted(by: >))
  }

  @Test func cholesky() throws {
    let matrix = randomMatrix(9, 5, "cholesky").crossProduct()
    let factor = try CholeskyFactor(matrix)
    #expect(largestDifference(slowProduct(factor.lower, factor.lower.transposed()).values, matrix.values) < 1e-13)
    let product = matrix.multiplied(by: factor.inverse())
    #expect(largestDifference(product.values, Matrix.identity(5).values, floor: 1) < 1e-12)
    let b = [1.0, -2, 3, 0.5, 4]
    #expect(largestDifference(matrix.multiplied(by: factor.solve(b)), b) < 1e-12)
    let values = try SymmetricEigen(matrix).values
    var determinant = 1.0
    for value in values { determinant *= value }
    #expect(try CholeskyFactor(Matrix.identity(3)).logDeterminant == 0)
    #expect(abs(factor.logDeterminant - log(determinant)) < 1e-12)
    #expect(throws: OmicsError.self) { try CholeskyFactor(Matrix(rowVectors: [[1, 2], [2, 1]], columns: 2)) }
  }

  @Test func pivotedFactor() {
    // Column 2 = column 0 + column 1, column 4 is constant zero: both move behind, the others stay in order.
    var x = randomMatrix(10, 6, "qr")
    x.setColumn(2, to: zip(x.column(0), x.column(1)).map { $0 + $1 })
    x.setColumn(4, to: [Double](repeating: 0, count: 10))
    let factor = PivotedQR(x)
    #expect(factor.rank == 4)
    #expect(Array(factor.pivot[..<4]) == [0, 1, 3, 5])
    #expect(factor.dependentColumns == [2, 4] && factor.independentColumns == [0, 1, 3, 5])
    let y = randomMatrix(10, 1, "y").values
    let coefficients = factor.coefficients(y)
    #expect(coefficients[2].isNaN && coefficients[4].isNaN)
    // Normal equations on the kept columns.
    let kept = x.selectingColumns([0, 1, 3, 5])
    let residuals = factor.residuals(y)
    #expect(kept.multiplied(by: residuals, transposingSelf: true).allSatisfy { abs($0) < 1e-13 })
    #expect(largestDifference(zip(factor.fitted(y), residuals).map { $0 + $1 }, y, floor: 1) < 1e-14)
    #expect(
      largestDifference(
        kept.multiplied(by: [0, 1, 3, 5].map { coefficients[$0] }), factor.fitted(y), floor: 1) < 1e-13)
    let sum = residuals.reduce(0) { $0 + $1 * $1 }
    #expect(abs(factor.residualSumOfSquares(y) - sum) < 1e-13)
    let covariance = factor.unscaledCovariance()
    #expect(covariance[2, 2].isNaN && covariance[0, 4].isNaN)
    let small = Matrix(
      rows: 4, columns: 4, values: [0, 1, 3, 5].flatMap { c in [0, 1, 3, 5].map { covariance[$0, c] } })
    let unit = kept.crossProduct().multiplied(by: small)
    #expect(largestDifference(unit.values, Matrix.identity(4).values, floor: 1) < 1e-12)
    #expect(abs(factor.hatValues().reduce(0, +) - 4) < 1e-12)
    #expect(largestDifference(LeastSquares.solve(x, y), coefficients) == 0)
    #expect(LeastSquares.solve(x, Matrix(columns: [y, y], rows: 10)).column(1)[0] == coefficients[0])
  }

  @Test func moreColumnsThanRows() {
    let factor = PivotedQR(Matrix(rowVectors: [[1, 0, 1], [1, 1, 0]], columns: 3))
    #expect(factor.rank == 2 && factor.dependentColumns == [2])
    let coefficients = factor.coefficients([3, 5])
    #expect(abs(coefficients[0] - 3) < 1e-14 && abs(coefficients[1] - 2) < 1e-14 && coefficients[2].isNaN)
    #expect(PivotedQR(Matrix(rows: 0, columns: 2)).rank == 0)
  }
}
