import Design
import Foundation
import Numerics
import Schema
import Testing

/// The effects of a design formula against limma 3.54.1 (`Fixtures/numerics`, airway: ~ batch + condition).
@Suite struct LimmaEffectsTests {
  private struct Golden {
    var columns: [String]
    var rows: [[String]]

    init(_ name: String) throws {
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      let text = try String(
        contentsOf: root.appendingPathComponent("Fixtures/numerics/\(name)"), encoding: .utf8)
      var lines = text.split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
      columns = lines.removeFirst()
      rows = lines
    }

    func number(_ row: Int, _ column: String) -> Double {
      guard let index = columns.firstIndex(of: column) else { return .nan }
      return Double(rows[row][index]) ?? .nan
    }
  }

  /// The airway sheet: cell lines as batches, treated against untreated, in the order of the matrix.
  private var sheet: SampleTable {
    let lines = ["N61311", "N61311", "N052611", "N052611", "N080611", "N080611", "N061011", "N061011"]
    return SampleTable(
      lines.enumerated().map { index, line in
        var sample = Sample(name: "s\(index)")
        sample.batch = line
        sample.condition = index % 2 == 0 ? "untrt" : "trt"
        return sample
      })
  }

  private func matrix() throws -> (Matrix, names: [String]) {
    let golden = try Golden("limma_airway_input.tsv")
    let values = golden.rows.map { row in row.prefix(8).map { Double($0) ?? .nan } }
    return (Matrix(rowVectors: values, columns: 8), Array(golden.columns.prefix(8)))
  }

  @Test(arguments: [
    ("plain", false, false), ("trend", true, false), ("robust", false, true), ("trend_robust", true, true),
  ])
  func equalsLimma(analysis: String, trend: Bool, robust: Bool) throws {
    let model = try ModelMatrix(
      try Formula(parsing: "~ batch + condition"), sheet: sheet, bases: ["condition": "untrt"])
    #expect(model.names.last == "conditiontrt")
    let effects = try EffectTable(
      try matrix().0, model: model, coefficient: "conditiontrt",
      settings: EffectTable.Settings(trend: trend, robust: robust))
    let golden = try Golden("limma_airway_results.tsv")
    var compared = 0
    let tolerance = robust ? 1e-5 : 1e-8
    for row in golden.rows.indices where golden.rows[row][0] == analysis {
      let feature = Int(golden.number(row, "row"))
      #expect(abs(effects.logFoldChange[feature] - golden.number(row, "logFC")) < 1e-9)
      #expect(abs(effects.t[feature] / golden.number(row, "t") - 1) < tolerance)
      #expect(abs(effects.pValue[feature] / golden.number(row, "P.Value") - 1) < tolerance * 10)
      compared += 1
    }
    #expect(compared == 339)
  }
}
