import Foundation
import Schema
import Testing

@testable import Pipeline

@Suite struct PriorTablesTests {
  private func file(_ text: String) throws -> RunPlan.File {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("prior-\(UUID().uuidString).tsv").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return RunPlan.File(path: path, relativePath: "prior.tsv", sha256: "")
  }

  @Test func complexesStayComplexes() throws {
    var stage = PriorStage(resolver: nil)
    let list = try stage.compounds(
      try file("symbol\tcompound\taction\tpotency\tsource\tlicence\nA|B\tx\tINHIBITOR\t7.5\ts\tCC0\nC\ty\t\tNA\t\t\n"))
    #expect(list.map(\.members) == [["A", "B"], ["C"]])
    #expect(list[0].symbol == "A|B" && list[0].potency == 7.5 && list[1].potency.isNaN && list[0].licence == "CC0")
    #expect(stage.ledger["compound"].kept == 2)
  }

  @Test func aTableWithoutItsColumnsIsRefusedByName() throws {
    let wrong = try file("gene_name\tdrug\nA\tx\n")
    var stage = PriorStage(resolver: nil)
    let error = #expect(throws: OmicsError.self) { try stage.compounds(wrong) }
    #expect(error?.message.contains("column symbol") == true && error?.hint?.contains("gene_name, drug") == true)
    #expect(throws: OmicsError.self) { try stage.syntheticLethal(try file("symbol\tother\nA\tB\n")) }
    #expect(throws: OmicsError.self) { try stage.publications(try file("symbol\nA\n")) }
    #expect(throws: OmicsError.self) { try stage.publications(try file("")) }
  }

  @Test func pairsAndCounts() throws {
    var stage = PriorStage(resolver: nil)
    let pairs = try stage.syntheticLethal(try file("partner\tsymbol\tsource\nPARP1\tBRCA1\ts\n\tX\ts\n"))
    #expect(
      pairs.map { [$0.first, $0.second] } == [["BRCA1", "PARP1"]] && stage.ledger["synthetic-lethal pair"].filtered == 1
    )
    let counts = try stage.publications(try file("gene\tpapers\nA\t7\nB\tmany\nA\t2\nC\t-1\n"))
    #expect(counts == ["A": 9])
    let line = stage.ledger["publication count"]
    #expect(line.kept == 1 && line.merged == 1 && line.filtered == 2)
  }
}
