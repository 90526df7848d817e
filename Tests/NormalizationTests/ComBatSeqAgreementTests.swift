import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// ComBat-seq: what it must remove, keep, refuse and guard, and the matching of quantiles written out slowly.
@Suite struct ComBatSeqAgreementTests {
  private let batches = (0..<12).map { $0 < 6 ? "x" : "y" }
  private let groups = (0..<12).map { $0 % 2 == 0 ? "case" : "control" }
  private let samples = (0..<12).map { "s\($0)" }

  /// Counts with dispersion 1/8; the second batch has twice the counts in half of the rows, a third of rows differ by group.
  private func counts(rows: Int = 80, seed: UInt64 = 2) -> Matrix {
    var stream = RandomStream(seed: seed, name: "combat-seq")
    var matrix = Matrix(rows: rows, columns: 12)
    for row in 0..<rows {
      let mean = exp(3 + 3 * stream.uniform())
      for column in 0..<12 {
        var gamma = 0.0
        for _ in 0..<8 { gamma -= log(stream.uniformOpen()) / 8 }
        let batch = column >= 6 && row % 2 == 0 ? 2.0 : 1
        let group = column % 2 == 0 && row % 3 == 0 ? 3.0 : 1
        let level = mean * gamma * batch * group
        matrix[row, column] = max(0, (level + level.squareRoot() * stream.normal()).rounded())
      }
    }
    return matrix
  }

  /// The mean log2 ratio of two sets of samples over some rows, per library: its size is no batch effect.
  private func fold(_ values: Matrix, _ rows: [Int], _ a: [Int], _ b: [Int]) -> Double {
    let sizes = (0..<12).map { log2(counts(rows: values.rows).column($0).reduce(0, +)) }
    return Descriptive.mean(
      rows.map { row in
        Descriptive.mean(a.map { log2(values[row, $0] + 0.5) - sizes[$0] })
          - Descriptive.mean(b.map { log2(values[row, $0] + 0.5) - sizes[$0] })
      })
  }

  @Test func removesBatchesAndKeepsGroups() throws {
    let input = counts()
    let result = try ComBatSeq.adjust(input, samples: samples, batches: batches, groups: groups)
    let (first, second) = (Array(0..<6), Array(6..<12))
    let shifted = Array(stride(from: 0, to: 80, by: 2))
    #expect(fold(input, shifted, second, first) > 0.3)
    #expect(abs(fold(result.values, shifted, second, first)) < 0.15)
    let changed = Array(stride(from: 0, to: 80, by: 3))
    let (cases, controls) = (Array(stride(from: 0, to: 12, by: 2)), Array(stride(from: 1, to: 12, by: 2)))
    #expect(abs(fold(result.values, changed, cases, controls) - fold(input, changed, cases, controls)) < 0.15)
    #expect(result.values.values.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    for index in input.values.indices where input.values[index] <= 1 {
      #expect(result.values.values[index] == input.values[index])
    }
  }

  @Test func oddRowsStay() throws {
    var input = counts()
    for column in 0..<6 { input[3, column] = 0 }
    for column in 0..<12 {
      input[4, column] = 0
      input[5, column] = 7
    }
    let result = try ComBatSeq.adjust(input, samples: samples, batches: batches)
    #expect(result.left == [3, 4])
    #expect(result.values.row(3) == input.row(3) && result.values.row(4) == input.row(4))
    #expect(result.values.row(5).allSatisfy { $0 >= 0 && $0.isFinite })
  }

  /// A row whose batches lie far apart, as those that made 4 into 5.8e11, is never multiplied without end.
  @Test func absurdCountsStayAndAreNamed() throws {
    var input = counts(rows: 40)
    for column in 0..<12 { input[0, column] = column < 6 ? (column == 0 ? 4 : 0) : 60_000 + Double(column) }
    let free = try ComBatSeq.adjust(input, samples: samples, batches: batches)
    var strict = ComBatSeq.Settings()
    strict.cap = 50
    let capped = try ComBatSeq.adjust(input, samples: samples, batches: batches, settings: strict)
    let largest = (0..<40).map { free.values.row($0).max() ?? 0 }
    #expect(largest.allSatisfy { $0 < 1e7 })
    #expect(capped.absurd.count >= free.absurd.count)
    for item in capped.absurd {
      #expect(capped.values[item.row, item.sample] == input[item.row, item.sample])
      let batch = item.sample < 6
      let others = (0..<12).filter { ($0 < 6) != batch }.map { input[item.row, $0] }.max() ?? 0
      #expect(!item.value.isFinite || item.value > 50 && item.value > 10 * others)
    }
  }

  @Test func refusals() {
    let input = counts(rows: 10)
    func message(_ work: () throws -> ComBatSeq.Result) -> String {
      let error = #expect(throws: OmicsError.self) { _ = try work() }
      #expect(error?.code == .refused)
      return error?.message ?? ""
    }
    var single = batches
    single[0] = "alone"
    #expect(message { try ComBatSeq.adjust(input, samples: samples, batches: single) }.contains("\"alone\""))
    #expect(
      message { try ComBatSeq.adjust(input, samples: samples, batches: batches, groups: batches) }
        == "The covariate is confounded with batch! Remove the covariate and rerun ComBat-Seq")
    #expect(
      message { try ComBatSeq.adjust(input, samples: samples, batches: samples.map { _ in "x" }) }.contains("one batch")
    )
    var empty = input
    empty.setColumn(2, to: [Double](repeating: 0, count: 10))
    #expect(message { try ComBatSeq.adjust(empty, samples: samples, batches: batches) }.contains("\"s2\""))
    let none = Matrix(rows: 2, columns: 12)
    #expect(message { try ComBatSeq.adjust(none, samples: samples, batches: batches) }.contains("no row"))
  }

  @Test func rowsAndThreadsDoNotMatter() throws {
    let input = counts(rows: 30)
    let one = try ComBatSeq.adjust(input, samples: samples, batches: batches, groups: groups, threads: 1).values
    let two = try ComBatSeq.adjust(input, samples: samples, batches: batches, groups: groups, threads: 2).values
    #expect(one == two)
    let order = Array((0..<30).reversed())
    let turned = try ComBatSeq.adjust(
      input.selectingRows(order), samples: samples, batches: batches, groups: groups
    ).values
    let apart = zip(turned.values, one.selectingRows(order).values).map { abs($0 - $1) }
    #expect(apart.count { $0 == 0 } >= apart.count * 99 / 100 && apart.allSatisfy { $0 <= 1 })
  }

  @Test func shrinkageMovesTowardsOtherRows() throws {
    let input = counts(rows: 20)
    var settings = ComBatSeq.Settings()
    settings.shrinks = true
    settings.shrinksDispersions = true
    let shrunken = try ComBatSeq.adjust(input, samples: samples, batches: batches, settings: settings).values
    let plain = try ComBatSeq.adjust(input, samples: samples, batches: batches).values
    #expect(shrunken != plain)
    // Means over all other rows: shifted and steady rows are moved alike.
    let (first, second) = (Array(0..<6), Array(6..<12))
    let shifted = Array(stride(from: 0, to: 20, by: 2))
    #expect(
      abs(fold(shrunken, shifted, second, first)) > abs(fold(plain, shifted, second, first)))
  }
}
