import Design
import Foundation
import Numerics
import Schema
import Testing

/// Effects of cohorts combined, beside the formulas written out row by row.
@Suite struct CohortEffectsTests {
  private func effects(_ seed: UInt64, shift: Double, samples: Int, empty: Set<Int> = []) throws -> EffectTable {
    var stream = RandomStream(seed: seed, name: "cohort")
    var values = Matrix(rows: 30, columns: samples)
    for row in 0..<30 {
      for column in 0..<samples {
        let effect = column % 2 == 1 ? shift + Double(row % 3) : 0
        values[row, column] = empty.contains(row) ? .nan : 10 + effect + (0.3 + 0.1 * Double(row % 4)) * stream.normal()
      }
    }
    let sheet = SampleTable(
      (0..<samples).map { index in
        var sample = Sample(name: "s\(index)")
        sample.condition = index % 2 == 0 ? "a" : "b"
        return sample
      })
    return try EffectTable(
      values, model: try ModelMatrix(try Formula(parsing: "~ condition"), sheet: sheet), coefficient: "conditionb")
  }

  @Test func equalsTheFormulas() throws {
    let parts = [
      try effects(1, shift: 0, samples: 8), try effects(2, shift: 0.4, samples: 12),
      try effects(3, shift: -2, samples: 6),
    ]
    let combined = CohortEffects(zip(["x", "y", "z"], parts).map { ($0, $1) }, adjustment: .benjaminiHochberg)
    for row in 0..<30 {
      let b = parts.map { $0.logFoldChange[row] }
      let v = parts.map { pow($0.standardError[row], 2) }
      let w = v.map { 1 / $0 }
      let total = w.reduce(0, +)
      let fixed = zip(w, b).map(*).reduce(0, +) / total
      let q = zip(w, b).map { $0 * pow($1 - fixed, 2) }.reduce(0, +)
      let tau = max(0, (q - 2) / (total - w.map { $0 * $0 }.reduce(0, +) / total))
      let u = v.map { 1 / ($0 + tau) }
      let estimate = zip(u, b).map(*).reduce(0, +) / u.reduce(0, +)
      #expect(abs(combined.logFoldChange[row] - estimate) < 1e-12)
      #expect(abs(combined.standardError[row] - 1 / u.reduce(0, +).squareRoot()) < 1e-12)
      #expect(abs(combined.pValue[row] - erfc(abs(estimate) * u.reduce(0, +).squareRoot() / 2.0.squareRoot())) < 1e-12)
      // With two degrees of freedom the tail of chi-squared is exp(-q / 2).
      #expect(abs(combined.heterogeneity[row] - exp(-q / 2)) < 1e-12)
    }
    #expect(combined.tested.allSatisfy { $0 == 3 } && combined.observed(0) == 26)
  }

  @Test func rowsOfOneCohortAndOfNone() throws {
    let parts = [
      try effects(1, shift: 0, samples: 8, empty: [4]), try effects(2, shift: 0.4, samples: 12, empty: [4, 7]),
    ]
    let combined = CohortEffects(zip(["x", "y"], parts).map { ($0, $1) }, adjustment: .holm)
    #expect(combined.pValue[4].isNaN && combined.tested[4] == 0 && combined.average(4).isNaN)
    #expect(combined.pValue[7] == parts[0].pValue[7] && combined.statistic[7] == parts[0].t[7])
    #expect(combined.degreesOfFreedom[7] == parts[0].degreesOfFreedom[7] && combined.heterogeneity[7].isNaN)
    #expect(combined.degreesOfFreedom[0] == .infinity)
    #expect(combined.qValue[4].isNaN && combined.qValue.allSatisfy { $0.isNaN || $0 <= 1 })
  }

  @Test func orderOfCohortsDoesNotMatter() throws {
    let parts = [("x", try effects(1, shift: 0, samples: 8)), ("y", try effects(2, shift: 0.4, samples: 12))]
    let one = CohortEffects(parts.map { ($0.0, $0.1) }, adjustment: .none)
    let other = CohortEffects(parts.reversed().map { ($0.0, $0.1) }, adjustment: .none)
    for row in 0..<30 { #expect(abs(one.logFoldChange[row] - other.logFoldChange[row]) < 1e-12) }
  }
}
