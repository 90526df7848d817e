import Mapping
import OmicsIO
import Schema
import Testing

@Suite struct ContestedNameTests {
  /// The statuses of the symbols of real tables under a release, as `Resolver` and the rest of the column decide.
  private func statuses(_ layer: String, _ release: GeneIndex) throws -> [MappingOutcome] {
    var source = try ByteSource.file("\(checkout)/Fixtures/mappings/cptac-ucec-\(layer).symbols.txt.gz")
    var scanner = LineScanner()
    var ids: [String] = []
    while let line = try scanner.next(&source) { ids.append(String(decoding: line.bytes, as: UTF8.self)) }
    return try TableLookup.genes(release).resolve(ids, from: .hgncSymbol, to: .hgnc)
  }

  /// Symbols, approved, previous, alias, ambiguous, without target; and what changed from the first release to the second.
  @Test(arguments: [
    ("protein", [10_999, 10_866, 125, 0, 2, 6], [10_999, 10_786, 204, 0, 2, 7], [82, 2]),
    // Of the previous symbols by order of classes (324 and 669) `PRG1` is ambiguous: SRGN, which had it, and IER3, which has
    // it as an alias, both stand in the column themselves. The others are decided by the column.
    ("rna", [28_057, 25_838, 323, 9, 3, 1884], [28_057, 25_482, 668, 32, 5, 1870], [385, 56]),
  ])
  func symbolsOfRealTablesUnderTwoReleases(layer: String, old: [Int], new: [Int], changes: [Int]) throws {
    let (before, after) = (try statuses(layer, release("2019-09")), try statuses(layer, release("2022-02")))
    func counts(_ outcomes: [MappingOutcome]) -> [Int] {
      let known: [MappingStatus] = [.exact, .previousSymbol, .alias, .ambiguous]
      let counts = known.map { status in outcomes.count { $0.status == status } }
      return [outcomes.count] + counts + [outcomes.count - counts.reduce(0, +)]
    }
    #expect(counts(before) == old)
    #expect(counts(after) == new)
    let impact = try MappingImpact(before, after)
    #expect([impact.lines.count, impact.lines.count { $0.before.target != $0.after.target }] == changes)
  }

  /// The cells of a spreadsheet's dates and the approved symbols that each may have been, under 2022-02.
  @Test func datesAndTheirCandidates() throws {
    var cells = [
      "1-Mar": "MARCHF1 MTARC1 RTL1", "2-Mar": "MARCHF2 MTARC2 PEG10", "10-Mar": "MARCHF10", "11-Mar": "MARCHF11",
      "1-Sep": "SEPTIN1 XRN1", "2-Sep": "SEPTIN2 SEPTIN6 SEPTIN8", "13-Sep": "SEPTIN7P2", "14-Sep": "SEPTIN14",
      "15-Sep": "SELENOF", "1-Dec": "BHLHE40 DELEC1", "2-Dec": "BHLHE41", "1-Oct": "POU2F1 SLC22A1",
      "2-Oct": "POU2F2 SLC22A2", "3-Oct": "POU5F1 SLC22A3", "4-Oct": "POU5F1", "3-Feb": "SCN1A", "4-Feb": "ADGRV1",
      "1-Apr": "MAGEH1", "2-Apr": "FAM215A", "3-Apr": "ATRAID", "5-Apr": "DDX54", "1-Nov": "C11orf40",
    ]
    for (day, alias) in zip(3...9, ["RTL3", "RTL4", "RTL5", "RTL6", "LDOC1", "RTL8C", "RTL9"]) {
      cells["\(day)-Mar"] = ["MARCHF\(day)", alias].sorted().joined(separator: " ")
    }
    for day in 3...12 { cells["\(day)-Sep"] = "SEPTIN\(day)" }
    let resolver = try Resolver(release("2022-02"), target: .hgncSymbol)
    for (cell, symbols) in cells {
      let outcome = resolver.resolve(cell, from: .hgncSymbol)
      let found = outcome.target.map { [$0] } ?? outcome.candidates
      #expect(found.sorted().joined(separator: " ") == symbols, "\(cell)")
      #expect(outcome.status == (found.count > 1 ? .ambiguous : .repaired), "\(cell)")
    }
  }

  @Test func theRestOfTheColumnDecides() throws {
    let lookup = TableLookup.genes(try release("2022-02"))
    func last(_ ids: String...) throws -> MappingOutcome {
      try #require(try lookup.resolve(ids, from: .hgncSymbol, to: .hgncSymbol).last)
    }
    #expect(try last("DEC1").candidates == ["DELEC1", "BHLHE40"])
    let beside = try last("BHLHE40", "DEC1")
    #expect(beside.target == "DELEC1" && beside.status == .previousSymbol && beside.candidates == ["BHLHE40"])
    let other = try last("DELEC1", "DEC1")
    #expect(other.target == "BHLHE40" && other.status == .alias && other.confidence == 0.6)
    #expect(try last("DELEC1", "BHLHE40", "DEC1").status == .ambiguous)
    #expect(try last("MTARC1", "RTL1", "1-Mar").target == "MARCHF1")
    #expect(try last("MTARC1", "1-Mar").status == .ambiguous)
    // Within the deciding class nothing decides.
    #expect(try last("AL1", "KMT2D", "MLL2").target == "KMT2B")
  }

  @Test func otherTablesDecideTheSame() throws {
    let text = """
      GeneID\tSymbol\tSynonyms\ttype_of_gene
      8553\tBHLHE40\tDEC1|STRA13\tprotein-coding
      50514\tDELEC1\tCTS9|DEC1\tprotein-coding

      """
    var source = ByteSource.bytes(Array(text.utf8), name: "gene_info.tsv")
    let lookup = try TableLookup(try MappingTableReader.read(&source), name: "gene_info")
    #expect(try lookup.resolve(["DEC1"], from: .hgncSymbol, to: .ncbiGene)[0].candidates == ["8553", "50514"])
  }
}
