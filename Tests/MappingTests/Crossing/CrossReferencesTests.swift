import OmicsIO
import Schema
import Testing

@testable import Mapping

extension CrossReferences {
  /// Resolves by the shortest plan.
  func resolve(_ id: String, from: Namespace, to: Namespace, policies: [AmbiguityPolicy] = [.report]) -> MappingOutcome
  {
    resolve(id, from: from, to: to, plan: (try? plan(from: from, to: to, policies: policies)) ?? nil)
  }
}

/// The shipped registry of namespaces.
func shippedRegistry() throws(OmicsError) -> NamespaceRegistry {
  var source = try ByteSource.file("\(checkout)/Mappings/namespaces/namespaces.tsv")
  return try NamespaceRegistry(&source)
}

@Suite struct CrossReferencesTests {
  @Test func hopsVersionsIsoformsAndChains() throws {
    var references = CrossReferences()
    references.add(
      try mappingTable("entrez_id\tensembl_gene_id\n1\tENSG1\n2\tENSG2\n3\tENSG2\n"), name: "genes")
    references.add(try mappingTable("entrez_id\tuniprot_id\n1\tP04637\n"), name: "proteins")
    references.add(try mappingTable("Secondary AC\tPrimary AC\nQ15086\tP04637\n"), name: "old")
    func outcome(_ id: String, _ from: Namespace, _ to: Namespace) -> (MappingStatus, String?) {
      let result = references.resolve(id, from: from, to: to)
      return (result.status, result.target)
    }
    #expect(outcome("ENSG1", .ensembl, .ncbiGene) == (.exact, "1"))
    #expect(outcome("ENSG1.7", .ensembl, .ncbiGene) == (.versionless, "1"))
    #expect(outcome("ENSG2", .ensembl, .ncbiGene) == (.ambiguous, nil))
    #expect(outcome("ENSG9", .ensembl, .ncbiGene) == (.unresolved, nil))
    #expect(outcome("ENSG1", .ensembl, .uniprot) == (.exact, "P04637"))
    #expect(outcome("P04637-2", .uniprot, .ensembl) == (.isoform, "ENSG1"))
    #expect(outcome("Q15086", .uniprot, .ncbiGene) == (.secondary, "1"))
    #expect(outcome("NA", .ensembl, .ncbiGene) == (.invalid, nil))
    #expect(outcome("CON__P04637", .uniprot, .ncbiGene) == (.excluded, nil))
    #expect(try references.plan(from: .ensembl, to: .uniprot)?.steps.count == 2)
    #expect(try references.plan(from: .ensembl, to: .hgnc) == nil)
    #expect(throws: OmicsError.self) {
      try references.plan(from: .ensembl, to: .uniprot, policies: [.report, .report, .all])
    }
  }

  @Test func chainsEndOrAreRetired() throws {
    var references = CrossReferences()
    var rows = "Secondary\tPrimary\n1\t2\n5\t6\n6\t5\n8\t80\n8\t81\n"
    for step in 100..<120 { rows += "\(step)\t\(step + 1)\n" }
    references.add(try mappingTable(rows), name: "chebi")
    let chebi = Namespace(rawValue: "chebi")
    #expect(references.resolve("CHEBI:1", from: chebi, to: chebi).target == "CHEBI:2")
    #expect(references.resolve("5", from: chebi, to: chebi).status == .retired)
    #expect(references.resolve("8", from: chebi, to: chebi).candidates == ["CHEBI:80", "CHEBI:81"])
    let long = references.resolve("100", from: chebi, to: chebi)
    #expect(long.status == .retired && long.note.contains("16"))
    #expect(references.resolve("110", from: chebi, to: chebi).target == "CHEBI:120")
  }

  @Test func aNotMappingKillsThePair() throws {
    let header = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\n"
    let row = "\tsemapv:ManualMappingCuration\n"
    var references = CrossReferences()
    references.add(
      try mappingTable(header + "a:1\tskos:exactMatch\t\tb:2" + row + "a:1\tskos:exactMatch\t\tb:3" + row), name: "yes")
    let (a, b) = (Namespace(rawValue: "a"), Namespace(rawValue: "b"))
    #expect(references.resolve("1", from: a, to: b).status == .ambiguous)
    references.add(try mappingTable(header + "a:1\tskos:exactMatch\tNot\tb:3" + row), name: "no")
    #expect(references.resolve("1", from: a, to: b).target == "2")
    #expect(references.resolve("3", from: b, to: a).status == .unresolved)
    var other = CrossReferences()
    other.add(try mappingTable(header + "a:1\tskos:exactMatch\tNot\tb:3" + row), name: "no")
    other.add(
      try mappingTable(header + "a:1\tskos:exactMatch\t\tb:2" + row + "a:1\tskos:exactMatch\t\tb:3" + row), name: "yes")
    #expect(other.resolve("1", from: a, to: b).target == "2")
    #expect(other.resolve("3", from: b, to: a).status == .unresolved)
  }
}

