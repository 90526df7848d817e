import Foundation
import OmicsIO
import Schema
import Testing

@testable import Mapping

/// The shipped HGNC releases against figures that a plain script counted.
@Suite struct ReleasedTableTests {
  private func release(_ name: String) throws -> MappingTable {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var source = try ByteSource.file(root.appendingPathComponent("Mappings/hgnc/hgnc_\(name).tsv.gz").path)
    return try MappingTableReader.read(&source)
  }

  @Test(arguments: [
    ("2019-09", "2020-12", [890, 1, 208, 0, 582, 17, 0, 0]), ("2020-12", "2022-02", [794, 0, 257, 0, 34, 11, 0, 0]),
    ("2019-09", "2022-02", [1684, 1, 460, 0, 614, 27, 0, 0]),
  ])
  func changesBetweenReleases(_ old: String, _ new: String, _ counts: [Int]) throws {
    let difference = try TableDifference(try release(old), try release(new))
    let changes: [TableDifference.Change] = [
      .added, .removed, .renamed, .retargeted, .withdrawn, .merged, .split, .resurrected,
    ]
    #expect(changes.map { difference.count($0) } == counts)
    #expect(difference.count(.schemaChange) == (new == "2022-02" ? 2 : 0))
  }

  /// Who asserts the pairs of NCBI and Ensembl, and that one voice counts less than two.
  @Test func sourcesThatAgreeAreTrustedMore() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var source = try ByteSource.file(
      root.appendingPathComponent("Mappings/gene-ensembl/gene_ensembl_2022-09.tsv.gz").path)
    let table = try MappingTableReader.read(&source)
    let parts = try #require(SourceSupport(table)).parts
    #expect(parts.map(\.rows) == [25_592, 10_816, 3_694])
    #expect(parts.map(\.sources) == [["ncbi", "ensembl"], ["ncbi"], ["ensembl"]])
    var references = CrossReferences()
    references.add(table, name: "t")
    let columns = SourceSupport.columns(table)
    let hop = try #require(references.hop(joining: .ncbiGene, .ensembl))
    for row in table.rows.prefix(400) {
      let partner = references.partners(row[0], in: hop).first { $0.id == row[1] }
      #expect(partner?.confidence == (columns.allSatisfy { row[$0] == "1" } ? 1 : 0.9))
    }
  }

  @Test func theNewestReleaseHasNoErrors() throws {
    let lint = TableLint(try release("2022-02"), licence: "CC0-1.0")
    #expect(!lint.hasErrors)
    #expect(lint.findings.contains { $0.code == "missing-word-resolves" })
  }

  /// Withdrawn entries, those split into several, those without a successor, those whose successor is withdrawn too (one
  /// of 2022-02 leads on to a current entry). HGNC:4744 writes its successor with a blank and counts as having none.
  @Test(arguments: [
    ("2019-09", [4533, 16, 1199, 27]), ("2020-12", [5114, 16, 1764, 39]), ("2022-02", [5148, 16, 1787, 40]),
  ])
  func chainsOfWithdrawnEntries(_ name: String, _ expected: [Int]) throws {
    let table = try release(name)
    let id = try #require(table.column(.id))
    var current: Set<String> = []
    for row in table.rows.indices where table.isCurrent(row) { current.insert(table.rows[row][id]) }
    let withdrawn = table.rows.indices.filter { !table.isCurrent($0) }.map { table.successors($0) }
    let found = [
      withdrawn.count, withdrawn.count { $0.count > 1 }, withdrawn.count { $0.isEmpty },
      withdrawn.count { $0.contains { !current.contains($0) } },
    ]
    #expect(found == expected)
  }

  /// The shipped gene tables: pairs by the degrees of both sides.
  @Test(arguments: [
    ("gene-ensembl/gene_ensembl", "ensembl", [34_627, 320, 4_731, 424], 6, 43),
    ("gene-uniprot/gene_uniprot", "uniprot", [10_288, 204, 21_341, 432], 14, 31),
  ])
  func cardinalities(_ file: String, _ from: String, _ counts: [Int], _ fanOut: Int, _ fanIn: Int) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var source = try ByteSource.file(root.appendingPathComponent("Mappings/\(file)_2022-09.tsv.gz").path)
    var references = CrossReferences()
    references.add(try MappingTableReader.read(&source), name: file)
    let cardinality = try #require(
      PairCardinality(references, from: Namespace(rawValue: from), to: .ncbiGene))
    #expect(PairCardinality.Kind.allCases.map { cardinality.counts[$0] ?? 0 } == counts)
    #expect(cardinality.fanOut.first?.count == fanOut && cardinality.fanIn.first?.count == fanIn)
  }
}
