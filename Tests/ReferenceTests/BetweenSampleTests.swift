import Foundation
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
    input.design = conditions(sheet)
    let with = try GoldenMatrix("rbe_batch_with_design.thin.tsv.gz").matrix.values
    #expect(absoluteDifference(thinned(try applied("remove-batch-effect", input), 9), with) < 1e-10)
    input.values = try airwayWithGaps().values
    let gaps = try GoldenMatrix("rbe_na.thin.tsv.gz").matrix.values
    #expect(absoluteDifference(thinned(try applied("remove-batch-effect", input), 9), gaps) < 1e-10)
  }

  /// What is taken from a row that lacks whole batches depends on the order of the batches. The reference's factor had
  /// them as the samples come; ours are in byte order, so they get names of that order.
  @Test func rowsOfFewBatches() throws {
    let golden = try GoldenMatrix("rbe_na_few_batches.tsv")
    let sheet = try GoldenMatrix("airway_samples.tsv")
    var input = try airwayWithGaps()
    input.batches = sheet.texts("batch").indices.map { "batch\($0 / 2)" }
    input.design = conditions(sheet)
    guard case .matrix(let values) = try applied("remove-batch-effect", input).output else { return }
    let rows = try golden.ids.map { try #require(input.ids.firstIndex(of: $0)) }
    #expect(absoluteDifference(values.selectingRows(rows).values, golden.matrix.values) < 1e-10)
  }

  @Test func removeCovariate() throws {
    var input = try logs()
    let covariate = try GoldenMatrix("rbe_covariate.tsv")
    input.tables["covariates"] = SettingTable(
      file: "rbe_covariate.tsv", header: ["sample"] + covariate.columns,
      rows: zip(covariate.ids, covariate.cells).map { [$0] + $1 })
    let golden = try GoldenMatrix("rbe_covariate_loglib.thin.tsv.gz").matrix.values
    let outcome = try applied("remove-batch-effect", input, ["covariates": "rbe_covariate.tsv"])
    #expect(absoluteDifference(thinned(outcome, 9), golden) < 1e-10)
  }

  @Test func removeBatchesOfArrays() throws {
    var input = try GoldenMatrix("bladder_input.tsv.gz").input(.expression, .log2)
    let sheet = try GoldenMatrix("bladder_samples.tsv")
    input.batches = sheet.texts("batch")
    let labels = sheet.texts("cancer")
    input.design = DesignColumns(
      matrix: Matrix(
        columns: [
          labels.map { _ in 1 }, labels.map { $0 == "Cancer" ? 1 : 0 }, labels.map { $0 == "Normal" ? 1 : 0 },
        ], rows: labels.count), names: ["(Intercept)", "cancerCancer", "cancerNormal"], formula: "~ cancer")
    let golden = try GoldenMatrix("rbe_arrays_design_cancer.thin.tsv.gz").matrix.values
    #expect(absoluteDifference(thinned(try applied("remove-batch-effect", input), 9), golden) < 1e-10)
  }

  /// log2(counts + 1) of the rows kept by filterByExpr: many ties.
  @Test func tiedValues() throws {
    let kept = try GoldenMatrix("filter_by_expression.tsv").numbers("group")
    var input = try GoldenMatrix("airway_counts.tsv").input(.expression, .log2)
    let rows = kept.indices.filter { kept[$0] == 1 }
    input.ids = rows.map { input.ids[$0] }
    input.values = input.values.selectingRows(rows)
    for index in input.values.values.indices { input.values.values[index] = log2(input.values.values[index] + 1) }
    let golden = try GoldenMatrix("quantile_tied.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinned(try applied("quantile", input), 9), golden) < 1e-12)
  }

  @Test func quantileWithGaps() throws {
    let golden = try GoldenMatrix("quantile_airway_na.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinned(try applied("quantile", try airwayWithGaps()), 9), golden) < 1e-12)
  }

  @Test func medianValues() throws {
    var input = try logs()
    input.scale = .linear
    for index in input.values.values.indices { input.values.values[index] = exp2(input.values.values[index]) }
    let golden = try GoldenMatrix("median_values.thin.tsv.gz").matrix.values
    #expect(relativeDifference(thinned(try applied("median-values", input), 9), golden) < 1e-12)
    input.values.setColumn(0, to: [Double](repeating: 0, count: input.ids.count))
    let error = #expect(throws: OmicsError.self) { _ = try applied("median-values", input) }
    #expect(error?.code == .refused && error?.message.contains("SRR1039508") == true)
  }

  private func conditions(_ sheet: GoldenMatrix) -> DesignColumns {
    DesignColumns(
      matrix: Matrix(
        columns: [[Double](repeating: 1, count: 8), sheet.texts("condition").map { $0 == "trt" ? 1 : 0 }], rows: 8),
      names: ["(Intercept)", "conditiontrt"], formula: "~ condition")
  }
}

/// The airway log2 CPM with the values missing that the goldens with missing values lack.
func airwayWithGaps() throws -> MethodInput {
  var input = try GoldenMatrix("airway_logcpm.tsv.gz").input(.cpm, .log2)
  let mask = try GoldenMatrix("airway_na_mask.tsv.gz")
  for (index, isMissing) in mask.matrix.values.enumerated() where isMissing == 1 { input.values.values[index] = .nan }
  return input
}

/// Every n-th row of an outcome's matrix, column by column.
func thinnedRows(_ outcome: MethodOutcome, _ step: Int) -> [Double] {
  guard case .matrix(let values) = outcome.output else { return [] }
  return values.selectingRows(Array(stride(from: 0, to: values.rows, by: step))).values
}