@Suite struct NamedEntriesTests {
  private func mouse() throws -> CrossReferences {
    var references = CrossReferences()
    references.add(
      try mappingTable(
        "ID\tsymbol\tsynonyms\tensembl\n1\tMarchf1\tMarch1|Old\tENSMUSG00000000001\n2\tMlh1\tOld\tENSMUSG00000000002\n"),
      name: "mgi")
    return references
  }

  @Test func aliasesCasesAndDates() throws {
    let references = try mouse()
    let (symbol, mgi) = (Namespace(rawValue: "mgi.symbol"), Namespace(rawValue: "mgi"))
    let ensembl = references.namespace("ensembl")
    #expect(ensembl.rawValue == "ensembl@mouse")
    #expect(references.resolve("Mlh1", from: symbol, to: mgi).target == "MGI:2")
    let alias = references.resolve("March1", from: symbol, to: ensembl)
    #expect(alias.status == .alias && alias.target == "ENSMUSG00000000001" && alias.confidence == 0.6)
    #expect(references.resolve("Old", from: symbol, to: mgi).candidates == ["MGI:1", "MGI:2"])
    #expect(references.resolve("MLH1", from: symbol, to: mgi).status == .caseFolded)
    #expect(references.resolve("nosuch", from: symbol, to: mgi).status == .unresolved)
  }

  @Test func obsoleteAndWithdrawnEntriesAreRetiredOrFollowed() throws {
    var references = CrossReferences()
    references.add(
      try mappingTable("go_id\tontology\tterm\nGO:0000001\tBP\tx\nGO:0000005\tMF\tobsolete y\n"), name: "go")
    let go = Namespace(rawValue: "go")
    #expect(references.resolve("GO:0000001", from: go, to: go).status == .exact)
    #expect(references.resolve("GO:0000005", from: go, to: go).status == .retired)
    var genes = CrossReferences()
    genes.add(
      try mappingTable(
        "#tax_id\tGeneID\tDiscontinued_GeneID\tDiscontinued_Symbol\tDiscontinue_Date\n9606\t7\t3\tA\t2010\n9606\t-\t4\tB\t2010\n"
      ), name: "history")
    #expect(genes.resolve("3", from: .ncbiGene, to: .ncbiGene).target == "7")
    #expect(genes.resolve("3", from: .ncbiGene, to: .ncbiGene).status == .replaced)
    #expect(genes.resolve("4", from: .ncbiGene, to: .ncbiGene).status == .retired)
  }
}

@Suite struct HopPolicyTests {
  private func references() throws -> CrossReferences {
    var references = CrossReferences()
    references.add(try mappingTable("entrez_id\tensembl_gene_id\n1\tENSG1\n2\tENSG1\n"), name: "a")
    references.add(try mappingTable("entrez_id\tensembl_gene_id\n2\tENSG1\n3\tENSG1\n"), name: "b")
    references.add(try mappingTable("entrez_id\tuniprot_id\n1\tP04637\n2\tP04637\n3\tP04637\n"), name: "c")
    return references
  }

