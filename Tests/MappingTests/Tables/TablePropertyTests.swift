import OmicsIO
import Schema
import Testing

@testable import Mapping

/// A small stream of numbers that is the same every time.
private struct Numbers {
  var state: UInt64
  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}

/// Made-up tables: properties that hold whatever is in them.
@Suite struct TablePropertyTests {
  private func entries(_ seed: Int) throws -> MappingTable {
    var numbers = Numbers(state: UInt64(seed))
    var rows: [String] = []
    for id in 1...60 where numbers.below(5) > 0 {
      rows.append(
        "\(id)\tS\(numbers.below(40))\t\((0..<numbers.below(4)).map { "a\($0)\(numbers.below(30))" }.joined(separator: "|"))"
      )
    }
    return try mappingTable((["ID\tsymbol\tsynonyms"] + rows).joined(separator: "\n") + "\n")
  }

  private func pairs(_ seed: Int) throws -> String {
    var numbers = Numbers(state: UInt64(seed))
    let rows = (0..<120).map { _ in "\(1 + numbers.below(40))\tENSG\(1 + numbers.below(40))" }
    return (["entrez_id\tensembl_gene_id"] + rows).joined(separator: "\n") + "\n"
  }

  @Test(arguments: 1...8)
  func aTableDoesNotDifferFromItselfAndTheOtherWayIsTheMirror(_ seed: Int) throws {
    let (old, new) = (try entries(seed), try entries(seed + 100))
    #expect(try TableDifference(old, old).lines.isEmpty)
    let (there, back) = (try TableDifference(old, new), try TableDifference(new, old))
    #expect(there.count(.added) == back.count(.removed) && there.count(.removed) == back.count(.added))
    for change in [TableDifference.Change.renamed, .retargeted, .attributeOnly] {
      #expect(there.count(change) == back.count(change))
    }
  }

  @Test(arguments: 1...8)
  func theDigestKnowsNoOrder(_ seed: Int) throws {
    let table = try entries(seed)
    var numbers = Numbers(state: UInt64(seed + 7))
    var turned = table
    for place in turned.rows.indices.reversed() { turned.rows.swapAt(place, numbers.below(place + 1)) }
    #expect(MappingTableWriter.contentDigest(of: turned) == MappingTableWriter.contentDigest(of: table))
    turned.rows[0][1] += "x"
    #expect(MappingTableWriter.contentDigest(of: turned) != MappingTableWriter.contentDigest(of: table))
  }

  @Test(arguments: 1...8)
  func mergingWithoutOwnChangesGivesTheSource(_ seed: Int) throws {
    let (base, theirs) = (try entries(seed), try entries(seed + 50))
    let merge = try TableMerge(base: base, theirs: theirs, ours: base)
    #expect(merge.conflicts.isEmpty && merge.overrides.isEmpty)
    #expect(Set(merge.table.rows) == Set(theirs.rows))
    #expect(Set(try TableMerge(base: base, theirs: base, ours: theirs).table.rows) == Set(theirs.rows))
  }

  /// A current id asked for in its own namespace is itself, in keyed tables, in pairs and with every policy.
  @Test(arguments: 1...8)
  func whatIsCurrentStandsForItself(_ seed: Int) throws {
    let table = try entries(seed)
    var references = CrossReferences()
    references.add(table, name: "x")
    for row in table.rows {
      let outcome = references.resolve(
        row[0], from: Namespace(rawValue: "mgi"), to: Namespace(rawValue: "mgi"), plan: nil)
      #expect(outcome.status == .exact && outcome.target == "MGI:\(row[0])" && outcome.confidence == 1)
    }
    let index = try smallTable((1...9).map { ["HGNC:\($0)", "G\($0)", "g", "Approved", "", "", "", "", ""] })
    for number in 1...9 {
      let outcome = try Resolver(index).resolve("HGNC:\(number)", from: .hgnc)
      #expect(outcome.status == .exact && outcome.target == "HGNC:\(number)" && outcome.confidence == 1)
    }
  }

  @Test(arguments: 1...8)
  func mapAndBackHoldsTheStart(_ seed: Int) throws {
    var references = CrossReferences()
    references.add(try mappingTable(try pairs(seed)), name: "x")
    func all(_ id: String, _ from: Namespace, _ to: Namespace) -> [String] {
      let outcome = references.resolve(id, from: from, to: to)
      return outcome.target.map { [$0] } ?? outcome.candidates
    }
    var statuses = MappingCoverage()
    for number in 0...45 {
      statuses.count(references.resolve("\(number)", from: .ncbiGene, to: .ensembl).status)
      for partner in all("\(number)", .ncbiGene, .ensembl) {
        #expect(all(partner, .ensembl, .ncbiGene).contains("\(number)"))
      }
    }
    #expect(statuses.inputs == 46)
    try statuses.assertBalance()
  }

