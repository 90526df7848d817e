import Foundation
import Testing

@testable import Numerics

/// Fits, moderated tests and priors against limma 3.54.1 (see Fixtures/numerics/README.md).
@Suite struct LimmaGoldenTests {
  /// ~ batch (cell line) + condition for the eight airway samples, coefficients in R's order.
  static let airwayDesign = Matrix(
    rowVectors: [
      [1, 0, 0, 0, 0], [1, 0, 0, 0, 1], [1, 1, 0, 0, 0], [1, 1, 0, 0, 1], [1, 0, 1, 0, 0], [1, 0, 1, 0, 1],
      [1, 0, 0, 1, 0], [1, 0, 0, 1, 1],
    ], columns: 5)
  static func airway(masked: Bool) throws -> Matrix {
    let fixture = try Fixture("limma_airway_input.tsv")
    var matrix = Matrix(
      columns: fixture.header.dropLast().map { fixture.numbers($0) }, rows: fixture.cells.count)
    guard masked else { return matrix }
    for (row, bits) in fixture.text("observed").enumerated() {
      for (column, bit) in bits.utf8.enumerated() where bit == UInt8(ascii: "0") { matrix[row, column] = .nan }
    }
    return matrix
  }

  struct Tolerance {
    var statistic = 1e-9
    var p = 1e-8
  }

  private func check(
    _ file: String, _ analysis: String, _ values: Matrix, _ design: Matrix, coefficient: Int, trend: Bool,
    robust: Bool, _ tolerance: Tolerance
  ) throws {
    let fit = try RowwiseLinearModel(design: design).fit(values)
    let moderated = try ModeratedVariance(fit, trend: trend, robust: robust)
    let test = moderated.test(
      coefficients: fit.coefficients.column(coefficient), stdevUnscaled: fit.stdevUnscaled.column(coefficient))
    let adjusted = PValueAdjustment.benjaminiHochberg.adjust(test.p)
    let golden = try Fixture(file)
    let selected = golden.cells.indices.filter { golden.text("analysis")[$0] == analysis }
    let rows = selected.map { Int(golden.text("row")[$0]) ?? -1 }
    #expect(rows.count > 300)
    func compare(_ column: String, _ actual: [Double], _ limit: Double, floor: Double = 1e-300) {
      let texts = golden.text(column)
      guard !texts.isEmpty, selected.allSatisfy({ !texts[$0].isEmpty }) else { return }
      let difference = largestDifference(
        rows.map { actual[$0] }, selected.map { Fixture.number(texts[$0]) }, floor: floor)
      #expect(difference < limit, "\(analysis) \(column): \(difference)")
    }
    compare("logFC", fit.coefficients.column(coefficient), 1e-9, floor: 1e-3)
    compare("AveExpr", fit.averageExpression, 1e-12)
    compare("sigma", fit.sigma, 1e-9)
    compare("df.residual", fit.dfResidual, 1e-15)
    compare("df.total", moderated.totalDegreesOfFreedom, tolerance.statistic)
    compare("s2.post", moderated.posterior, tolerance.statistic)
    compare("t", test.t, tolerance.statistic, floor: 1e-2)
    compare("P.Value", test.p, tolerance.p)
    compare("adj.P.Val", adjusted, tolerance.p)
    compare("B", test.logOdds, max(tolerance.p, 1e-7), floor: 1e-1)
  }

  private func checkAirway(_ analysis: String, trend: Bool, robust: Bool) throws {
    let tolerance = robust ? Tolerance(statistic: 1e-5, p: 1e-5) : Tolerance()
    try check(
      "limma_airway_results.tsv", analysis, Self.airway(masked: analysis == "na"), Self.airwayDesign, coefficient: 4,
      trend: trend, robust: robust, tolerance)
  }

  @Test func airwayPlain() throws { try checkAirway("plain", trend: false, robust: false) }
  @Test func airwayTrend() throws { try checkAirway("trend", trend: true, robust: false) }
  @Test func airwayRobust() throws { try checkAirway("robust", trend: false, robust: true) }
  @Test func airwayTrendRobust() throws { try checkAirway("trend_robust", trend: true, robust: true) }
  @Test func airwayMissingValues() throws { try checkAirway("na", trend: false, robust: false) }

  @Test func airwayPrior() throws {
    let fit = try RowwiseLinearModel(design: Self.airwayDesign).fit(Self.airway(masked: false))
    let moderated = try ModeratedVariance(fit)
    #expect(abs(moderated.prior.commonDegreesOfFreedom / 2.558_052_438_928_754_2 - 1) < 1e-9)
    #expect(abs(moderated.prior.variance[0] / 0.019_613_519_554_470_084 - 1) < 1e-9)
  }
}