  @Test func policiesOfTheLastHop() throws {
    let references = try references()
    func outcome(_ policy: AmbiguityPolicy) -> MappingOutcome {
      references.resolve("ENSG1", from: .ensembl, to: .ncbiGene, policies: [policy])
    }
    #expect(outcome(.report).candidates == ["1", "2", "3"])
    #expect(outcome(.prefer).candidates == ["1", "2"])
    #expect(outcome(.first).target == "1")
    #expect(outcome(.report).via == "a + b")
  }

  @Test func aHopBeforeTheLastStopsOrMeetsAgain() throws {
    let references = try references()
    func outcome(_ policies: [AmbiguityPolicy]) -> MappingOutcome {
      references.resolve("ENSG1", from: .ensembl, to: .uniprot, policies: policies)
    }
    #expect(outcome([.report]).target == "P04637")
    #expect(outcome([.report, .report]).status == .ambiguous)
    #expect(outcome([.first, .report]).target == "P04637")
    let plan = try #require(try references.plan(from: .ensembl, to: .uniprot))
    #expect(plan.lines == ["ensembl > ncbigene by a + b (all)", "ncbigene > uniprot by c (report)"])
  }

  @Test func confidencesMultiplyAlongAChainAndAddUpBesideEachOther() throws {
    let header = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
    func row(_ a: String, _ b: String, _ c: String) -> String {
      "\(a)\tskos:exactMatch\t\(b)\tsemapv:LexicalMatching\t\(c)\n"
    }
    var references = CrossReferences()
    references.add(try mappingTable(header + row("a:1", "b:2", "0.5") + row("b:2", "c:3", "0.8")), name: "x")
    let (a, b, c) = (Namespace(rawValue: "a"), Namespace(rawValue: "b"), Namespace(rawValue: "c"))
    #expect(abs(references.resolve("1", from: a, to: c).confidence - 0.4) < 1e-12)
    references.add(try mappingTable(header + row("a:1", "b:2", "0.5")), name: "y")
    #expect(abs(references.resolve("1", from: a, to: b).confidence - 0.75) < 1e-12)
  }

  @Test func aDeniedPairTakesTheChainBetweenTheTwo() throws {
    let header = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\n"
    func row(_ a: String, _ no: String, _ b: String) -> String {
      "\(a)\tskos:exactMatch\t\(no)\t\(b)\tsemapv:ManualMappingCuration\n"
    }
    var references = CrossReferences()
    references.add(
      try mappingTable(header + row("a:1", "", "b:2") + row("b:2", "", "c:3") + row("a:1", "Not", "c:3")), name: "x")
    let outcome = references.resolve("1", from: Namespace(rawValue: "a"), to: Namespace(rawValue: "c"))
    #expect(outcome.status == .unresolved && outcome.note.contains("Not"))
  }
}

@Suite struct OrthologTests {
  private let text = """
    Gene stable ID,Gene name,Mouse gene name,Mouse gene stable ID,Mouse homology type,"Mouse orthology confidence [0 low, 1 high]",Mouse Gene-order conservation score
    ENSG00000000001,A,A,ENSMUSG00000000001,ortholog_one2one,1,100
    ENSG00000000002,B,B1,ENSMUSG00000000002,ortholog_one2many,0,50
    ENSG00000000002,B,B2,ENSMUSG00000000003,ortholog_one2many,1,50
    ENSG00000000003,C,,,,,
    ENSG00000000004,D,D,ENSMUSG00000000004,ortholog_one2one,0,75

    """