  /// Also where features with several targets are shared out; `A` names are aliases of three genes each.
  @Test(arguments: 1...8, [AmbiguityPolicy.report, .weighted, .first])
  func sumsKeepTotals(_ seed: Int, _ policy: AmbiguityPolicy) throws {
    var numbers = Numbers(state: UInt64(seed))
    let index = try smallTable(
      (1...20).map { ["HGNC:\($0)", "G\($0)", "g", "Approved", "X\($0), Y\($0), A\($0 % 7)", "", "", "", ""] })
    var dataset = Dataset(layer: .transcriptomics)
    let names = (1...30).flatMap { ["G\($0)", "X\($0)", "Y\($0)"] } + (0...7).map { "A\($0)" }
    for name in names { dataset.features.rows.append(Feature(id: name, kind: .gene)) }
    let values = (0..<(names.count * 3)).map { _ in Double(numbers.below(1000)) }
    let table = AbundanceTable(
      kind: .gene, measure: .rawCount, scale: .linear, features: Array(names.indices), samples: [0, 1, 2],
      values: values)
    dataset.abundances = [table]
    let mapping = try DatasetMapping(
      dataset, kind: .gene, resolver: Resolver(index), declared: .hgncSymbol, policy: policy)
    #expect(mapping.coverage[.ambiguous] == 7)
    let joined = TargetAggregation(table, mapping: mapping, features: dataset.features)
    for column in 0..<3 {
      let before = (0..<names.count).reduce(0.0) { $0 + table[$1, column] }
      let after = (0..<joined.targets.count).reduce(0.0) { $0 + joined.values[column * joined.targets.count + $1] }
      let lost = zip(mapping.features, mapping.outcomes).reduce(0.0) {
        $0 + (mapping.targets($1.0).isEmpty ? table[$1.0, column] : 0)
      }
      #expect(abs(before - after - lost) < 1e-6)
    }
    // The weights of every row that has a target add up to one: the cells can be taken apart.
    var weights: [Int: Double] = [:]
    for (rows, shares) in zip(joined.sources, joined.weights) {
      for (row, share) in zip(rows, shares) { weights[row, default: 0] += share }
    }
    #expect(weights.count + joined.unmapped == names.count && weights.values.allSatisfy { abs($0 - 1) < 1e-12 })
  }
}

@Suite struct HostileTableTests {
  @Test func duplicateKeysQuotesAndRaggedRows() throws {
    let twice = try mappingTable("ID\tsymbol\tsynonyms\n1\tA\t\n1\tB\t\n")
    #expect(throws: OmicsError.self) { try TableMerge(base: twice, theirs: twice, ours: twice) }
    #expect(TableLint(twice).hasErrors)
    let quoted = try mappingTable("ID\tsymbol\tsynonyms\n1\tA\"x\t\"\n2\t\"B\t\n")
    #expect(quoted.rows.count == 2 && quoted.rows[0][1] == "A\"x")
    for text in ["ID\tsymbol\tsynonyms\n1\tA\n", "ID\tsymbol\tsynonyms\n1\tA\tx\ty\n", ""] {
      #expect(throws: OmicsError.self) { try mappingTable(text) }
    }
  }

  /// Line ends of another system and a byte-order mark change nothing, in any kind of table.
  @Test(arguments: [
    "HGNC ID\tApproved symbol\tApproved name\tStatus\nHGNC:1\tA\ta\tApproved\nHGNC:2\tB\tb\tApproved\n",
    "ID\tsymbol\tsynonyms\n1\tA\tx|y\n", "P04637\tGeneID\t7157\nP62805\tGeneID\t8359\n",
    "release 2026\n\nSecondary AC    Primary AC\n____\nA0A000      P04637\n", "ENSG1\tEn\t11\tL\nENSG2\tEn\t12\tL\n",
    "entrez_id,ensembl_gene_id\n1,\"ENSG1\"\n2,ENSG2\n",
    "#table mapping 1\tkind=pairs\n#subject a .\tobject b .\nsubject\tobject\nx\ty\n",
  ])
  func lineEndsAndMarksChangeNothing(_ text: String) throws {
    let plain = try mappingTable(text)
    #expect(!plain.rows.isEmpty)
    for form in [text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text, String(text.dropLast())] {
      let other = try mappingTable(form)
      #expect(other == plain && other.facts.elementsEqual(plain.facts, by: ==))
    }
  }

  /// A line without an end is refused at the limit, long before it is read to its end.
  @Test func aLineWithoutAnEndIsRefused() throws {
    let limit = ReadLimits.standard.lineBytes
    var bytes = Array("ID\tsymbol\tsynonyms\n".utf8)
    bytes += [UInt8](repeating: 0x41, count: limit + 1024)
    var source = ByteSource.bytes(bytes, name: "long.tsv")
    let error = #expect(throws: OmicsError.self) { _ = try MappingTableReader.read(&source) }
    #expect(error?.code == .limit)
    // A header that is no header is not recited.
    let header = #expect(throws: OmicsError.self) { try mappingTable(String(repeating: "A", count: 100_000)) }
    #expect(header?.code == .unknownFormat && (header?.message.utf8.count ?? 0) < 200)
  }
}
