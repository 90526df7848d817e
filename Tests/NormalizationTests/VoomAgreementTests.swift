import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// voom beside its sentences: cell means, their residuals, a trend through them, a weight for each fitted value.
@Suite struct VoomAgreementTests {
  private let design = Matrix(columns: [[1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1]], rows: 6)

  private func counts() -> Matrix {
    var x = FactorAgreementTests.counts(21, rows: 150, columns: 6, zeros: 0.1)
    for column in 0..<6 { x[7, column] = column == 2 ? 1 : 0 }
    return x
  }

  @Test func weightsAreTheTrendAtFittedCounts() throws {
    let x = counts()
    let sizes = try LibraryFactors.librarySizes(x)
    let result = try Voom.transform(x, librarySizes: sizes, design: design)
    var (means, roots, fitted): ([Double], [Double], [[Double]]) = ([], [], [])
    for row in 0..<x.rows {
      let y: [Double] = (0..<6).map { column in
        let share: Double = (x[row, column] + 0.5) / (sizes[column] + 1)
        return log2(share * 1e6)
      }
      for column in 0..<6 { #expect(abs(result.values[row, column] - y[column]) < 1e-12) }
      let cells = [y[..<3].reduce(0, +) / 3, y[3...].reduce(0, +) / 3]
      let residuals = (0..<6).map { y[$0] - cells[$0 / 3] }
      let square: Double = residuals.map { $0 * $0 }.reduce(0, +)
      let depths: [Double] = sizes.map { log2($0 + 1) }
      let shift = depths.reduce(0, +) / 6 - log2(1e6)
      let isEmpty = x.row(row).allSatisfy { $0 == 0 }
      means.append(isEmpty ? .nan : y.reduce(0, +) / 6 + shift)
      roots.append(isEmpty ? .nan : pow(square / 4, 0.25))
      fitted.append((0..<6).map { cells[$0 / 3] + depths[$0] - log2(1e6) })
    }
    let heights = Lowess.fit(x: means, y: roots, span: 0.5)
    let known = means.indices.filter { !means[$0].isNaN }.sorted { means[$0] < means[$1] }
    func trend(_ place: Double) -> Double {
      guard place > means[known[0]] else { return heights[known[0]] }
      for (low, high) in zip(known, known.dropFirst()) where place <= means[high] {
        if means[high] == means[low] { return heights[high] }
        let share = (place - means[low]) / (means[high] - means[low])
        return heights[low] + share * (heights[high] - heights[low])
      }
      return heights[known[known.count - 1]]
    }
    for row in 0..<x.rows {
      for column in 0..<6 {
        #expect(abs(result.weights[row, column] / pow(trend(fitted[row][column]), -4) - 1) < 1e-8)
      }
    }
  }

  @Test func threadsAndRowOrderDoNotMatter() throws {
    let x = counts()
    let sizes = try LibraryFactors.librarySizes(x)
    let one = try Voom.transform(x, librarySizes: sizes, design: design, threads: 1)
    let three = try Voom.transform(x, librarySizes: sizes, design: design, threads: 3)
    #expect(one.weights.values == three.weights.values)
    let order = Array((0..<x.rows).reversed())
    let turned = try Voom.transform(x.selectingRows(order), librarySizes: sizes, design: design)
    #expect(turned.values.values == one.values.selectingRows(order).values)
    #expect(largestRelativeDifference(turned.weights.values, one.weights.selectingRows(order).values) < 1e-9)
  }
}
