import Foundation
import Numerics
import Schema
import Testing

@Suite struct BlockCorrelationTests {
  private let blocks = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]

  private func values(_ correlation: Double, rows: Int = 60) -> Matrix {
    var stream = RandomStream(seed: 2, name: "blocks")
    var matrix = Matrix(rows: rows, columns: 12)
    for row in 0..<rows {
      let shifts = (0..<4).map { _ in correlation.squareRoot() * stream.normal() }
      for column in 0..<12 {
        matrix[row, column] = shifts[blocks[column]] + (1 - correlation).squareRoot() * stream.normal()
      }
    }
    return matrix
  }

  /// Minus twice the residual log likelihood of a row at a correlation, the variance profiled out.
  private func deviance(_ y: [Double], _ x: Matrix, _ rho: Double) throws -> Double {
    let used = y.indices.filter { !y[$0].isNaN }
    let v = BlockCorrelation.matrix(used.map { blocks[$0] }, correlation: rho)
    let factor = try CholeskyFactor(v)
    let design = x.selectingRows(used)
    let inverse = factor.inverse()
    let weighted = inverse.multiplied(by: design)
    let cross = try CholeskyFactor(design.multiplied(by: weighted, transposingSelf: true))
    let beta = cross.solve(weighted.multiplied(by: used.map { y[$0] }, transposingSelf: true))
    let fitted = design.multiplied(by: beta)
    let residuals = zip(used, fitted).map { y[$0] - $1 }
    let solved = inverse.multiplied(by: residuals)
    let sum = zip(residuals, solved).map { $0 * $1 }.reduce(0, +)
    let degrees = Double(used.count - x.columns)
    return degrees * log(sum / degrees) + factor.logDeterminant + cross.logDeterminant
  }

  @Test func eachFeatureMaximisesTheResidualLikelihood() throws {
    var values = values(0.5, rows: 25)
    values[3, 4] = .nan
    values[4, 0] = .nan
    values[4, 11] = .nan
    let design = Matrix(
      columns: [[Double](repeating: 1, count: 12), (0..<12).map { Double($0 % 2) }], rows: 12)
    let found = try BlockCorrelation(values, design: design, blocks: blocks)
    for row in 0..<25 {
      var (low, high) = (-0.45, 0.99)
      for _ in 0..<120 {
        let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
        if try deviance(values.row(row), design, a) < (try deviance(values.row(row), design, b)) {
          high = b
        } else {
          low = a
        }
      }
      // At the edge of the range the likelihood has no inner maximum to compare.
      if low > -0.44, low < 0.98 { #expect(abs(found.perFeature[row] - low) < 1e-3, "row \(row)") }
    }
  }

  @Test(arguments: [0.0, 0.4, 0.8])
  func recoversThePlantedCorrelation(planted: Double) throws {
    let design = Matrix(rows: 12, columns: 1, repeating: 1)
    let found = try BlockCorrelation(values(planted, rows: 400), design: design, blocks: blocks)
    #expect(abs(found.consensus - planted) < 0.12)
    let again = try BlockCorrelation(values(planted, rows: 400), design: design, blocks: blocks, threads: 3)
    #expect(again.consensus == found.consensus)
  }

  @Test func refusesWithoutRepeatedBlocksOrValues() {
    let design = Matrix(rows: 12, columns: 1, repeating: 1)
    #expect(throws: OmicsError.self) { _ = try BlockCorrelation(values(0.5), design: design, blocks: Array(0..<12)) }
    let empty = Matrix(rows: 3, columns: 12, repeating: .nan)
    #expect(throws: OmicsError.self) { _ = try BlockCorrelation(empty, design: design, blocks: blocks) }
  }
}
