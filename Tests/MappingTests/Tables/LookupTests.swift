import OmicsIO
import Schema
import Testing

@testable import Mapping

/// A pair table as it stands on disk resolves as it does in memory.
@Suite struct LookupTests {
  private static let idMapping = """
    P04637\tUniProtKB-ID\tP53_HUMAN
    P04637\tGeneID\t7157
    P04637\tEnsembl\tENSG00000141510.18
    P04637\tEnsembl_TRS\tENST00000269305.9
    P04637-2\tEnsembl_PRO\tENSP00000352610.4
    P62805\tGeneID\t8359
    P62805\tGeneID\t8360
    P62805\tGeneID\t8359
    Q8WZ42\tGeneID\t7273
    Q8WZ42-12\tGeneID\t7273
    P04637\tNCBI_TaxID\t9606
    P62805\tNCBI_TaxID\t9606

    """

  private struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var spec: [String: String] = [:]
    var ways: [(from: String, to: String, ids: [String])]
  }

  private static let cases = [
    Case(
      testDescription: "idmapping", text: idMapping,
      ways: [
        ("uniprot", "geneid", ["P04637", "P04637-2", "P62805", "Q8WZ42-12", "Q8WZ42", "P9", "REV__P04637", "NA", ""]),
        ("geneid", "uniprot", ["7157", "8359", "7273", "1"]),
        ("ensembl", "uniprot", ["ENSG00000141510", "ENSG00000141510.2", "ENST00000269305", "ENSP00000352610"]),
        ("ensembl", "geneid", ["ENSG00000141510", "ENST00000269305"]),
        ("ncbi_taxid", "uniprot", ["9606", "10090"]), ("geneid", "ensembl", ["7157", "8360"]),
      ]),
    Case(
      testDescription: "pairs with confidence",
      text: "subject\tobject\tconfidence\na\tx\t0.5\na\tx\t0.9\nb\tx\t1\nb\ty\t0.25\nab\tz\t\n",
      spec: [
        "subject": "subject", "object": "object", "confidence": "confidence", "subject_namespace": "s",
        "object_namespace": "o",
      ],
      ways: [("s", "o", ["a", "b", "ab", "abc"]), ("o", "s", ["x", "y", "z"])]),
    Case(
      testDescription: "BioMart, several objects",
      text: "Gene stable ID\tHGNC ID\tNCBI gene ID\nENSG1\tHGNC:1\t11\nENSG2\tHGNC:2\t\nENSG2\tHGNC:3\t13\n",
      ways: [("ensembl", "hgnc", ["ENSG1", "ENSG2.4"]), ("ncbigene", "hgnc", ["11", "13", "12"])]),
    Case(
      testDescription: "BridgeDb", text: "ENSG1\tEn\t11\tL\nENSG2\tEn\t12\tL\nENSG2\tEn\tHGNC:5\tHac\n",
      ways: [("en", "l", ["ENSG1", "ENSG2"]), ("l", "hac", ["12", "11"])]),
  ]

  private func file(_ test: Case, memory: Int) throws -> (bytes: [UInt8], written: TableImport.Written) {
    var source = ByteSource.bytes(Array(test.text.utf8), name: "t.tsv")
    let stream = try MappingTableReader.open(&source, columns: test.spec)
    let taken = try TableImport(
      stream, &source, facts: [("licence", "CC0-1.0")], registry: NamespaceRegistry(), memory: memory)
    let sink = MemorySink()
    let written = try taken.write(to: sink, asLookup: true)
    try sink.flush()
    #expect(try taken.digest() == written.digest)
    return (sink.bytes, written)
  }

  @Test(arguments: cases, [1, 1 << 20])
  private func bothFormsResolveTheSame(_ test: Case, _ memory: Int) throws {
    let (bytes, written) = try file(test, memory: memory)
    let table = try mappingTable(test.text, columns: test.spec)
    #expect(written.digest == MappingTableWriter.contentDigest(of: table) && written.rows == table.rows.count)
    var loaded = CrossReferences()
    loaded.add(table, name: "t")
    var source = ByteSource.bytes(bytes, name: "t.lookup.tsv")
    #expect(try LookupFile.isLookup(&source))
    let lookup = try LookupFile(&source)
    #expect(lookup.digest == written.digest && lookup.rows == written.rows)
    var searched = CrossReferences()
    searched.add(lookup, name: "t")
    #expect(searched.namespaces == loaded.namespaces)
    for (from, to, ids) in test.ways {
      let (source, target) = (loaded.namespace(from), loaded.namespace(to))
      let plans = (
        try loaded.plan(from: source, to: target, policies: [.all]),
        try searched.plan(from: source, to: target, policies: [.all])
      )
      #expect(plans.0 != nil && plans.0?.lines == plans.1?.lines)
      for id in ids {
        #expect(
          searched.resolve(id, from: source, to: target, plan: plans.1)
            == loaded.resolve(id, from: source, to: target, plan: plans.0))
      }
    }
    try searched.check()
    // As text it is the same table too.
    var again = ByteSource.bytes(bytes, name: "t.lookup.tsv")
    let read = try MappingTableReader.read(&again)
    #expect(MappingTableWriter.contentDigest(of: read) == written.digest && read.facts.map(\.key) == ["licence"])
  }

  /// Thousands of ids, blocks and pieces: every id is found from both sides.
  @Test func manyBlocks() throws {
    let pairs = (0..<6000).map { "ENSG\(String(100_000 + $0 * 7 % 6000))\t\($0 % 5000)" }
    let test = Case(
      testDescription: "", text: "ensembl_gene_id\tentrez_id\n" + pairs.joined(separator: "\n") + "\n", ways: [])
    let bytes = try file(test, memory: 50_000).bytes
    var source = ByteSource.bytes(bytes, name: "t.lookup.tsv")
    let lookup = try LookupFile(&source)
    var partners: [String: Set<String>] = [:]
    for pair in pairs {
      let words = pair.split(separator: "\t").map(String.init)
      partners["0" + words[1], default: []].insert(words[0])
      partners["1" + words[0], default: []].insert(words[1])
    }
    #expect(lookup.hops.count == 2)
    let first = lookup.hops[0].from == .ncbiGene ? "0" : "1"
    for (key, expected) in partners {
      let hop = String(key.prefix(1)) == first ? 0 : 1
      #expect(Set(lookup.partners(of: String(key.dropFirst()), hop: hop).map(\.0)) == expected)
    }
    #expect(lookup.partners(of: "5000", hop: 0).isEmpty && lookup.partners(of: "", hop: 0).isEmpty)
  }

  @Test func aChangedOrCutLookupIsRefused() throws {
    let bytes = try file(Self.cases[0], memory: 1000).bytes
    for changed in [Array(bytes.dropLast(3)), Array(bytes.prefix(300)), bytes + [0x0A]] {
      var source = ByteSource.bytes(changed, name: "t.lookup.tsv")
      #expect(throws: OmicsError.self) { _ = try LookupFile(&source) }
    }
  }

  @Test func onlyPairsBecomeLookups() throws {
    var source = ByteSource.bytes(Array("ID\tsymbol\tsynonyms\n1\tA\t\n".utf8), name: "t.tsv")
    let stream = try MappingTableReader.open(&source)
    let taken = try TableImport(stream, &source, facts: [], registry: NamespaceRegistry())
    #expect(!taken.isPairTable)
    let error = #expect(throws: OmicsError.self) { _ = try taken.write(to: MemorySink(), asLookup: true) }
    #expect(error?.code == .refused)
  }

  /// A hub, as a species is in UniProt's table, does not make loading quadratic; what a table says twice counts once.
  @Test func aHubIsLoadedInTime() throws {
    var references = CrossReferences()
    let text = "subject\tobject\n" + (0..<60_000).map { "a\($0 / 2)\thub\n" }.joined()
    let spec = ["subject": "subject", "object": "object", "subject_namespace": "s", "object_namespace": "o"]
    references.add(try mappingTable(text, columns: spec), name: "t")
    let hop = try #require(references.hop(joining: Namespace(rawValue: "o"), Namespace(rawValue: "s")))
    #expect(references.partners("hub", in: hop).count == 30_000)
  }

  @Test func aTabInAQuotedCellIsRefused() throws {
    let error = #expect(throws: OmicsError.self) {
      try mappingTable("entrez_id,ensembl_gene_id\n1,\"a\tb\"\n")
    }
    #expect(error?.code == .malformed)
  }
}
