import Schema
import Testing

@testable import Numerics

/// A row's fit by normal equations, Gauss-Jordan, on its observed samples: slow and obvious.
func slowFit(_ y: [Double], _ x: Matrix, weights: [Double]? = nil) -> (beta: [Double], stdev: [Double], sigma: Double) {
  let used = y.indices.filter { !y[$0].isNaN }
  let p = x.columns
  var system = Matrix(rows: p, columns: 2 * p + 1)
  for a in 0..<p {
    system[a, p + a] = 1
    for s in used {
      let w = weights?[s] ?? 1
      for b in 0..<p { system[a, b] += w * x[s, a] * x[s, b] }
      system[a, 2 * p] += w * x[s, a] * y[s]
    }
  }
  for a in 0..<p {
    let pivot = (a..<p).max { abs(system[$0, a]) < abs(system[$1, a]) } ?? a
    let (first, second) = (system.row(a), system.row(pivot))
    system.setRow(a, to: second)
    system.setRow(pivot, to: first)
    let head = system[a, a]
    for c in 0...2 * p { system[a, c] /= head }
    for r in 0..<p where r != a {
      let factor = system[r, a]
      for c in 0...2 * p { system[r, c] -= factor * system[a, c] }
    }
  }
  let beta = (0..<p).map { system[$0, 2 * p] }
  var rss = 0.0
  for s in used {
    var fitted = 0.0
    for a in 0..<p { fitted += beta[a] * x[s, a] }
    rss += (weights?[s] ?? 1) * (y[s] - fitted) * (y[s] - fitted)
  }
  return (beta, (0..<p).map { system[$0, p + $0].squareRoot() }, (rss / Double(used.count - p)).squareRoot())
}

/// Puts missing values into a matrix at a rate.
func masked(_ matrix: Matrix, rate: Double, _ name: String) -> Matrix {
  var result = matrix
  var stream = RandomStream(seed: 3, name: name)
  for index in result.values.indices where stream.uniform() < rate { result.values[index] = .nan }
  return result
}

@Suite struct RowwiseLinearModelTests {
  let design = Matrix(
    columns: [
      [Double](repeating: 1, count: 12), (0..<12).map { Double($0 % 2) }, randomMatrix(12, 1, "covariate").values,
    ],
    rows: 12)

  @Test(arguments: [false, true]) func agreesWithNormalEquations(_ weighted: Bool) throws {
    let values = masked(randomMatrix(60, 12, "rows"), rate: 0.2, "mask")
    var weights = randomMatrix(60, 12, "weights")
    weights.values = weights.values.map { 0.1 + $0 * $0 }
    let fit = try RowwiseLinearModel(design: design).fit(values, weights: weighted ? weights : nil)
    for row in 0..<60 {
      let slow = slowFit(values.row(row), design, weights: weighted ? weights.row(row) : nil)
      #expect(largestDifference(fit.coefficients.row(row), slow.beta, floor: 1e-2) < 1e-9)
      #expect(largestDifference(fit.stdevUnscaled.row(row), slow.stdev) < 1e-9)
      #expect(abs(fit.sigma[row] / slow.sigma - 1) < 1e-9)
      #expect(fit.observed[row] == values.row(row).count { !$0.isNaN })
      #expect(fit.dfResidual[row] == Double(fit.observed[row] - 3))
      #expect(abs(fit.averageExpression[row] - Descriptive.mean(values.row(row))) < 1e-14)
    }
  }

  @Test func sameBytesAloneOrTogether() throws {
    let values = masked(randomMatrix(600, 12, "rows"), rate: 0.05, "mask2")
    let model = try RowwiseLinearModel(design: design)
    let one = try model.fit(values, threads: 1)
    let four = try model.fit(values, threads: 4)
    #expect(one.coefficients.values.map(\.bitPattern) == four.coefficients.values.map(\.bitPattern))
    for row in stride(from: 0, to: 600, by: 37) {
      let alone = try model.fit(values.selectingRows([row]))
      #expect(alone.coefficients.row(0).map(\.bitPattern) == one.coefficients.row(row).map(\.bitPattern))
      #expect(alone.sigma[0].bitPattern == one.sigma[row].bitPattern)
      #expect(alone.stdevUnscaled.row(0).map(\.bitPattern) == one.stdevUnscaled.row(row).map(\.bitPattern))
    }
  }

