import Normalization
import Numerics
import Schema
import Testing

/// Quantile normalisation, MaxLFQ and ComBat beside slow, obvious versions on random values with gaps and ties.
@Suite struct PlainAgreementTests {
  /// Random values, rounded to make ties, some missing, with a constant row and an empty row.
  private func values(_ rows: Int, _ columns: Int, seed: UInt64, missing: Double = 0.2) -> Matrix {
    var stream = RandomStream(seed: seed, name: "plain-agreement")
    var values = Matrix(rows: rows, columns: columns)
    for index in values.values.indices {
      let value = (stream.normal(mean: 20, standardDeviation: 3) * 4).rounded() / 4
      values.values[index] = stream.uniform() < missing ? .nan : value
    }
    return values
  }

  private func closeness(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { $0.isNaN && $1.isNaN ? 0 : $0.isNaN != $1.isNaN ? .infinity : abs($0 - $1) }.max() ?? .infinity
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func quantile(seed: UInt64) throws {
    var input = values(60, 5, seed: seed)
    for column in 0..<5 { input[0, column] = .nan }
    let grid = (0..<60).map { Double($0) / 59 }
    let target = grid.map { share in
      Descriptive.mean(
        (0..<5).map { column in
          let sorted = input.column(column).filter { !$0.isNaN }.sorted()
          return LinearInterpolation(x: sorted.indices.map { Double($0) / Double(sorted.count - 1) }, y: sorted)(share)
        })
    }
    let curve = LinearInterpolation(x: grid, y: target)
    var plain = input
    for column in 0..<5 {
      let ranks = OrderStatistics.ranks(input.column(column))
      let count = Double(ranks.count { !$0.isNaN })
      plain.setColumn(column, to: ranks.map { $0.isNaN ? .nan : curve(($0 - 1) / (count - 1)) })
    }
    let samples = ["a", "b", "c", "d", "e"]
    let fast = try QuantileNormalization.compute(input, samples: samples, threads: 1)
    #expect(closeness(fast.values, plain.values) < 1e-9)
    #expect(
      try QuantileNormalization.compute(input, samples: samples, threads: 2).values.elementsEqual(fast.values) {
        $0 == $1 || $0.isNaN && $1.isNaN
      })
  }

  @Test(arguments: [4, 5, 6] as [UInt64]) func maxLFQ(seed: UInt64) {
    let block = values(6, 7, seed: seed, missing: 0.4)
    let present = (0..<7).filter { column in block.column(column).contains { !$0.isNaN } }
    // All equations side by side: one a pair, one weak one a sample.
    var left: [[Double]] = []
    var right: [Double] = []
    var pairs = [Double](repeating: 0, count: 7)
    for a in present {
      for b in present where b > a {
        let ratio = OrderStatistics.median((0..<6).map { block[$0, a] - block[$0, b] })
        guard !ratio.isNaN else { continue }
        pairs[a] += 1
        pairs[b] += 1
        left.append(present.map { $0 == a ? 1 : $0 == b ? -1 : 0 })
        right.append(ratio)
      }
    }
    for sample in present {
      let weight = (1e-4 * max(1, pairs[sample])).squareRoot()
      left.append(present.map { $0 == sample ? weight : 0 })
      right.append(weight * (block.column(sample).filter { !$0.isNaN }.max() ?? 0))
    }
    let plain = PivotedQR(Matrix(rowVectors: left, columns: present.count)).coefficients(right)
    let fast = MaxLFQ.summarise(block).values
    #expect(closeness(present.map { fast[$0] }, plain) < 1e-8)
    #expect(fast.indices.allSatisfy { present.contains($0) != fast[$0].isNaN })
  }

  @Test(arguments: [0.05, 0.2, 0.4]) func comBatNeverStops(missing: Double) throws {
    let input = values(80, 12, seed: 9, missing: missing)
    let batches = (0..<12).map { "b\($0 % 3)" }
    for policy in ComBat.Incomplete.allCases {
      var settings = ComBat.Settings()
      settings.incomplete = policy
      let result = try ComBat.adjust(input, batches: batches, settings: settings, threads: 1)
      #expect(zip(result.values.values, input.values).allSatisfy { $0.isNaN == $1.isNaN && !$0.isInfinite })
      for row in 0..<80 where result.fates[row] == .tooFew || result.fates[row] == .constant {
        #expect(closeness(result.values.row(row), input.row(row)) == 0)
      }
      let again = try ComBat.adjust(input, batches: batches, settings: settings, threads: 2)
      #expect(closeness(again.values.values, result.values.values) == 0)
    }
  }

  /// In mode tight, complete rows hardly change when other rows lose values.
  @Test func comBatTightIgnoresOthersGaps() throws {
    let complete = values(200, 18, seed: 10, missing: 0)
    var gaps = complete
    var stream = RandomStream(seed: 11, name: "gaps")
    for row in 196..<200 {
      for column in 0..<18 where stream.uniform() < 0.1 { gaps[row, column] = .nan }
    }
    let batches = (0..<18).map { "b\($0 / 6)" }
    var settings = ComBat.Settings()
    settings.tolerance = 1e-10
    settings.switchesDivisor = false
    let a = try ComBat.adjust(complete, batches: batches, settings: settings).values
    let b = try ComBat.adjust(gaps, batches: batches, settings: settings).values
    let rows = Array(0..<196)
    #expect(closeness(a.selectingRows(rows).values, b.selectingRows(rows).values) < 0.05)
  }

  @Test func comBatRefusesConfounding() {
    let input = values(10, 8, seed: 12, missing: 0)
    let batches = ["a", "a", "a", "a", "b", "b", "b", "b"]
    let error = #expect(throws: OmicsError.self) {
      try ComBat.adjust(
        input, batches: batches, covariates: Matrix(columns: [batches.map { $0 == "a" ? 1 : 0 }], rows: 8))
    }
    #expect(error?.message.contains("confounded with batch") == true)
    #expect(throws: OmicsError.self) { try ComBat.adjust(input, batches: batches.map { _ in "a" }) }
  }

  @Test func summariesOfOddGroups() {
    let empty = Matrix(rows: 2, columns: 3, repeating: .nan)
    #expect(MedianPolish.summarise(empty).values.allSatisfy { $0.isNaN })
    #expect(HuberSummary.summarise(empty).0.allSatisfy { $0.isNaN })
    #expect(MaxLFQ.summarise(empty).values.allSatisfy { $0.isNaN })
    #expect(DirectLFQ.summarise(empty).values.allSatisfy { $0.isNaN })
    let apart = Matrix(rowVectors: [[1, 2, .nan, .nan], [.nan, .nan, 3, 4]], columns: 4)
    #expect(MaxLFQ.summarise(apart).isDisconnected)
    #expect(HuberSummary.summarise(apart).1.isDisconnected)
    let single = Matrix(rowVectors: [[.nan, 3], [.nan, 4]], columns: 2)
    let (values, isUnshared) = DirectLFQ.summarise(single)
    #expect(isUnshared && values[0].isNaN && abs(values[1] - 24) < 1e-9)
  }
}
