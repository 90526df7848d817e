import Normalization
import Numerics
import Schema
import Testing

/// Factors, filters and logarithms of counts against edgeR 3.40.2 and DESeq2 1.38.3 (airway, tolerance 1e-12).
@Suite struct CountFactorTests {
  let counts: GoldenMatrix
  let sheet: GoldenMatrix

  init() throws {
    counts = try GoldenMatrix("airway_counts.tsv")
    sheet = try GoldenMatrix("airway_samples.tsv")
  }

  @Test(arguments: [("tmm", "TMM"), ("tmmwsp", "TMMwsp"), ("rle", "RLE"), ("upperquartile", "upperquartile")])
  func factorsEqualEdgeR(name: String, column: String) throws {
    let golden = try GoldenMatrix("norm_factors.tsv")
    let outcome = try applied(name, counts.input(.rawCount, .linear))
    #expect(relativeDifference(outcome.numbers, golden.numbers(column)) < 1e-12)
  }

  @Test func noFactorsEqualEdgeR() throws {
    let golden = try GoldenMatrix("norm_factors.tsv")
    #expect(try LibraryFactors.factors(counts.matrix, method: .none) == golden.numbers("none"))
  }

  @Test func optionsEqualEdgeR() throws {
    let golden = try GoldenMatrix("norm_factors_options.tsv")
    for (column, set) in [
      ("refcol1", ["ref_column": "1"]), ("logratioTrim02_sumTrim01", ["logratio_trim": "0.2", "sum_trim": "0.1"]),
      ("doWeightingFALSE", ["do_weighting": "false"]),
    ] {
      let outcome = try applied("tmm", counts.input(.rawCount, .linear), set)
      #expect(relativeDifference(outcome.numbers, golden.numbers(column)) < 1e-12, "\(column)")
    }
  }

  /// The golden's reference column is ours: named outright, it gives the same factors.
  @Test func referenceColumnEqualsEdgeR() throws {
    let golden = try GoldenMatrix("tmm_reference_choice.tsv")
    let column = try #require(golden.numbers("is_ref").firstIndex(of: 1))
    #expect(golden.ids[column] == "SRR1039517")
    let input = counts.input(.rawCount, .linear)
    let chosen = try applied("tmm", input).numbers
    #expect(try applied("tmm", input, ["ref_column": "\(column + 1)"]).numbers == chosen)
    let quartiles = (0..<8).map { sample in
      OrderStatistics.quantile(input.values.column(sample), 0.75) / input.values.column(sample).reduce(0, +)
    }
    #expect(relativeDifference(quartiles, golden.numbers("f75")) < 1e-12)
  }

  @Test func sizeFactorsEqualDESeq2() throws {
    let golden = try GoldenMatrix("size_factors.tsv")
    for name in ["ratio", "poscounts"] {
      let outcome = try applied(name, counts.input(.rawCount, .linear))
      #expect(relativeDifference(outcome.numbers, golden.numbers(name)) < 1e-12, "\(name)")
    }
  }

  /// The golden put a zero into column (row mod 8) of every row.
  @Test func aZeroInEveryGene() throws {
    var input = counts.input(.rawCount, .linear)
    for row in input.ids.indices { input.values[row, row % 8] = 0 }
    let error = #expect(throws: OmicsError.self) { _ = try applied("ratio", input) }
    #expect(
      error?.message == "every gene contains at least one zero, cannot compute log geometric means"
        && error?.hint?.contains("poscounts") == true && error?.code == .refused)
    let golden = try GoldenMatrix("size_factors_every_gene_has_a_zero.tsv")
    #expect(relativeDifference(try applied("poscounts", input).numbers, golden.numbers("poscounts")) < 1e-12)
  }

  @Test func logarithmsEqualEdgeR() throws {
    let rows = 300
    for (file, set) in [
      ("logcpm_tmm_prior2.head.tsv", [:]),
      ("logcpm_nonorm_prior0.25.head.tsv", ["prior_count": "0.25", "factors": "none"]),
      ("cpm_tmm.head.tsv", ["log": "false"]),
    ] as [(String, [String: String])] {
      let golden = try GoldenMatrix(file).matrix
      guard case .matrix(let values) = try applied("logcpm", counts.input(.rawCount, .linear), set).output else {
        Issue.record("no matrix")
        return
      }
      let head = values.selectingRows(Array(0..<rows))
      #expect(relativeDifference(head.values, golden.values) < 1e-12, "\(file)")
    }
  }

  @Test func keptRowsEqualEdgeR() throws {
    let golden = try GoldenMatrix("filter_by_expression.tsv")
    let columns = golden.columns
    var grouped = counts.input(.rawCount, .linear)
    grouped.groups = sheet.texts("condition")
    var modelled = counts.input(.rawCount, .linear)
    modelled.design = airwayDesign(sheet)
    let cases: [(MethodInput, [String: String])] = [
      (grouped, [:]), (modelled, [:]), (counts.input(.rawCount, .linear), [:]),
      (grouped, ["min_count": "20", "min_total_count": "30"]),
    ]
    var sizes: [Int] = []
    for (index, (input, set)) in cases.enumerated() {
      guard case .keptRows(let rows) = try applied("filter-by-expression", input, set).output else { continue }
      let kept = golden.numbers(columns[index])
      #expect(rows == kept.indices.filter { kept[$0] == 1 }, "\(columns[index])")
      sizes.append(rows.count)
    }
    #expect(sizes == [2665, 2808, 2387, 2412])
  }
}

/// The model of the airway goldens: `~ batch + condition`, untreated as base.
func airwayDesign(_ sheet: GoldenMatrix) -> DesignColumns {
  let batches = sheet.texts("batch")
  let levels = Array(Set(batches)).sorted().dropFirst()
  var columns = [[Double](repeating: 1, count: 8)]
  for level in levels { columns.append(batches.map { $0 == level ? 1 : 0 }) }
  columns.append(sheet.texts("condition").map { $0 == "trt" ? 1 : 0 })
  return DesignColumns(
    matrix: Matrix(columns: columns, rows: 8), names: ["(Intercept)"] + levels.map { "batch\($0)" } + ["conditiontrt"],
    formula: "~ batch + condition")
}
