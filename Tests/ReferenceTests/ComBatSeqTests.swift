import Normalization
import Numerics
import Schema
import Testing

/// ComBat-seq against sva 3.46.0 on airway counts kept by filterByExpr: whole numbers, 99 % within 1.
@Suite struct ComBatSeqTests {
  @Test(arguments: [true, false]) func equalsSva(isGrouped: Bool) throws {
    let sheet = try GoldenMatrix("airway_samples.tsv")
    let kept = try GoldenMatrix("filter_by_expression.tsv").numbers("group")
    let rows = kept.indices.filter { kept[$0] == 1 }
    var input = try GoldenMatrix("airway_counts.tsv").input(.rawCount, .linear)
    input.values = input.values.selectingRows(rows)
    input.ids = rows.map { input.ids[$0] }
    input.batches = sheet.texts("batch")
    if isGrouped { input.groups = sheet.texts("condition") }
    let outcome = try applied("combat-seq", input)
    let golden = try GoldenMatrix("combat_seq_\(isGrouped ? "group" : "nogroup").thin.tsv.gz").matrix.values
    let found = thinnedRows(outcome, 3)
    #expect(found.count == golden.count)
    let apart = zip(found, golden).map { abs($0 - $1) }
    #expect(Double(apart.count { $0 <= 1 }) >= 0.99 * Double(apart.count))
    // Ours converges further than the reference: nearly all are the same whole number.
    #expect(Double(apart.count { $0 == 0 }) >= 0.998 * Double(apart.count))
    #expect(found.allSatisfy { $0 == $0.rounded() && $0 >= 0 })
    #expect(outcome.diagnostics.contains { $0.code == "no-design" } == !isGrouped)
    #expect(outcome.diagnostics.contains { $0.code == "common-dispersion" } == isGrouped)
  }
}
