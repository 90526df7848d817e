import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// Missingness by intensity, by batch and by neither, with the truth known; the curve beside a slow search.
@Suite struct MissingnessDiagnosisTests {
  private enum Kind { case low, batch, scattered }

  private let batches = (0..<12).map { "b\($0 % 3)" }

  private func values(_ kind: Kind, seed: UInt64 = 4) -> Matrix {
    var stream = RandomStream(seed: seed, name: "missing")
    var values = Matrix(rows: 400, columns: 12)
    for row in 0..<400 {
      let level = 20 + 2.5 * stream.normal()
      let lost = Int(stream.uniform() * 9)
      for sample in 0..<12 {
        let value = level + 0.3 * stream.normal()
        let isMissing: Bool
        switch kind {
        case .low: isMissing = stream.uniform() < 1 / (1 + exp(1.5 * (value - 18)))
        case .batch: isMissing = sample % 3 == lost
        case .scattered: isMissing = stream.uniform() < 0.15
        }
        values[row, sample] = isMissing ? .nan : value
      }
    }
    return values
  }

  @Test func patternsAreTold() {
    let low = MissingnessDiagnosis(values(.low), batches: batches)
    #expect(low.pattern(low.whole) == .intensityDependent)
    // Means of observed values flatten the true slope of 1.5.
    #expect(low.whole.curve.slope > 0.8 && low.whole.curve.slope < 1.7)
    #expect(abs(low.whole.curve.midpoint - 18) < 0.5)
    #expect(low.batches.allSatisfy { low.pattern($0) == .intensityDependent })
    let shaped = MissingnessDiagnosis(values(.batch), batches: batches)
    #expect(shaped.pattern(shaped.whole) == .batchShaped && shaped.whole.absentShare == 1)
    #expect(shaped.batches.reduce(0) { $0 + $1.absentRows } == shaped.whole.absentRows)
    let scattered = MissingnessDiagnosis(values(.scattered), batches: batches)
    #expect(scattered.pattern(scattered.whole) == .scattered)
    #expect(scattered.sentence.contains("no sign"))
    // Without batches, nothing can have their shape.
    let alone = MissingnessDiagnosis(values(.batch))
    #expect(alone.batches.isEmpty && alone.pattern(alone.whole) != .batchShaped)
  }

  @Test func curveIsTheMaximumOfTheLikelihood() {
    let matrix = values(.low)
    let diagnosis = MissingnessDiagnosis(matrix)
    let curve = diagnosis.whole.curve
    func likelihood(_ a: Double, _ b: Double) -> Double {
      var sum = 0.0
      for row in 0..<400 {
        let own = matrix.row(row).filter { !$0.isNaN }
        guard !own.isEmpty else { continue }
        let p = 1 / (1 + exp(-(a + b * own.reduce(0, +) / Double(own.count))))
        for sample in 0..<12 { sum += log(matrix[row, sample].isNaN ? 1 - p : p) }
      }
      return sum
    }
    let best = likelihood(curve.intercept, curve.slope)
    for (da, db) in [(0.01, 0.0), (-0.01, 0), (0, 0.001), (0, -0.001), (0.02, -0.001), (-0.02, 0.001)] {
      #expect(likelihood(curve.intercept + da, curve.slope + db) < best)
    }
  }

  @Test func oddCases() {
    let full = MissingnessDiagnosis(Matrix(rows: 3, columns: 2, repeating: 1), batches: ["a", "b"])
    #expect(full.pattern(full.whole) == .complete && full.whole.curve.slope.isNaN)
    let empty = MissingnessDiagnosis(Matrix(rows: 3, columns: 2, repeating: .nan))
    #expect(empty.emptyRows == 3 && empty.whole.missingShare.isNaN && empty.pattern(empty.whole) == .complete)
    // Intensity tells detection without error: no curve, and no fault.
    let apart = MissingnessDiagnosis(Matrix(rowVectors: [[1, .nan], [2, .nan], [9, 9], [10, 10]], columns: 2))
    #expect(apart.whole.missingShare == 0.25)
    let single = MissingnessDiagnosis(values(.batch), batches: (0..<12).map { "b\($0)" })
    #expect(single.pattern(single.whole) != .batchShaped)
  }

  @Test func orderDoesNotMatter() {
    let matrix = values(.low)
    let turned = matrix.selectingRows(Array((0..<400).reversed()))
    let (a, b) = (MissingnessDiagnosis(matrix, batches: batches), MissingnessDiagnosis(turned, batches: batches))
    for (x, y) in zip([a.whole] + a.batches, [b.whole] + b.batches) {
      #expect(abs(x.curve.slope - y.curve.slope) < 1e-9 && x.missingShare == y.missingShare)
    }
  }
}
