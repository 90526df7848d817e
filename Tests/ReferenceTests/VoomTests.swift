import Normalization
import Numerics
import Schema
import Testing

/// voom against limma 3.54.1: E within 1e-12, weights within 1e-6 (airway, rows kept by filterByExpr).
@Suite struct VoomTests {
  private func outcome() throws -> (MethodInput, MethodOutcome) {
    let counts = try GoldenMatrix("airway_counts.tsv")
    let sheet = try GoldenMatrix("airway_samples.tsv")
    let kept = try GoldenMatrix("filter_by_expression.tsv").numbers("group")
    var input = counts.input(.rawCount, .linear)
    let rows = kept.indices.filter { kept[$0] == 1 }
    input.values = input.values.selectingRows(rows)
    input.ids = rows.map { input.ids[$0] }
    input.design = airwayDesign(sheet)
    return (input, try applied("voom", input))
  }

  @Test func equalsLimma() throws {
    let (_, outcome) = try outcome()
    guard case .matrix(let values) = outcome.output, let side = outcome.sideTables.first else {
      Issue.record("no matrix")
      return
    }
    let thinned = Array(stride(from: 0, to: values.rows, by: 5))
    let golden = try GoldenMatrix("voom_E.thin.tsv.gz")
    #expect(absoluteDifference(values.selectingRows(thinned).values, golden.matrix.values) < 1e-12)
    let weights = try GoldenMatrix("voom_weights.thin.tsv.gz")
    #expect(relativeDifference(side.values.selectingRows(thinned).values, weights.matrix.values) < 1e-6)
  }

  @Test func weightedFitEqualsLimma() throws {
    let (input, outcome) = try outcome()
    guard case .matrix(let values) = outcome.output, let design = input.design else { return }
    let fit = try RowwiseLinearModel(design: design.matrix).fit(values, weights: outcome.sideTables[0].values)
    let moderated = try ModeratedVariance(fit)
    let test = moderated.test(coefficients: fit.coefficients.column(4), stdevUnscaled: fit.stdevUnscaled.column(4))
    #expect(abs(moderated.prior.degreesOfFreedom[0] / 5.706250221394817 - 1) < 1e-6)
    #expect(abs(moderated.prior.variance[0] / 1.0683085479478309 - 1) < 1e-6)
    let golden = try GoldenMatrix("voom_ebayes_toptable.thin.tsv.gz")
    let thinned = Array(stride(from: 0, to: values.rows, by: 5))
    #expect(relativeDifference(thinned.map { test.t[$0] }, golden.numbers("t"), floor: 1e-3) < 1e-6)
    #expect(relativeDifference(thinned.map { test.p[$0] }, golden.numbers("P.Value")) < 1e-5)
  }

  @Test func withoutReplicationAllWeightsAreOne() throws {
    var (input, _) = try outcome()
    input.design = DesignColumns(matrix: .identity(8), names: (0..<8).map { "s\($0)" }, formula: "~ 0 + sample")
    let outcome = try applied("voom", input)
    #expect(outcome.sideTables[0].values.values.allSatisfy { $0 == 1 })
    #expect(outcome.diagnostics.contains { $0.code == "no-replication" && $0.severity == .warning })
  }
}