  @Test func rowsThatCannotBeFitted() throws {
    let groups = Matrix(rowVectors: [[1, 0], [1, 0], [1, 0], [1, 1], [1, 1], [1, 1]], columns: 2)
    let nan = Double.nan
    let values = Matrix(
      rowVectors: [
        [nan, nan, nan, nan, nan, nan],  // nothing observed
        [1, 2, 3, nan, nan, nan],  // the first group only
        [nan, nan, nan, 4, 6, nan],  // the second group only: one level cannot be split into two coefficients
        [1, nan, nan, 5, nan, nan],  // no residual degrees of freedom
        [7, 7, 7, 7, 7, 7],  // constant
        [1, .infinity, 3, 4, 6, nan],  // an infinite value is not observed
      ], columns: 6)
    let fit = try RowwiseLinearModel(design: groups).fit(values)
    #expect(fit.dfResidual == [0, 2, 1, 0, 4, 2])
    #expect(fit.observed == [0, 3, 2, 2, 6, 4])
    #expect(fit.coefficients.row(0).allSatisfy { $0.isNaN } && fit.sigma[0].isNaN && fit.averageExpression[0].isNaN)
    #expect(abs(fit.coefficients[1, 0] - 2) < 1e-14 && fit.coefficients[1, 1].isNaN)
    #expect(abs(fit.coefficients[2, 0] - 5) < 1e-14 && fit.coefficients[2, 1].isNaN)
    #expect(abs(fit.coefficients[3, 1] - 4) < 1e-14 && fit.sigma[3].isNaN && !fit.stdevUnscaled[3, 1].isNaN)
    #expect(abs(fit.coefficients[4, 0] - 7) < 1e-14 && fit.sigma[4] < 1e-14)
    #expect(abs(fit.coefficients[5, 0] - 2) < 1e-14 && abs(fit.averageExpression[5] - 3.5) < 1e-14)
    let moderated = try ModeratedVariance(fit)
    let test = moderated.test(coefficients: fit.coefficients.column(1), stdevUnscaled: fit.stdevUnscaled.column(1))
    #expect(test.p[0].isNaN && test.p[1].isNaN && !test.p[3].isNaN && test.logOdds[0].isNaN && test.z[0].isNaN)
  }

  @Test func dependentColumnsAreNamed() throws {
    let twice = design.appendingColumns(Matrix(columns: [design.column(1).map { 2 * $0 }], rows: 12))
    let model = try RowwiseLinearModel(design: twice)
    #expect(model.nonEstimable == [3])
    let values = randomMatrix(5, 12, "rows")
    let fit = try model.fit(values)
    let plain = try RowwiseLinearModel(design: design).fit(values)
    #expect(fit.coefficients.column(3).allSatisfy { $0.isNaN })
    #expect(largestDifference(fit.coefficients.column(1), plain.coefficients.column(1)) < 1e-12)
    #expect(fit.dfResidual == plain.dfResidual)
  }

  @Test func contrasts() throws {
    // Cell means of three groups; the contrasts equal the treatment coding's coefficients.
    let means = Matrix(rowVectors: (0..<12).map { s in (0..<3).map { s % 3 == $0 ? 1 : 0 } }, columns: 3)
    let treatment = Matrix(rowVectors: (0..<12).map { [1, $0 % 3 == 1 ? 1 : 0, $0 % 3 == 2 ? 1 : 0] }, columns: 3)
    var values = masked(randomMatrix(40, 12, "rows"), rate: 0.25, "mask3")
    values.setRow(0, to: (0..<12).map { $0 % 3 == 2 ? .nan : Double($0) })
    let contrasts = Matrix(columns: [[1, 0, 0], [-1, 1, 0], [-1, 0, 1]], rows: 3)
    let moved = try RowwiseLinearModel(design: means).fit(values).applying(contrasts: contrasts)
    let direct = try RowwiseLinearModel(design: treatment).fit(values)
    #expect(largestDifference(moved.coefficients.values, direct.coefficients.values, floor: 1) < 1e-12)
    #expect(largestDifference(moved.stdevUnscaled.values, direct.stdevUnscaled.values) < 1e-12)
    #expect(moved.coefficients[0, 2].isNaN && !moved.coefficients[0, 1].isNaN)
    #expect(throws: OmicsError.self) { try direct.applying(contrasts: Matrix(rows: 2, columns: 1)) }
  }

  @Test func refusals() throws {
    #expect(throws: OmicsError.self) { try RowwiseLinearModel(design: Matrix(rows: 2, columns: 1, repeating: .nan)) }
    let model = try RowwiseLinearModel(design: design)
    #expect(throws: OmicsError.self) { try model.fit(Matrix(rows: 3, columns: 11)) }
    #expect(throws: OmicsError.self) {
      try model.fit(Matrix(rows: 3, columns: 12), weights: Matrix(rows: 1, columns: 1))
    }
    // A weight of zero takes the sample out.
    var weights = Matrix(rows: 1, columns: 12, repeating: 1)
    weights[0, 4] = 0
    let values = randomMatrix(1, 12, "row")
    var holed = values
    holed[0, 4] = .nan
    let (a, b) = (try model.fit(values, weights: weights), try model.fit(holed))
    #expect(a.coefficients == b.coefficients && a.dfResidual == b.dfResidual)
  }
}
