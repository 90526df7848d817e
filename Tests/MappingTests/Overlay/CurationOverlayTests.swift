import OmicsIO
import Schema
import Testing

@testable import Mapping

private let head = """
  #curie_map:
  #  hgnc: https://bioregistry.io/hgnc:
  #license: CC0
  #mapping_set_id: https://example.org/o
  #object_source: hgnc
  #object_source_version: old
  subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_label\tcomment

  """

private func overlay(_ rows: String...) throws -> CurationOverlay {
  try CurationOverlay(try mappingTable(head + rows.joined(separator: "\n") + "\n"))
}

private func row(_ symbol: String, _ id: Int, not: Bool = false) -> String {
  "hgnc.symbol:\(symbol)\tskos:exactMatch\t\(not ? "Not" : "")\thgnc:\(id)\tsemapv:ManualMappingCuration\tA. Curator\tbecause"
}

/// Symbols A, B, C; `alias` gives the aliases of HGNC:3.
private func genes(_ symbolOfOne: String, aliasOfThree: String = "", aliasOfTwo: String = "") throws -> TableLookup {
  .genes(
    try smallTable([
      ["HGNC:1", symbolOfOne, "a", "Approved", "", "", "", "", ""],
      ["HGNC:2", "B", "b", "Approved", aliasOfTwo, "", "", "", ""],
      ["HGNC:3", "C", "c", "Approved", aliasOfThree, "", "", "", ""],
    ]))
}

@Suite struct CurationOverlayTests {
  @Test func everyRowSaysWhoAndWhy() throws {
    let overlay = try overlay(row("A", 2), row("B", 3, not: true))
    #expect(overlay.source == "hgnc" && overlay.release == "old")
    #expect(overlay.rows.map(\.isDenied) == [false, true] && overlay.rows[0].author == "A. Curator")
    let noReason = head + row("A", 2).replacing("\tbecause", with: "\t") + "\n"
    #expect(throws: OmicsError.self) { try CurationOverlay(try mappingTable(noReason)) }
    let noAuthor = head + row("A", 2).replacing("A. Curator", with: "") + "\n"
    #expect(throws: OmicsError.self) { try CurationOverlay(try mappingTable(noAuthor)) }
    let twice = head + row("A", 2) + "\n" + row("A", 3) + "\n"
    #expect(throws: OmicsError.self) { try CurationOverlay(try mappingTable(twice)) }
    #expect(throws: OmicsError.self) { try CurationOverlay(try mappingTable("CHEBI\tCHEMBL\n1\t2\n")) }
  }

  @Test func rowsAreActiveStaleOrContested() throws {
    let overlay = try overlay(row("A", 2), row("X", 2), row("Y", 2), row("Z", 3, not: true), row("W", 3, not: true))
    let old = try genes("A", aliasOfThree: "Y, Z, W")
    // X is gained and reaches the row's target; Y moves to a third one; Z is no longer what the row denies; W still is.
    let new = TableLookup.genes(
      try smallTable([
        ["HGNC:1", "A", "a", "Approved", "Y", "", "", "", ""], ["HGNC:2", "B", "b", "Approved", "X", "", "", "", ""],
        ["HGNC:3", "C", "c", "Approved", "W", "", "", "", ""],
      ]))
    let review = try OverlayReview(overlay, base: old, new: new)
    #expect(review.lines.map(\.state) == [.active, .stale, .contested, .stale, .active])
    #expect(try OverlayReview(overlay, base: old, new: old).count(.contested) == 0)
  }

  @Test func rowsOverrideAndDeny() throws {
    let lookup = try genes("A", aliasOfThree: "Y", aliasOfTwo: "Y")
    func outcomes(_ overlay: CurationOverlay, to: Namespace = .hgnc) throws -> [MappingOutcome] {
      var outcomes = try lookup.resolve(["A", "Y", "nosuch", "C"], from: .hgncSymbol, to: to)
      let application = try OverlayApplication(overlay, to: to, lookup: lookup)
      for index in outcomes.indices { application.apply(to: &outcomes[index], from: .hgncSymbol) }
      return outcomes
    }
    let own = try outcomes(try overlay(row("A", 2), row("nosuch", 3), row("Y", 3, not: true), row("C", 3, not: true)))
    #expect(own.map(\.target) == ["HGNC:2", "HGNC:2", "HGNC:3", nil])
    #expect(own.map(\.status) == [.exact, .alias, .exact, .unresolved])
    #expect(own[0].candidates == ["HGNC:1"] && own[0].note.contains("A. Curator: because"))
    #expect(own[1].confidence == 0.6 && own[3].note.contains("blocked"))
    #expect(try outcomes(try overlay(row("A", 2)), to: .hgncSymbol)[0].target == "B")
    // An overlay of another namespace says nothing here.
    var outcome = try lookup.resolve(["A"], from: .hgncSymbol, to: .hgnc)[0]
    try OverlayApplication(overlay(row("A", 2)), to: .hgnc, lookup: lookup).apply(to: &outcome, from: .ensembl)
    #expect(outcome.target == "HGNC:1")
  }
}
