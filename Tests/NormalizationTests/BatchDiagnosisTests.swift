import Foundation
import Normalization
import Numerics
import Schema
import Testing

@Suite struct BatchDiagnosisTests {
  private let batches = ["x", "x", "x", "y", "y", "y", "y", "z", "z", "z"]
  private let groups = ["a", "b", "a", "b", "a", "b", "b", "a", "b", "a"]

  private func values() -> Matrix {
    var stream = RandomStream(seed: 3, name: "diagnosis")
    var matrix = Matrix(rows: 60, columns: 10)
    for row in 0..<60 {
      for column in 0..<10 {
        let shift = batches[column] == "y" ? 4.0 : batches[column] == "z" ? -3 : 0
        matrix[row, column] =
          stream.normal() + (row < 20 ? shift : 0) + (row >= 20 && row < 40 && groups[column] == "b" ? 3 : 0)
      }
    }
    for column in 0..<10 {
      matrix[0, column] = 4
      matrix[1, column] = .nan
      if batches[column] == "z" { matrix[2, column] = .nan }
    }
    matrix[3, 5] = .nan
    return matrix
  }

  /// Squared residuals about the fit of the given labels, by cell means where one label is given and by sweeping means
  /// back and forth where two are.
  private func residual(_ y: [Double], _ labels: [[String]]) -> Double {
    let used = y.indices.filter { !y[$0].isNaN }
    var left = used.map { y[$0] }
    for _ in 0..<(labels.count > 1 ? 60 : 1) {
      for names in labels.isEmpty ? [[String](repeating: "", count: y.count)] : labels {
        for name in Set(used.map { names[$0] }) {
          let members = used.indices.filter { names[used[$0]] == name }
          let mean = members.map { left[$0] }.reduce(0, +) / Double(members.count)
          for member in members { left[member] -= mean }
        }
      }
    }
    return left.map { $0 * $0 }.reduce(0, +)
  }

  @Test func sharesAreThoseOfPlainMeans() throws {
    let x = values()
    let diagnosis = try BatchDiagnosis(x, batches: batches, conditions: groups)
    for row in stride(from: 2, to: 60, by: 3) {
      let y = x.row(row)
      let total = residual(y, [])
      let (b, g, both) = (residual(y, [batches]), residual(y, [groups]), residual(y, [batches, groups]))
      let share = diagnosis.features[row]
      #expect(abs(share.batch - (1 - b / total)) < 1e-9)
      #expect(abs(share.condition - (1 - g / total)) < 1e-9)
      #expect(abs(share.batchUnique - (g - both) / total) < 1e-9)
      #expect(abs(share.conditionUnique - (b - both) / total) < 1e-9)
      #expect(share.observed == y.count { !$0.isNaN })
    }
    #expect(diagnosis.features[0].batch.isNaN && diagnosis.features[1].batch.isNaN)
    let early = Descriptive.mean(diagnosis.features[4..<20].map(\.batch))
    let late = Descriptive.mean(diagnosis.features[40...].map(\.batch))
    #expect(early > 0.5 && late < 0.4)
    #expect(diagnosis.features[20..<40].count { $0.conditionP < 0.05 } >= 15)
  }

  @Test func componentsFindTheStrongestPart() throws {
    let diagnosis = try BatchDiagnosis(values(), batches: batches, conditions: groups)
    #expect(diagnosis.completeFeatures == 56)
    #expect(diagnosis.components.count == 9)
    #expect(abs(diagnosis.components.map(\.share).reduce(0, +) - 1) < 1e-9)
    #expect(diagnosis.components[0].batch > 0.8 && diagnosis.components[1].condition > 0.5)
    let shares = diagnosis.components.map(\.share)
    #expect(shares == shares.sorted(by: >))
  }

  @Test func confoundingIsSaid() throws {
    let diagnosis = try BatchDiagnosis(values(), batches: batches, conditions: groups)
    #expect(!diagnosis.isAliased && diagnosis.inflation > 1 && diagnosis.inflation < 1.3)
    #expect(diagnosis.majority == 0.5)
    let aliased = try BatchDiagnosis(values(), batches: batches, conditions: batches.map { $0 == "y" ? "b" : "a" })
    #expect(aliased.isAliased && aliased.inflation == .infinity && aliased.predictability == 1)
    let threads = try BatchDiagnosis(values(), batches: batches, conditions: groups, threads: 3)
    #expect(threads.features.map(\.batch.bitPattern) == diagnosis.features.map(\.batch.bitPattern))
  }

  @Test func refusals() {
    let one = [String](repeating: "a", count: 10)
    #expect(throws: OmicsError.self) { _ = try BatchDiagnosis(values(), batches: one, conditions: groups) }
    #expect(throws: OmicsError.self) { _ = try BatchDiagnosis(values(), batches: batches, conditions: one) }
    let each = (0..<10).map { "s\($0)" }
    #expect(throws: OmicsError.self) { _ = try BatchDiagnosis(values(), batches: each, conditions: groups) }
  }
}
