import OmicsIO
import Schema
import Testing

@testable import Mapping

/// A table from text.
func mappingTable(_ text: String, kind: String? = nil, columns: [String: String] = [:]) throws(OmicsError)
  -> MappingTable
{
  var source = ByteSource.bytes(Array(text.utf8), name: "t.tsv")
  return try MappingTableReader.read(&source, kind: kind, columns: columns)
}

private func hgnc(_ rows: [String]) throws -> MappingTable {
  let header = "HGNC ID\tApproved symbol\tApproved name\tStatus\tAlias symbols\tPrevious symbols\tEnsembl gene ID"
  return try mappingTable(([header] + rows).joined(separator: "\n") + "\n")
}

private func see(_ ids: Int...) -> String {
  "symbol withdrawn, see " + ids.map { "[HGNC:\($0)](/data/)" }.joined(separator: ", ")
}

@Suite struct TableDifferenceTests {
  @Test func everyClassOfChange() throws {
    let old = try hgnc([
      "HGNC:1\tA\ta\tApproved\t\t\tENSG1", "HGNC:2\tB\tb\tApproved\t\t\t", "HGNC:3\tC\tc\tApproved\t\t\t",
      "HGNC:4\tD\td\tApproved\t\t\t", "HGNC:5\tE\te\tEntry Withdrawn\t\t\t", "HGNC:6\tF\tf\tApproved\t\t\t",
      "HGNC:7\tG\tg\tApproved\t\t\t", "HGNC:8\tH\th\tApproved\t\t\t",
    ])
    let new = try hgnc([
      "HGNC:1\tA\ta\tApproved\tX\t\tENSG1", "HGNC:2\tB2\tb\tApproved\t\tB\t",
      "HGNC:3\tC\t\(see(1))\tSymbol Withdrawn\t\t\t", "HGNC:4\tD\t\(see(1, 2))\tSymbol Withdrawn\t\t\t",
      "HGNC:5\tE\te\tApproved\t\t\t", "HGNC:7\tH\tg\tApproved\t\t\t", "HGNC:8\tI\th\tApproved\t\t\t",
      "HGNC:9\tJ\tj\tApproved\t\t\t",
    ])
    let difference = try TableDifference(old, new)
    let expected: [TableDifference.Change: Int] = [
      .added: 1, .removed: 1, .renamed: 3, .retargeted: 1, .withdrawn: 2, .merged: 1, .split: 1, .resurrected: 1,
      .attributeOnly: 1, .schemaChange: 0,
    ]
    for change in TableDifference.Change.allCases { #expect(difference.count(change) == expected[change], "\(change)") }
    let back = try TableDifference(new, old)
    #expect(back.count(.added) == difference.count(.removed) && back.count(.removed) == difference.count(.added))
    #expect(back.count(.resurrected) == difference.count(.withdrawn))
    #expect(try TableDifference(old, old).lines.isEmpty)
  }

  @Test func pairsAreComparedAsPairs() throws {
    let old = try mappingTable("CHEBI\tCHEMBL\n1\tCHEMBL1\n1\tCHEMBL1\n2\tCHEMBL2\n3\tCHEMBL3\n")
    let new = try mappingTable("CHEBI\tCHEMBL\n1\tCHEMBL1\n2\tCHEMBL9\n4\tCHEMBL4\n")
    let difference = try TableDifference(old, new)
    #expect(difference.count(.added) == 2 && difference.count(.removed) == 2 && difference.count(.retargeted) == 1)
  }

  @Test func aColumnOfOneReleaseIsASchemaChange() throws {
    let old = try mappingTable("ID\tsymbol\tsynonyms\n1\tA\tx|y\n2\tB\t\n")
    let new = try mappingTable("ID\tsymbol\tsynonyms\tensembl\n1\tA\tx|y\tENSMUSG1\n2\tB\t\tENSMUSG2\n")
    let difference = try TableDifference(old, new)
    #expect(difference.count(.schemaChange) == 1 && difference.count(.attributeOnly) == 0)
    #expect(throws: OmicsError.self) { try TableDifference(old, try mappingTable("CHEBI\tCHEMBL\n1\t2\n")) }
  }
}

@Suite struct TableMergeTests {
  private func table(_ rows: String...) throws -> MappingTable {
    try mappingTable((["ID\tsymbol\tsynonyms"] + rows).joined(separator: "\n") + "\n")
  }

  @Test func whatOneSideChangedIsTaken() throws {
    let base = try table("1\tA\ta", "2\tB\tb", "3\tC\tc", "4\tD\td")
    let theirs = try table("1\tA2\ta", "2\tB\tb", "4\tD\td", "5\tE\te")
    let ours = try table("1\tA\ta|x", "2\tB\tb", "3\tC\tc", "6\tF\tf")
    let merge = try TableMerge(base: base, theirs: theirs, ours: ours)
    #expect(merge.conflicts.isEmpty)
    #expect(merge.table.rows == [["1", "A2", "a|x"], ["2", "B", "b"], ["5", "E", "e"], ["6", "F", "f"]])
  }

