import Normalization
import Numerics
import Schema
import Testing

/// Methods between samples and linear batch removal against limma 3.54.1, on airway log2 CPM and protein intensities.
@Suite struct BetweenSampleTests {
  private func logs() throws -> MethodInput { try GoldenMatrix("airway_logcpm.tsv.gz").input(.cpm, .log2) }

  private func proteins() throws -> MethodInput {
    try GoldenMatrix("protein_input_na.tsv.gz").input(.intensity, .log2)
  }

  /// Every n-th row of a matrix outcome.
  private func thinned(_ outcome: MethodOutcome, _ step: Int) -> [Double] { thinnedRows(outcome, step) }

  @Test(arguments: ["true", "false"]) func quantile(ties: String) throws {
    let outcome = try applied("quantile", try logs(), ["ties": ties])
    let golden = try GoldenMatrix("quantile_ties_\(ties).thin.tsv.gz")
    #expect(relativeDifference(thinned(outcome, 9), golden.matrix.values) < 1e-12)
  }

  @Test func missingValues() throws {
    let input = try proteins()
    let quantile = try GoldenMatrix("quantile_na.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinned(try applied("quantile", input), 5), quantile) < 1e-12)
    let loess = try GoldenMatrix("cyclic_loess_na.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinned(try applied("cyclic-loess", input), 5), loess) < 1e-6)
    let median = try GoldenMatrix("median_na.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinned(try applied("median", input), 5), median) < 1e-12)
  }

  @Test func cyclicLoess() throws {
    let golden = try GoldenMatrix("cyclic_loess_fast.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinned(try applied("cyclic-loess", try logs()), 9), golden) < 1e-6)
  }

  @Test func removeBatchEffect() throws {
    var input = try logs()
    let sheet = try GoldenMatrix("airway_samples.tsv")
    input.batches = sheet.texts("batch")
    let plain = try applied("remove-batch-effect", input)
    #expect(plain.diagnostics.contains { $0.code == "no-design" })
    let without = try GoldenMatrix("rbe_batch_no_design.thin.tsv.gz").matrix.values
    #expect(absoluteDifference(thinned(plain, 9), without) < 1e-10)
    input.design = DesignColumns(
      matrix: Matrix(
        columns: [[Double](repeating: 1, count: 8), sheet.texts("condition").map { $0 == "trt" ? 1 : 0 }], rows: 8),
      names: ["(Intercept)", "conditiontrt"], formula: "~ condition")
    let with = try GoldenMatrix("rbe_batch_with_design.thin.tsv.gz").matrix.values
    #expect(absoluteDifference(thinned(try applied("remove-batch-effect", input), 9), with) < 1e-10)
  }
}

/// Every n-th row of an outcome's matrix, column by column.
func thinnedRows(_ outcome: MethodOutcome, _ step: Int) -> [Double] {
  guard case .matrix(let values) = outcome.output else { return [] }
  return values.selectingRows(Array(stride(from: 0, to: values.rows, by: step))).values
}
