import OmicsIO
import Schema
import Testing

@testable import Mapping

@Suite struct PairCardinalityTests {
  @Test func classesByBothDegrees() throws {
    var references = CrossReferences()
    // 1-a alone; 2 has b and c; d has 3 and 4; 5-e, 5-f, 6-f.
    references.add(
      try mappingTable(
        "entrez_id\tuniprot_id\n1\tA0A000\n2\tB0B000\n2\tB0C000\n3\tD0D000\n4\tD0D000\n5\tE0E000\n5\tF0F000\n6\tF0F000\n1\tA0A000\n"
      ),
      name: "x")
    let counted = try #require(PairCardinality(references, from: .ncbiGene, to: .uniprot))
    #expect(counted.total == 8)
    #expect(counted.counts == [.oneToOne: 1, .oneToMany: 3, .manyToOne: 3, .manyToMany: 1])
    #expect(counted.fanOut.map(\.id).prefix(2) == ["2", "5"] && counted.fanIn.map(\.count).prefix(2) == [2, 2])
    let turned = try #require(PairCardinality(references, from: .uniprot, to: .ncbiGene))
    #expect(turned.counts[.manyToOne] == 3 && turned.counts[.oneToMany] == 3 && turned.counts[.manyToMany] == 1)
    #expect(PairCardinality(references, from: .ncbiGene, to: .hgnc) == nil)
  }
}

@Suite struct SourceComparisonTests {
  private func compare(_ tables: [(String, String)], _ from: Namespace, _ to: Namespace) throws -> SourceComparison {
    var joined = CrossReferences()
    let sources = try tables.map { name, text in
      var alone = CrossReferences()
      alone.add(try mappingTable(text), name: name)
      joined.add(try mappingTable(text), name: name)
      return (name: name, references: alone)
    }
    return SourceComparison(sources, joined: joined, from: from, to: to)
  }

  @Test func supportConflictsAndTriangles() throws {
    let one = "entrez_id\tensembl_gene_id\n1\tENSG1\n2\tENSG2\n3\tENSG3\n"
    let two = "entrez_id\tensembl_gene_id\n1\tENSG1\n2\tENSG9\n"
    let result = try compare([("one", one), ("two", two)], .ncbiGene, .ensembl)
    #expect(result.support.map(\.pairs) == [1, 2, 1] && result.support[0].tables == ["one", "two"])
    #expect(result.count(.conflict) == 1)
    #expect(result.lines[0].id == "2" && result.lines[0].secondPartners == ["ENSG9"])
    let genes =
      "HGNC ID\tApproved symbol\tStatus\tNCBI Gene ID(supplied by NCBI)\tEnsembl gene ID\nHGNC:1\tA\tApproved\t1\tENSG7\nHGNC:3\tC\tApproved\t3\tENSG3\n"
    let around = try compare([("one", one), ("hgnc", genes)], .ncbiGene, .ensembl)
    #expect(around.count(.triangle) == 1)
    #expect(
      around.lines[0].id == "1" && around.lines[0].second == "over hgnc" && around.lines[0].secondPartners == ["ENSG7"])
  }

  @Test func aNotMappingAgainstATable() throws {
    let header = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\n"
    let end = "\tsemapv:ManualMappingCuration\n"
    let result = try compare(
      [
        ("yes", header + "a:1\tskos:exactMatch\t\tb:2" + end), ("no", header + "a:1\tskos:exactMatch\tNot\tb:2" + end),
      ], Namespace(rawValue: "a"), Namespace(rawValue: "b"))
    #expect(result.count(.denied) == 1 && result.lines[0].first == "yes")
  }
}

@Suite struct NearestNamesTests {
  @Test(arguments: [
    ("MLH11", ["MLH1"]), ("MLH", ["MLH1", "MLH3"]), ("MHL1", ["MLH1"]), ("mlx1", ["MLH1"]), ("BRCA", []), ("ML", []),
    ("MLH1", ["MLH1", "MLH3"]),
  ])
  func oneLetterAway(_ text: String, _ expected: [String]) {
    #expect(NearestNames(names: ["MLH1", "MLH3", "MSH2", "P", "NA"]).near(text) == expected)
  }
}
