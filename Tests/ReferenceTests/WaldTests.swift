import Normalization
import Numerics
import Schema
import Testing

/// Wald tests against DESeq2 1.38.3 `results(DESeq(dds))` (airway, ~ batch + condition; log2 fold changes within 1e-3).
@Suite struct WaldTests {
  private func input() throws -> MethodInput {
    var input = try GoldenMatrix("airway_counts.tsv").input(.rawCount, .linear)
    input.design = airwayDesign(try GoldenMatrix("airway_samples.tsv"))
    return input
  }

  private func thinned(_ outcome: MethodOutcome) -> Matrix {
    guard case .rowFigures(_, let values) = outcome.output else { return Matrix(rows: 0, columns: 6) }
    return values.selectingRows(Array(stride(from: 0, to: values.rows, by: 7)))
  }

  @Test func equalsDESeq2() throws {
    let golden = try GoldenMatrix("wald_results.thin.tsv.gz")
    let found = thinned(try applied("wald", try input()))
    #expect(relativeDifference(found.column(0), golden.numbers("baseMean")) < 1e-12)
    #expect(absoluteDifference(found.column(1), golden.numbers("log2FoldChange")) < 1e-3)
    #expect(relativeDifference(found.column(2), golden.numbers("lfcSE")) < 1e-2)
    #expect(absoluteDifference(found.column(3), golden.numbers("stat")) < 2e-2)
    #expect(absoluteDifference(found.column(5), golden.numbers("padj")) < 1e-2)
    let unfiltered = thinned(
      try applied("wald", try input(), ["independent_filtering": "false", "cooks_cutoff": "false"]))
    let plain = try GoldenMatrix("wald_results_nofilter.thin.tsv.gz")
    #expect(absoluteDifference(unfiltered.column(1), plain.numbers("log2FoldChange")) < 1e-3)
    #expect(absoluteDifference(unfiltered.column(5), plain.numbers("padj")) < 1e-2)
  }

  @Test func refusals() throws {
    var without = try input()
    without.design = nil
    #expect(throws: OmicsError.self) { _ = try applied("wald", without) }
    let error = #expect(throws: OmicsError.self) { _ = try applied("wald", try input(), ["coefficient": "dose"]) }
    #expect(error?.code == .usage && error?.hint?.contains("conditiontrt") == true)
  }
}