  @Test(arguments: [
    (OrthologPolicy.oneToOne, ["ENSMUSG00000000001", nil, nil, nil]),
    (.best, ["ENSMUSG00000000001", "ENSMUSG00000000003", nil, "ENSMUSG00000000004"]),
    (.all, ["ENSMUSG00000000001", nil, nil, "ENSMUSG00000000004"]),
  ])
  func policies(_ policy: OrthologPolicy, _ expected: [String?]) throws {
    var references = CrossReferences(orthologs: policy)
    references.add(try mappingTable(text), name: "orthologs")
    let ids = ["ENSG00000000001", "ENSG00000000002.3", "ENSG00000000003", "ENSG00000000004"]
    let sides = try #require(references.species(.ensembl, ids))
    #expect(sides.to.rawValue == "ensembl@mouse")
    let outcomes = ids.map { references.resolve($0, from: sides.from, to: sides.to) }
    #expect(outcomes.map(\.target) == expected)
    #expect(outcomes[0].confidence < 1 && outcomes[0].note.contains(policy.rawValue))
    #expect(outcomes[2].note == "no ortholog")
    if policy == .all { #expect(outcomes[1].status == .ambiguous && outcomes[1].candidates.count == 2) }
    if policy == .oneToOne { #expect(outcomes[1].candidates.count == 2) }
    let back = try #require(references.species(.ensembl, ["ENSMUSG00000000001"]))
    #expect(references.resolve("ENSMUSG00000000001", from: back.from, to: back.to).target == "ENSG00000000001")
  }
}

@Suite struct SeveralNamespacesInATableTests {
  @Test func uniProtDatabasesSystemCodesAndCuries() throws {
    let registry = try shippedRegistry()
    var references = CrossReferences(registry: registry)
    references.add(
      try mappingTable(
        "P04637\tGeneID\t7157\nP04637\tHGNC\tHGNC:11998\nP04637-2\tEnsembl_TRS\tENST00000420246.6\nP04637\tEnsembl\tENSG00000141510.18\n"
      ), name: "idmapping")
    #expect(references.resolve("P04637", from: .uniprot, to: .ncbiGene).target == "7157")
    #expect(references.resolve("P04637", from: .uniprot, to: .hgnc).target == "HGNC:11998")
    #expect(references.resolve("P04637", from: .uniprot, to: .ensembl).target == "ENSG00000141510")
    #expect(references.resolve("ENST00000420246", from: .ensembl, to: .uniprot).target == "P04637")
    var codes = CrossReferences(registry: registry)
    codes.add(try mappingTable("ENSG00000141510\tEn\t7157\tL\n7157\tL\tP04637\tS\n"), name: "bridge")
    #expect(codes.resolve("ENSG00000141510", from: .ensembl, to: .uniprot).target == "P04637")
    var genes = CrossReferences(registry: registry)
    genes.add(
      try mappingTable(
        "#tax_id\tGeneID\tSymbol\tSynonyms\tdbXrefs\ttype_of_gene\n9606\t1\tA1BG\tA1B\tMIM:138670|HGNC:HGNC:5|Ensembl:ENSG00000121410\tx\n"
      ), name: "ncbi")
    #expect(genes.resolve("1", from: .ncbiGene, to: .hgnc).target == "HGNC:5")
    #expect(genes.resolve("ENSG00000121410.9", from: .ensembl, to: .ncbiGene).status == .versionless)
    #expect(genes.resolve("A1B", from: .hgncSymbol, to: .ensembl).status == .alias)
  }

  @Test func columnsByNumber() throws {
    let table = try mappingTable(
      "HGNC,EIF4EBP1,isa\nHGNC,ACTA1,partof\n",
      columns: ["header": "none", "subject": "2", "object": "3", "subject_namespace": "hgnc.symbol"])
    #expect(table.rows.count == 2 && table.column(.subject) == 1)
    #expect(throws: OmicsError.self) { try mappingTable("a,b\n", columns: ["header": "none", "subject": "3"]) }
  }
}

@Suite struct NamespaceRegistryTests {
  @Test func patternsAreAnchoredAndOrdered() throws {
    let registry = try shippedRegistry()
    let expected: [(String, String?)] = [
      ("ENSG00000141510.18", "ensembl"), ("ENSMUSG00000000001", "ensembl"), ("P04637", "uniprot"),
      ("A0AVT1", "uniprot"), ("A0AVT1JUNK", nil), ("P04637-2", "uniprot.isoform"), ("NM_130786.4", "refseq"),
      ("HGNC:5", "hgnc"), ("CHEBI:15377", "chebi"), ("CHEMBL25", "chembl.compound"), ("R-HSA-109581", "reactome"),
      ("WP254", "wikipathways"), ("GO:0008150", "go"), ("DB00945", "drugbank"),
      ("RYYVLZVUVIJVGH-UHFFFAOYSA-N", "inchikey"), ("7157", nil), ("TP53", nil), ("GO:815", nil),
    ]
    for (id, namespace) in expected { #expect(registry.byPattern(id)?.rawValue == namespace, "\(id)") }
    #expect(registry.namespace("GeneID") == .ncbiGene && registry.namespace("L") == .ncbiGene)
    #expect(registry.namespace("mim").rawValue == "omim" && registry.namespace("Nosuch").rawValue == "nosuch")
    #expect(registry.isWellFormed("P04637-2", .uniprot) && !registry.isWellFormed("P0463", .uniprot))
    #expect(registry.isWellFormed("CHEBI:5", Namespace(rawValue: "chebi")))
  }

  /// Examples of the registry fit their own pattern, and the ranked patterns exclude each other on them.
  @Test func examplesFit() throws {
    let registry = try shippedRegistry()
    var source = try ByteSource.file("\(checkout)/Mappings/namespaces/namespaces.tsv")
    var scanner = DelimitedScanner(delimiter: 0x09)
    let header = try #require(try scanner.next(&source)).strings()
    let (prefix, example) = (
      try #require(header.firstIndex(of: "prefix")), try #require(header.firstIndex(of: "example"))
    )
    while let row = try scanner.next(&source) {
      let (name, id) = (row.string(prefix), row.string(example))
      #expect(registry.isWellFormed(id, Namespace(rawValue: name)), "\(name) \(id)")
      if let entry = registry.entry(name), entry.rank != nil, entry.banana.isEmpty {
        #expect(registry.byPattern(id)?.rawValue == name, "\(name) \(id)")
      }
    }
  }

  @Test func aRegistryThatContradictsItselfIsRefused() {
    let header = "prefix\tentity\tspecies\trank\tpattern\tversion\tisoform\tbanana\tcase\tsynonyms\n"
    for rows in ["a\t\t\t\t[\t\t\t\t\t\n", "a\t\t\tx\t\t\t\t\t\t\n", "a\t\t\t\t\t\t\t\t\tb\nb\t\t\t\t\t\t\t\t\t\n"] {
      #expect(throws: OmicsError.self) {
        var source = ByteSource.bytes(Array((header + rows).utf8), name: "r.tsv")
        _ = try NamespaceRegistry(&source)
      }
    }
  }

  @Test(arguments: [
    ("a+b?", ["ab", "aaa"], ["b", "abb", ""]), ("(x|yz){2}", ["xx", "xyz", "yzyz"], ["x", "xxx"]),
    ("\\d{1,2}(\\.[a-c]+)?", ["1", "12", "3.abc"], ["123", "1.", "1.d"]), ("[A-Z-]*", ["", "A-B"], ["a"]),
  ])
  func anchoredPatterns(_ pattern: String, _ fitting: [String], _ others: [String]) throws {
    let compiled = try #require(AnchoredPattern(pattern))
    for text in fitting { #expect(compiled.matches(text), "\(pattern) \(text)") }
    for text in others { #expect(!compiled.matches(text), "\(pattern) \(text)") }
  }
}
