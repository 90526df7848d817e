import Mapping
import OmicsIO
import Schema
import Testing

@Suite struct ResolverTests {
  let resolver: Resolver

  init() throws {
    let see = { (id: Int) in "symbol withdrawn, see [HGNC:\(id)](/data/#!/hgnc_id/HGNC:\(id))" }
    resolver = try Resolver(
      try smallTable([
        ["HGNC:1", "AAA", "a", "Approved", "AL1, SHARED", "OLD1, MARCH5", "11", "P11111", "ENSG00000000001"],
        ["HGNC:2", "BBB", "b", "Approved", "SHARED, OLD1", "OLD2", "22", "P22222, Q22222", "ENSG00000000002"],
        ["HGNC:3", "AL1", "c", "Approved", "", "", "33", "P11111", ""],
        ["HGNC:4", "WITH", see(5), "Symbol Withdrawn", "", "", "", "", ""],
        ["HGNC:5", "WITH2", see(1), "Symbol Withdrawn", "", "", "", "", ""],
        ["HGNC:6", "GONE", "entry withdrawn", "Entry Withdrawn", "", "", "", "", ""],
        ["HGNC:7", "SPLIT", see(1) + ", [HGNC:2](x)", "Symbol Withdrawn", "", "", "", "", ""],
        ["HGNC:8", "LOOP1", see(9), "Symbol Withdrawn", "", "", "", "", ""],
        ["HGNC:9", "LOOP2", see(8), "Symbol Withdrawn", "", "", "", "", ""],
        ["HGNC:10", "C9orf99", "d", "Approved", "NA", "", "44", "", ""],
      ]))
  }

  @Test(arguments: [
    ("AAA", MappingStatus.exact, "HGNC:1"), ("OLD2", .previousSymbol, "HGNC:2"), ("MARCH5", .previousSymbol, "HGNC:1"),
    ("aaa", .caseFolded, "HGNC:1"), ("C9ORF99", .caseFolded, "HGNC:10"), ("HGNC:2", .exact, "HGNC:2"),
    ("hgnc:2", .exact, "HGNC:2"), ("HGNC:4", .replaced, "HGNC:1"), ("WITH", .replaced, "HGNC:1"),
    ("ENSG00000000001", .exact, "HGNC:1"), ("ENSG00000000002.7", .versionless, "HGNC:2"),
    ("Q22222", .exact, "HGNC:2"), ("P22222-2", .isoform, "HGNC:2"), ("sp|P22222|BBB_HUMAN", .exact, "HGNC:2"),
    ("5-Mar", .repaired, "HGNC:1"), ("\u{200B}AAA ", .exact, "HGNC:1"),
  ])
  func mapsToOneTarget(input: String, status: MappingStatus, target: String) {
    let outcome = resolver.resolve(input)
    #expect(outcome.status == status)
    #expect(outcome.target == target)
    #expect(outcome.confidence > 0)
    #expect(outcome.input == input)
  }

  @Test(arguments: [
    ("SHARED", MappingStatus.ambiguous), ("P11111", .ambiguous), ("HGNC:7", .ambiguous), ("HGNC:6", .retired),
    ("GONE", .retired), ("HGNC:8", .retired), ("NOSUCH", .unresolved), ("HGNC:999", .unresolved), ("", .invalid),
    ("NA", .invalid), ("1-Jan", .invalid), ("CON__P22222", .excluded), ("REV__P22222", .excluded),
    ("ENSG00000000001.5_PAR_Y", .unresolved),
  ])
  func hasNoTarget(input: String, status: MappingStatus) {
    let outcome = resolver.resolve(input)
    #expect(outcome.status == status)
    #expect(outcome.target == nil)
  }

  @Test func ambiguityNamesItsCandidates() {
    #expect(resolver.resolve("SHARED").candidates == ["HGNC:1", "HGNC:2"])
    #expect(resolver.resolve("HGNC:7").note.contains("split"))
  }

  @Test func approvedSymbolThatIsAnAliasElsewhereIsMarked() {
    let outcome = resolver.resolve("AL1")
    #expect(outcome.target == "HGNC:3" && outcome.note.contains("shadowed-alias"))
    #expect(outcome.candidates == ["HGNC:1"])
  }

  @Test func previousSymbolThatIsAnAliasElsewhereIsAmbiguous() {
    let outcome = resolver.resolve("OLD1")
    #expect(outcome.status == .ambiguous && outcome.target == nil && outcome.candidates == ["HGNC:1", "HGNC:2"])
    #expect(outcome.note.contains("previous symbol of HGNC:1"))
  }

  @Test func cycleNamesItsMembers() { #expect(resolver.resolve("HGNC:8").note.contains("cycle")) }

  @Test func digitsNeedANamespace() {
    #expect(resolver.resolve("22").status == .unresolved)
    #expect(resolver.resolve("22", from: .ncbiGene).target == "HGNC:2")
  }

  @Test func otherTargets() throws {
    let symbols = try Resolver(resolver.index, target: .hgncSymbol)
    #expect(symbols.resolve("ENSG00000000002").target == "BBB")
    let uniprot = try Resolver(resolver.index, target: .uniprot)
    #expect(uniprot.resolve("BBB").status == .ambiguous)
    #expect(throws: OmicsError.self) { _ = try Resolver(resolver.index, target: .refseq) }
  }

  @Test func chainsLongerThanTheLimitAreRetired() throws {
    var rows = (1...20).map {
      ["HGNC:\($0)", "S\($0)", "see [HGNC:\($0 + 1)](x)", "Symbol Withdrawn", "", "", "", "", ""]
    }
    rows.append(["HGNC:21", "END", "e", "Approved", "", "", "", "", ""])
    let long = try Resolver(try smallTable(rows))
    #expect(long.resolve("HGNC:1").status == .retired)
    #expect(long.resolve("HGNC:1").note.contains("16"))
    #expect(long.resolve("HGNC:6").target == "HGNC:21")
  }
}

@Suite struct HgncReleaseTests {
  @Test func figuresOfTheReleases() throws {
    let old = try release("2019-09")
    let new = try release("2022-02")
    #expect(old.table.rows.count == 46_582 && new.table.rows.count == 48_265)
    #expect(old.table.rows.filter { $0.status == .approved }.count == 42_049)
    #expect(new.table.rows.filter { $0.status == .symbolWithdrawn }.count == 3_362)
    let before = try Resolver(old)
    let after = try Resolver(new)
    #expect(before.resolve("ST2").target == "HGNC:11347")
    #expect(after.resolve("ST2").status == .alias && after.resolve("ST2").target == "HGNC:5998")
    #expect(after.resolve("KIAA0754").status == .previousSymbol && after.resolve("KIAA0754").target == "HGNC:13664")
    #expect(after.resolve("MLL2").target == nil && after.resolve("MLL2").candidates == ["HGNC:7133", "HGNC:15840"])
    #expect(before.resolve("DEC1").status == .exact && after.resolve("DEC1").status == .ambiguous)
    #expect(after.resolve("1-Mar").status == .ambiguous && after.resolve("10-Mar").target == "HGNC:26655")
    #expect(after.resolve("HGNC:6").status == .replaced)
  }
}
