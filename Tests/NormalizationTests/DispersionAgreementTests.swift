import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// Dispersions beside a slow search of the likelihood as it is written in the paper.
@Suite struct DispersionAgreementTests {
  /// Counts of two groups of four with a known dispersion, all-zero and constant rows among them.
  private func counts(rows: Int = 60) -> Matrix {
    var stream = RandomStream(seed: 11, name: "dispersion")
    var matrix = Matrix(rows: rows, columns: 8)
    for row in 0..<rows {
      let mean = exp(2 + 4 * stream.uniform())
      for column in 0..<8 {
        // A gamma mixture by eight exponential draws: dispersion 1/8.
        var gamma = 0.0
        for _ in 0..<8 { gamma -= log(stream.uniformOpen()) / 8 }
        let level = mean * gamma * (column < 4 ? 1 : 1.5)
        matrix[row, column] = max(0, (level + level.squareRoot() * stream.normal()).rounded())
      }
    }
    for column in 0..<8 {
      matrix[3, column] = 0
      matrix[4, column] = 20
    }
    return matrix
  }

  private let design = Matrix(
    columns: [[1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1]], rows: 8)

  /// The adjusted likelihood as it stands in the paper, products and a two by two determinant written out.
  private func likelihood(_ alpha: Double, _ x: [Double], _ mu: [Double]) -> Double {
    var sum = 0.0
    var (a, b, d) = (0.0, 0.0, 0.0)
    for sample in x.indices {
      let r = 1 / alpha
      sum += lgamma(x[sample] + r) - lgamma(r) - x[sample] * log(mu[sample] + r) - r * log(1 + mu[sample] * alpha)
      let w = 1 / (1 / mu[sample] + alpha)
      a += w
      if sample >= 4 {
        b += w
        d += w
      }
    }
    return sum - 0.5 * log(a * d - b * b)
  }

  @Test func geneWiseEstimatesAreTheMaximum() throws {
    let x = counts()
    let ones = [Double](repeating: 1, count: 8)
    let estimates = try DispersionEstimates(x, sizeFactors: ones, design: design, kind: .mean)
    #expect(estimates.geneWise[3].isNaN && estimates.fitted[3].isNaN)
    #expect(estimates.geneWise[4] <= 1e-7)
    var interior = 0
    for row in 0..<x.rows where estimates.geneWise[row] > 1e-3 {
      let counts = x.row(row)
      let means = [counts[..<4].reduce(0, +) / 4, counts[4...].reduce(0, +) / 4]
      let mu = (0..<8).map { max(0.5, means[$0 / 4]) }
      var (low, high) = (log(1e-6), log(10.0))
      for _ in 0..<200 {
        let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
        if likelihood(exp(left), counts, mu) < likelihood(exp(right), counts, mu) { low = left } else { high = right }
      }
      // A flat top is reached in height before in place, and a rise below a millionth of the height keeps the start.
      let shortfall = likelihood(exp(low), counts, mu) - likelihood(estimates.geneWise[row], counts, mu)
      #expect(
        shortfall < 1e-4 + abs(likelihood(exp(low), counts, mu)) / 1e6 && abs(log(estimates.geneWise[row]) - low) < 0.1,
        "row \(row)")
      interior += 1
    }
    #expect(interior > 30)
  }

  /// The compromise is the top of likelihood and prior together; outliers keep their own estimate.
  @Test(arguments: [DispersionTrend.Kind.mean, .local]) func posteriorsAreTheMaximum(kind: DispersionTrend.Kind) throws
  {
    let x = counts()
    let ones = [Double](repeating: 1, count: 8)
    let estimates = try DispersionEstimates(x, sizeFactors: ones, design: design, kind: kind)
    let shrunken = estimates.shrunken(priorVariance: 0.5)
    for row in 0..<x.rows where !estimates.geneWise[row].isNaN {
      let counts = x.row(row)
      let means = [counts[..<4].reduce(0, +) / 4, counts[4...].reduce(0, +) / 4]
      let mu = (0..<8).map { max(0.5, means[$0 / 4]) }
      func height(_ place: Double) -> Double {
        likelihood(exp(place), counts, mu) - pow(place - log(estimates.fitted[row]), 2) / (2 * 0.5)
      }
      let top = PlainCounts.top(log(1e-8), log(10.0), steps: 200, height)
      let found = log(shrunken.posterior[row])
      #expect(height(top) - height(found) < 1e-4 && abs(found - top) < 0.05, "row \(row)")
      let isOutlier = log(estimates.geneWise[row] / estimates.fitted[row]) > 2 * estimates.residualSpread.squareRoot()
      #expect(shrunken.isOutlier[row] == isOutlier)
      #expect(shrunken.dispersion[row] == (isOutlier ? estimates.geneWise[row] : shrunken.posterior[row]))
    }
  }

  @Test func threadsAndRowOrderDoNotMatter() throws {
    let x = counts()
    let ones = [Double](repeating: 1, count: 8)
    let one = try DispersionEstimates(x, sizeFactors: ones, design: design, threads: 1)
    let three = try DispersionEstimates(x, sizeFactors: ones, design: design, threads: 3)
    #expect(one.geneWise.map(\.bitPattern) == three.geneWise.map(\.bitPattern))
    #expect(
      one.shrunken(threads: 1).dispersion.map(\.bitPattern) == three.shrunken(threads: 3).dispersion.map(\.bitPattern))
    let order = Array((0..<x.rows).reversed())
    let turned = try DispersionEstimates(x.selectingRows(order), sizeFactors: ones, design: design)
    #expect(order.map { one.geneWise[$0].bitPattern } == turned.geneWise.map(\.bitPattern))
    #expect(largestRelativeDifference(turned.fitted, order.map { one.fitted[$0] }) < 1e-9)
  }

  @Test func aFailedParametricTrendBecomesLocalAndSaysSo() throws {
    // Dispersion that grows with the mean has no positive extra-Poisson part.
    var stream = RandomStream(seed: 5, name: "growing")
    var x = Matrix(rows: 200, columns: 8)
    for row in 0..<200 {
      let mean = 20.0 + 10 * Double(row)
      for column in 0..<8 {
        x[row, column] = max(0, (mean * (1 + 0.0008 * Double(row) * stream.normal())).rounded())
      }
    }
    let outcome = try MethodRegistry.apply(
      VarianceStabilizationMethod.self,
      MethodInput(
        values: x, ids: (0..<200).map { "r\($0)" }, samples: (0..<8).map { "s\($0)" }, measure: .rawCount,
        scale: .linear), try MethodSettings(VarianceStabilizationMethod.card, given: [:]))
    #expect(outcome.diagnostics.contains { $0.code == "parametric-fit-failed" && $0.severity == .warning })
    guard case .matrix(let values) = outcome.output else { return }
    // log2 for large counts.
    #expect(values.values.allSatisfy { $0.isFinite })
    let quantile = OrderStatistics.quantile(Descriptive.rowMeans(x), 0.999)
    let nearest = Descriptive.rowMeans(x).enumerated().min { abs($0.1 - quantile) < abs($1.1 - quantile) }?.0 ?? 0
    #expect(abs(Descriptive.mean(values.row(nearest)) - log2(quantile)) < 0.1)
  }
}
