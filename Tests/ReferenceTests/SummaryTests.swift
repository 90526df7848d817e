import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// Ions to proteins against R 4.2 medpolish and MASS rlm, the DIA-NN R package and directlfq 0.3.3.
@Suite struct SummaryTests {
  /// The linear table of ions with its groups.
  private func ions(_ set: Int, _ scale: Scale) throws -> MethodInput {
    let table = try GoldenMatrix("ions\(set)_input_linear.tsv.gz")
    let samples = Array(table.columns.dropFirst())
    var values = Matrix(
      rowVectors: table.cells.map { $0.dropFirst().map { Double($0) ?? .nan } }, columns: samples.count)
    if scale == .log2 {
      for index in values.values.indices {
        let value = values.values[index]
        values.values[index] = value > 0 ? logBase2(value) : .nan
      }
    }
    var input = MethodInput(
      values: values, ids: table.texts("ion"), samples: samples, measure: .intensity, scale: scale)
    input.featureGroups = table.ids
    return input
  }

  private func rows(_ outcome: MethodOutcome, in ids: [String]) throws -> [Double] {
    guard case .summarisedRows(let names, let values) = outcome.output else { return [] }
    return values.selectingRows(try ids.map { try #require(names.firstIndex(of: $0)) }).values
  }

  @Test(arguments: [1, 2]) func logSummaries(set: Int) throws {
    let input = try ions(set, .log2)
    for (method, file, tolerance) in [
      ("median-polish", "medianpolish_R_eps0.01_maxiter10", 1e-10), ("maxlfq", "maxlfq_diannR_log2", 1e-8),
      ("sum", "log2sum", 1e-12),
    ] {
      let golden = try GoldenMatrix("ions\(set)_\(file).tsv.gz")
      let values = try rows(try applied(method, input), in: golden.ids)
      #expect(relativeDifference(values, golden.matrix.values) < tolerance, "\(method)")
    }
  }

  @Test(arguments: [1, 2]) func robust(set: Int) throws {
    let golden = try GoldenMatrix("ions\(set)_rlm_huber_sumcontrast.tsv.gz")
    let input = try ions(set, .log2)
    var compared = 0
    for (row, id) in golden.ids.enumerated() {
      let block = input.values.selectingRows(input.ids.indices.filter { input.featureGroups?[$0] == id })
      let (values, note) = HuberSummary.summarise(block)
      if note.isDisconnected { continue }
      for (ours, theirs) in zip(values, golden.matrix.row(row)) where !theirs.isNaN {
        #expect(abs(ours / theirs - 1) < (note.hasConverged ? 1e-5 : 1e-3), "\(id)")
        compared += 1
      }
    }
    #expect(compared > golden.ids.count)
    let outcome = try applied("robust", input)
    #expect(try rows(outcome, in: golden.ids).contains { !$0.isNaN })
  }

  @Test(arguments: [(1, "true", 0), (1, "false", 1), (2, "true", 0), (2, "false", 1)])
  func directLFQ(set: Int, isOff: String, file: Int) throws {
    let golden = try GoldenMatrix("ions\(set)_directlfq_norm\(file).tsv.gz")
    let outcome = try applied("directlfq", try ions(set, .linear), ["deactivate_normalization": isOff])
    let values = try rows(outcome, in: golden.ids).map { $0.isNaN ? 0 : $0 }
    #expect(relativeDifference(values, golden.matrix.values) < 1e-6)
    guard case .summarisedRows(let names, _) = outcome.output else { return }
    let dropped = names.filter { !golden.ids.contains($0) }
    #expect(dropped.count == 13)
    #expect(outcome.sideTables.first { $0.name == "single_sample" }?.ids.sorted() == dropped.sorted())
  }

  private func logBase2(_ value: Double) -> Double { log2(value) }
}