  @Test func whatBothChangedIsAConflict() throws {
    let base = try table("1\tA\ta", "2\tB\tb")
    let theirs = try table("1\tA2\ta")
    let ours = try table("1\tA3\ta", "2\tB9\tb")
    let merge = try TableMerge(base: base, theirs: theirs, ours: ours)
    #expect(merge.conflicts.map(\.key) == ["1", "2"])
    #expect(
      merge.conflicts[0]
        == .init(key: "1", column: "symbol", base: "A", theirs: "A2", ours: "A3", kind: .cell, suggestion: ""))
    #expect(merge.conflicts[1].theirs == "deleted")
    #expect(merge.table.rows[0] == ["1", "A", "a"])
    #expect(
      try TableMerge(base: base, theirs: theirs, ours: ours, prefer: .ours).table.rows.map { $0[1] } == ["A3", "B9"])
    #expect(try TableMerge(base: base, theirs: theirs, ours: ours, prefer: .theirs).table.rows.map { $0[1] } == ["A2"])
  }

  @Test func conflictsHaveAKindASuggestionAndADecision() throws {
    let base = try table("1\tA\ta|b", "2\tB\t", "3\tC\t")
    let theirs = try table("1\tA\ta|x", "3\tC9\t", "4\tD\t")
    let ours = try table("1\tA\ta|b|y", "2\tB9\t", "4\tE\t")
    let merge = try TableMerge(base: base, theirs: theirs, ours: ours)
    #expect(merge.conflicts.map(\.kind) == [.cell, .deletedByTheirs, .deletedByOurs, .addedTwice])
    #expect(merge.conflicts[0].suggestion == "a|x|y")
    #expect(merge.overrides.map(\.state) == [.contested, .contested, .contested, .contested])
    let decisions: [TableMerge.Place: TableMerge.Decision] = [
      .init(key: "1", column: "alias"): .suggestion, .init(key: "2", column: ""): .ours,
      .init(key: "3", column: ""): .theirs, .init(key: "4", column: "symbol"): .text("DE"),
    ]
    let decided = try TableMerge(base: base, theirs: theirs, ours: ours, decisions: decisions)
    #expect(decided.conflicts.isEmpty)
    #expect(decided.table.rows == [["1", "A", "a|x|y"], ["2", "B9", ""], ["3", "C9", ""], ["4", "DE", ""]])
    #expect(TableMerge.Decision("nonsense") == nil)
  }

  @Test func ownChangesAreKeptOrStale() throws {
    let base = try table("1\tA\t", "2\tB\t")
    let theirs = try table("1\tA2\t", "2\tB\t")
    let ours = try table("1\tA2\t", "2\tB7\t", "3\tC\t")
    let merge = try TableMerge(base: base, theirs: theirs, ours: ours)
    #expect(merge.overrides.map(\.state) == [.stale, .kept, .kept] && merge.overrides.map(\.key) == ["1", "2", "3"])
    #expect(merge.table.rows.map { $0[1] } == ["A2", "B7", "C"])
  }

  @Test func theSameChangeOnBothSidesIsNone() throws {
    let base = try table("1\tA\ta")
    let both = try table("1\tA2\ta", "2\tB\tb")
    let merge = try TableMerge(base: base, theirs: both, ours: both)
    #expect(merge.conflicts.isEmpty && merge.table.rows == both.rows)
    #expect(throws: OmicsError.self) { try TableMerge(base: base, theirs: table("1\tA\ta", "1\tB\tb"), ours: base) }
  }
}

@Suite struct TableLintTests {
  private func codes(_ table: MappingTable, licence: String = "CC0") -> [String] {
    TableLint(table, licence: licence).findings.map(\.code)
  }

