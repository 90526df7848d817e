import Normalization
import Numerics
import Schema
import Testing

/// The fast factors beside the plain ones, on random counts with zeros, ties, constant rows and empty rows.
@Suite struct FactorAgreementTests {
  static func counts(_ seed: UInt64, rows: Int = 700, columns: Int = 7, zeros: Double = 0.3) -> Matrix {
    var stream = RandomStream(seed: seed, name: "counts")
    var matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      let level = 200 * stream.uniformOpen() * stream.uniformOpen() * stream.uniformOpen()
      for column in 0..<columns {
        let depth = 0.5 + Double(column % 3)
        matrix[row, column] = stream.uniform() < zeros ? 0 : (level * depth * (0.5 + stream.uniform())).rounded()
      }
      if row % 50 == 0 { for column in 0..<columns { matrix[row, column] = 0 } }
      if row % 50 == 1 { for column in 0..<columns { matrix[row, column] = 12 } }
    }
    return matrix
  }

  @Test(arguments: [(1, 0.0), (2, 0.3), (3, 0.9), (4, 0.6)] as [(UInt64, Double)])
  func equalThePlainDefinitions(seed: UInt64, zeros: Double) throws {
    let x = Self.counts(seed, zeros: zeros)
    #expect(largestRelativeDifference(try LibraryFactors.factors(x, method: .tmm), PlainFactors.tmm(x)) < 1e-12)
    #expect(largestRelativeDifference(try LibraryFactors.factors(x, method: .tmmwsp), PlainFactors.tmmwsp(x)) < 1e-12)
    let poscounts = try SizeFactors.estimate(x, kind: .poscounts).factors
    #expect(largestRelativeDifference(poscounts, PlainFactors.ratio(x, poscounts: true) ?? []) < 1e-12)
    if let plain = PlainFactors.ratio(x, poscounts: false) {
      #expect(largestRelativeDifference(try SizeFactors.estimate(x, kind: .ratio).factors, plain) < 1e-12)
    }
    let sizes = try LibraryFactors.librarySizes(x)
    let groups = ["a", "a", "b", "b", "b", "c", "c"]
    #expect(ExpressionFilter.keep(x, librarySizes: sizes, groups: groups) == PlainFactors.keep(x, groups: groups))
    let alone = ["a", "a", "b", "b", "b", "b", "c"]
    #expect(ExpressionFilter.keep(x, librarySizes: sizes, groups: alone) == PlainFactors.keep(x, groups: alone))
  }

  @Test(arguments: [LibraryFactors.Method.tmm, .tmmwsp, .rle, .upperquartile])
  func threadsAndRowOrderDoNotMatter(method: LibraryFactors.Method) throws {
    let x = Self.counts(5, zeros: 0.05)
    let one = try LibraryFactors.factors(x, method: method, threads: 1)
    #expect(try LibraryFactors.factors(x, method: method, threads: 3) == one)
    var stream = RandomStream(seed: 9, name: "order")
    let shuffled = x.selectingRows(stream.permutation(x.rows))
    // Equal values at a cut fall by row order in tmmwsp, which changes the weights of the mean.
    let tolerance = method == .tmmwsp ? 1e-3 : 1e-12
    #expect(largestRelativeDifference(try LibraryFactors.factors(shuffled, method: method), one) < tolerance)
    let order = [3, 1, 6, 0, 2, 5, 4]
    var settings = LibraryFactors.Settings()
    settings.referenceColumn = 2
    let fixed = try LibraryFactors.factors(x, method: method, settings: settings)
    settings.referenceColumn = order.firstIndex(of: 2)
    let permuted = try LibraryFactors.factors(x.selectingColumns(order), method: method, settings: settings)
    #expect(largestRelativeDifference(permuted, order.map { fixed[$0] }) < 1e-12)
  }

  @Test func scalingALibraryLeavesUnweightedFactors() throws {
    let x = Self.counts(6, zeros: 0.1)
    var scaled = x
    for row in 0..<x.rows { scaled[row, 4] *= 8 }
    var settings = LibraryFactors.Settings()
    settings.doWeighting = false
    settings.referenceColumn = 1
    let before = try LibraryFactors.factors(x, method: .tmm, settings: settings)
    let after = try LibraryFactors.factors(scaled, method: .tmm, settings: settings)
    #expect(largestRelativeDifference(after, before) < 1e-12)
  }

  @Test func selectionEqualsSorting() {
    var stream = RandomStream(seed: 3, name: "selection")
    var selection = BucketSelection()
    for count in [1, 2, 511, 512, 3000] {
      let values = (0..<count).map { _ in stream.uniform() < 0.3 ? 0 : stream.normal(standardDeviation: 1e3) }
      let sorted = values.sorted()
      let positions = [0, count / 3, count / 2, count - 1].sorted()
      let found = values.withUnsafeBufferPointer { selection.values(at: positions, of: $0) }
      #expect(found == positions.map { sorted[$0] })
      let quantile = values.withUnsafeBufferPointer { selection.quantile($0, 0.75) }
      #expect(abs(quantile - PlainFactors.quantile(values, 0.75)) <= 1e-12 * max(1, abs(quantile)))
      let median = values.withUnsafeBufferPointer { selection.median($0) }
      #expect(median == OrderStatistics.median(values))
    }
  }

  @Test func lengthsCorrectCounts() throws {
    let x = Self.counts(7, zeros: 0)
    var lengths = Matrix(rows: x.rows, columns: x.columns)
    var stream = RandomStream(seed: 8, name: "lengths")
    for index in lengths.values.indices { lengths.values[index] = 500 + 1500 * stream.uniform() }
    let result = try SizeFactors.estimate(x, kind: .poscounts, lengths: lengths)
    let normalization = try #require(result.normalizationFactors)
    var relative = lengths
    for row in 0..<x.rows {
      let mean = PlainFactors.centred(lengths.row(row))
      for column in 0..<x.columns { relative[row, column] = mean[column] }
    }
    var scaled = x
    for index in scaled.values.indices { scaled.values[index] /= relative.values[index] }
    let factors = try #require(PlainFactors.ratio(scaled, poscounts: true))
    #expect(largestRelativeDifference(result.factors, factors) < 1e-12)
    for row in [0, 17, 350] {
      let products = (0..<x.columns).map { relative[row, $0] * factors[$0] }
      #expect(largestRelativeDifference(normalization.row(row), PlainFactors.centred(products)) < 1e-12)
    }
    #expect(throws: OmicsError.self) {
      _ = try SizeFactors.estimate(x, kind: .ratio, lengths: Matrix(rows: x.rows, columns: x.columns))
    }
  }

  @Test func edges() throws {
    let zeros = Matrix(rows: 4, columns: 3)
    #expect(throws: OmicsError.self) { _ = try LibraryFactors.factors(zeros, method: .tmm) }
    let one = Matrix(rows: 1, columns: 3, values: [5, 5, 5])
    for method in LibraryFactors.Method.allCases {
      #expect(largestRelativeDifference(try LibraryFactors.factors(one, method: method), [1, 1, 1]) < 1e-12)
    }
    let apart = Matrix(rows: 4, columns: 2, values: [9, 8, 0, 0, 0, 0, 7, 6])
    #expect(throws: OmicsError.self) { _ = try SizeFactors.estimate(apart, kind: .ratio) }
    #expect(try LibraryFactors.factors(apart, method: .tmm) == [1, 1])
    #expect(throws: OmicsError.self) {
      _ = try LibraryFactors.factors(
        Matrix(rows: 8, columns: 2, values: [10, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]), method: .upperquartile)
    }
  }
}
