import Foundation
import Mapping
import Schema
import Testing

@testable import Pipeline

/// Peptides to targets by the rule of a study.
@Suite struct SummaryRuleTests {
  /// Three peptides of P1, one of P2, in four runs: linear intensities with a gap.
  private var dataset: Dataset {
    var dataset = Dataset(layer: .proteomics)
    let rows: [(String, String, [Double])] = [
      ("pepA", "P1", [100, 200, 400, 800]), ("pepB", "P1", [10, 20, .nan, 80]),
      ("pepC", "P1", [1000, 2000, 4000, 8000]),
      ("pepD", "P2", [5, .nan, 7, 8]),
    ]
    for (id, accession, _) in rows {
      dataset.features.rows.append(Feature(id: id, kind: .peptide, accession: accession))
    }
    dataset.features.rows.append(Feature(id: "P1", kind: .proteinGroup))
    dataset.samples = SampleTable((0..<4).map { Sample(name: "r\($0)") })
    dataset.abundances = [
      AbundanceTable(
        kind: .peptide, measure: .intensity, scale: .linear, features: [0, 1, 2, 3], samples: [0, 1, 2, 3],
        values: (0..<4).flatMap { column in rows.map { $0.2[column] } }),
      AbundanceTable(
        kind: .proteinGroup, measure: .intensity, scale: .linear, features: [4], samples: [0, 1, 2, 3],
        values: [1, 2, 3, 4]),
    ]
    return dataset
  }

  private func summarised(_ text: String, columns: [Int] = [0, 1, 2, 3]) throws -> SummaryRule.Result {
    let table = dataset.abundances[0]
    let mapping = try DatasetMapping(asTheyStand: dataset, kind: .peptide)
    return try SummaryRule(parsing: text).apply(
      table, scale: .linear, features: dataset.features,
      to: TargetAggregation(table, mapping: mapping, features: dataset.features),
      columns: columns, samples: columns.map { "r\($0)" }, seed: 1)
  }

  @Test func automaticIsTheAggregation() throws {
    let result = try summarised("auto")
    #expect(result.scale == .linear && result.values[0] == 1110 && result.values[1] == 5)
  }

  @Test(arguments: ["median-polish", "robust", "maxlfq", "sum", "topn n=2", "directlfq deactivate_normalization=true"])
  func everySummaryKeepsTheDoublings(text: String) throws {
    let result = try summarised(text)
    func log(_ column: Int, _ target: Int) -> Double {
      let value = result.values[column * 2 + target]
      return result.scale == .linear ? log2(value) : value
    }
    // All peptides of P1 double from run to run; its missing one is the smallest.
    for column in 1..<4 { #expect(abs(log(column, 0) - log(column - 1, 0) - 1) < 0.03, "\(text)") }
    #expect(log(1, 1).isNaN && !log(0, 1).isNaN)
  }

  @Test func otherColumnsDoNotCount() throws {
    let result = try summarised("maxlfq", columns: [2, 0])
    #expect(result.values[2].isNaN && result.values[6].isNaN)
    #expect(abs(result.values[4] - result.values[0] - 2) < 0.03)
  }

  @Test(arguments: ["maxlqf", "quantile", "topn m=3", "topn n=x", "vst"]) func refusesTheRest(text: String) {
    let error = #expect(throws: OmicsError.self) { _ = try SummaryRule(parsing: text) }
    #expect(error?.code == .usage)
  }

  @Test func tablesOfPeptidesComeFirst() throws {
    let plain = try AbundanceChoice.table(of: dataset, declared: nil, input: "i").table
    #expect(plain.kind == .proteinGroup)
    let peptides = try AbundanceChoice.table(of: dataset, declared: nil, input: "i", prefersPeptides: true).table
    #expect(peptides.kind == .peptide)
  }

  @Test func studiesNameARule() throws {
    let text = """
      study: s
      samples: sheet.tsv
      inputs: [{ path: a.tsv, layer: proteomics }]
      summary: { proteomics: { method: topn, n: 5 } }
      contrast: { factor: c, case: x, control: y }
      """
    let study = try StudyFile(text: text, file: "study.yaml")
    #expect(study.settings["summary.proteomics"] == "topn n=5")
    let wrong = #expect(throws: OmicsError.self) {
      _ = try StudyFile(text: text.replacingOccurrences(of: "topn", with: "topm"), file: "study.yaml")
    }
    #expect(wrong?.location?.line == 4 && wrong?.hint?.contains("topn") == true)
  }

  @Test func cachedResultsAreWhole() throws {
    let result = try summarised("maxlfq")
    let back = try #require(SummaryRule.Result(bytes: result.bytes))
    #expect(back.values.map(\.bitPattern) == result.values.map(\.bitPattern) && back.scale == result.scale)
    #expect(SummaryRule.Result(bytes: Array(result.bytes.dropLast())) == nil)
  }
}