  @Test func findings() throws {
    #expect(codes(try hgnc(["HGNC:1\tA\ta\tApproved\t\t\t"])).isEmpty)
    #expect(codes(try hgnc(["HGNC:1\tA\ta\tApproved\t\t\t"]), licence: "") == ["missing-licence"])
    #expect(codes(try hgnc(["HGNC:1\tA\ta\tApproved\t\t\t", "HGNC:1\tB\ta\tApproved\t\t\t"])) == ["duplicate-key"])
    #expect(codes(try hgnc(["HGNC:x\tA\ta\tApproved\t\t\t"])) == ["malformed-id"])
    #expect(codes(try hgnc(["HGNC:1\tA\ta\tApproved\t\t\t", "HGNC:2\tA\ta\tApproved\t\t\t"])) == ["symbol-twice"])
    #expect(codes(try hgnc(["HGNC:1\t2-Sep\ta\tApproved\t\t\t"])) == ["spreadsheet-damage"])
    #expect(
      codes(try hgnc(["HGNC:1\tA\ta\tApproved\tNA, B\t\t", "HGNC:2\tB\ta\tApproved\t\t\t"]))
        == ["alias-is-symbol", "missing-word-resolves"])
    #expect(codes(try hgnc(["HGNC:1\tA\ta \"b\tApproved\t\t\t "])) == ["outer-blank", "unbalanced-quote"])
    #expect(codes(try hgnc(["HGNC:1\tA\t\(see(9))\tSymbol Withdrawn\t\t\t"])) == ["dangling-successor"])
    let cycle = TableLint(try mappingTable("Secondary\tPrimary\n1\t2\n2\t3\n3\t1\n7\t7\n"), licence: "x").findings
    #expect(cycle.map(\.code) == ["cycle"] && cycle[0].count == 4 && cycle[0].message.contains("1 > 2 > 3 > 1"))
    #expect(cycle[0].severity == .error)
  }

  @Test func aListWhereOneIdIsMeant() throws {
    let table = try mappingTable(
      "DRUG\tUNIPROT\n1\tP04637|P38398\n2\tP04637\n",
      columns: ["subject": "DRUG", "object": "UNIPROT", "object_namespace": "uniprot"])
    let finding = try #require(TableLint(table, licence: "x").findings.first { $0.code == "list-in-cell" })
    #expect(finding.line == 2 && finding.count == 1)
  }

  @Test func speciesAndConfidence() throws {
    let genes = try mappingTable("#tax_id\tGeneID\tSymbol\ttype_of_gene\n9606\t1\tA\tx\n10090\t2\tB\tx\n")
    #expect(codes(genes) == ["mixed-species"])
    let pairs = try mappingTable("subject\tobject\tconfidence\na\tb\t1.5\n")
    #expect(codes(pairs) == ["confidence-range"])
  }
}

@Suite struct MappingTableReaderTests {
  @Test func canonicalTextComesBackAndKnowsNoOrder() throws {
    let table = try hgnc(["HGNC:2\tB\tb\tApproved\tx, y\t\t", "HGNC:1\tA\ta\tApproved\t\t\tENSG1"])
    var turned = table
    turned.rows.reverse()
    let bytes = MappingTableWriter.bytes(of: table)
    #expect(bytes == MappingTableWriter.bytes(of: turned))
    let back = try mappingTable(String(decoding: bytes, as: UTF8.self))
    #expect(back.kind == "hgnc" && back.columns.map(\.role) == table.columns.map(\.role))
    #expect(MappingTableWriter.bytes(of: back) == bytes)
    #expect(try HgncTable(back).rows.map(\.symbol) == ["A", "B"])
    #expect(try HgncTable(back).rows[1].aliases == ["x", "y"])
  }

  @Test func kindsAreKnownByTheirColumns() throws {
    #expect(try mappingTable("entrez_id\tensembl_gene_id\n1\tENSG1\n").kind == "ensembl-ncbigene")
    #expect(try mappingTable("secondary_go_id\tprimary_go_id\nGO:1\tGO:2\n").kind == "go-secondary")
    #expect(try mappingTable("P04637\tGeneID\t7157\nP04637-2\tEnsembl\tENSG1\n").kind == "uniprot-idmapping")
    let secondary = try mappingTable("UniProt\nsome words\n\nSecondary AC   Primary AC\n_______\nA0A1  P04637\n")
    #expect(secondary.kind == "uniprot-secondary" && secondary.rows == [["A0A1", "P04637"]])
    let shape = try mappingTable(
      "Probe,Gene\np1,MLH1\n", columns: ["subject": "Probe", "object": "Gene", "object_namespace": "hgnc.symbol"])
    #expect(shape.column(.object) == 1)
    #expect(throws: OmicsError.self) { try mappingTable("a\tb\n1\t2\n") }
    #expect(throws: OmicsError.self) { try mappingTable("a\tb\n1\t2\n", columns: ["subject": "c"]) }
    #expect(throws: OmicsError.self) { try mappingTable("CHEBI\tCHEMBL\n1\n") }
    #expect(throws: OmicsError.self) { try mappingTable("CHEBI\tCHEMBL\n1\t2\n", kind: "nosuch") }
  }

  @Test func sssomComesBackByteForByte() throws {
    let text = """
      #curie_map:
      #  a: https://a.example/
      #license: CC0
      subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tmine
      a:1\tskos:exactMatch\tb:2\tsemapv:ManualMappingCuration\t0.9\t"x

      """
    let table = try mappingTable(text)
    #expect(table.kind == "sssom")
    #expect(try SssomText.bytes(of: table) == Array(text.utf8))
    #expect(throws: OmicsError.self) { try mappingTable(text.replacingOccurrences("0.9", "9")) }
    let pairs = try SssomText.bytes(of: try mappingTable("CHEBI\tCHEMBL\n1\tCHEMBL5\n"))
    #expect(String(decoding: pairs, as: UTF8.self).contains("chebi:1\tskos:exactMatch\tchembl.compound:CHEMBL5"))
    #expect(throws: OmicsError.self) {
      try SssomText.bytes(of: try mappingTable("go_id\tontology\tterm\nGO:1\tx\ty\n"))
    }
  }
}

extension String {
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
