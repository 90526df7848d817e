import Mapping
import OmicsIO
import Schema
import Testing

@Suite struct DatasetMappingTests {
  private func index() throws -> GeneIndex {
    try smallTable([
      ["HGNC:1", "AAA", "a", "Approved", "", "OLD1", "11", "P11111", ""],
      ["HGNC:2", "BBB", "b", "Approved", "", "", "22", "P22222", ""],
    ])
  }

  private func dataset() -> Dataset {
    var data = Dataset(layer: .proteomics)
    data.samples = SampleTable([Sample(name: "x"), Sample(name: "y")])
    data.features = FeatureTable([
      Feature(id: "AAA", kind: .gene), Feature(id: "OLD1", kind: .gene), Feature(id: "BBB", kind: .gene),
      Feature(id: "ZZZ", kind: .gene), Feature(id: "DEC", kind: .gene, decoy: true),
    ])
    return data
  }

  @Test func everyFeatureHasOneStatus() throws {
    let mapping = try DatasetMapping(dataset(), kind: .gene, resolver: try Resolver(try index()), declared: .hgncSymbol)
    #expect(mapping.outcomes.map(\.status) == [.exact, .previousSymbol, .exact, .unresolved, .excluded])
    #expect(mapping.coverage.mapped == 3 && mapping.coverage.inputs == 5)
  }

  @Test func sumsKeepTotalsAndMeansIgnoreMissing() throws {
    let (nan, data) = (Double.nan, dataset())
    let mapping = try DatasetMapping(data, kind: .gene, resolver: try Resolver(try index()), declared: .hgncSymbol)
    let values = [1, 2, 4, 8, 16, 10, nan, nan, 5, 3]
    var table = AbundanceTable(
      kind: .gene, measure: .rawCount, scale: .linear, features: [0, 1, 2, 3, 4], samples: [0, 1], values: values)
    let sums = TargetAggregation(table, mapping: mapping, features: data.features)
    #expect(sums.targets == ["HGNC:1", "HGNC:2"] && sums.rule == .sum && sums.unmapped == 2)
    #expect(sums.values[0] == 3 && sums.values[1] == 4 && sums.values[2] == 10 && sums.values[3].isNaN)
    #expect(sums.sources == [[0, 1], [2]])
    table.scale = .log2
    let means = TargetAggregation(table, mapping: mapping, features: data.features)
    #expect(means.rule == .mean && means.values[0] == 1.5 && means.values[2] == 10)
  }

  /// A ratio rests on its peptides; where a source does not state them, all count the same.
  @Test func ratiosAreWeightedByTheirPeptides() throws {
    var data = dataset()
    let mapping = try DatasetMapping(data, kind: .gene, resolver: try Resolver(try index()), declared: .hgncSymbol)
    let table = AbundanceTable(
      kind: .gene, measure: .ratio, scale: .log2, features: [0, 1, 2], samples: [0, 1],
      values: [1, -1, 2, 4, .nan, 0])
    #expect(TargetAggregation(table, mapping: mapping, features: data.features).values == [0, 2, 4, 0])
    data.features = FeatureTable([
      Feature(id: "AAA", kind: .gene, peptides: 3), Feature(id: "OLD1", kind: .gene, peptides: 1),
      Feature(id: "BBB", kind: .gene, peptides: 9),
    ])
    let joined = TargetAggregation(table, mapping: mapping, features: data.features)
    #expect(joined.values == [0.5, 2, 4, 0] && joined.weights == [[3, 1], [1]] && joined.rule == .mean)
  }

  @Test func featuresWithSeveralTargetsFollowThePolicy() throws {
    let index = try smallTable([
      ["HGNC:1", "AAA", "a", "Approved", "", "OLD1", "11", "P11111", ""],
      ["HGNC:2", "BBB", "b", "Approved", "", "OLD1", "22", "P22222", ""],
    ])
    let data = dataset()
    let table = AbundanceTable(
      kind: .gene, measure: .rawCount, scale: .linear, features: [0, 1, 2], samples: [0], values: [1, 10, 100])
    for (policy, values) in [
      (AmbiguityPolicy.report, [1.0, 100]), (.drop, [1, 100]), (.first, [11, 100]), (.all, [11, 110]),
      (.weighted, [6, 105]),
    ] {
      let mapping = try DatasetMapping(
        data, kind: .gene, resolver: try Resolver(index), declared: .hgncSymbol, policy: policy)
      #expect(TargetAggregation(table, mapping: mapping, features: data.features).values == values, "\(policy)")
      #expect(mapping.coverage[.ambiguous] == 1 && mapping.outcomes[1].target == nil)
    }
    for policy in [AmbiguityPolicy.fail, .prefer] {
      #expect(throws: OmicsError.self) {
        try DatasetMapping(data, kind: .gene, resolver: try Resolver(index), declared: .hgncSymbol, policy: policy)
      }
    }
  }

  @Test func pValuesAreRefused() throws {
    var table = AbundanceTable(
      kind: .gene, measure: .expression, scale: .linear, features: [0], samples: [0, 1], values: [1, 0.01])
    for (name, isRefused) in [("P.Value", true), ("adj.P.Val", true), ("padj", true), ("P1", false), ("FDRx", false)] {
      let samples = SampleTable([Sample(name: "x"), Sample(name: name)])
      if isRefused {
        let error = #expect(throws: OmicsError.self) { try PValueColumns.refuse(table, samples) }
        #expect(error?.code == .refused && error?.message.contains(name) == true)
      } else {
        try PValueColumns.refuse(table, samples)
      }
    }
    table.samples = [0]
    try PValueColumns.refuse(table, SampleTable([Sample(name: "x"), Sample(name: "padj")]))
  }

  @Test func groupsMapWhenAllMembersAgree() throws {
    var data = dataset()
    data.features = FeatureTable([
      Feature(id: "g1", kind: .proteinGroup, accession: "P11111", members: ["P11111", "P11111-2"]),
      Feature(id: "g2", kind: .proteinGroup, accession: "P11111", members: ["P11111", "P22222"]),
      Feature(id: "g3", kind: .proteinGroup, accession: "P99999", members: ["P99999", "P22222"]),
    ])
    let mapping = try DatasetMapping(
      data, kind: .proteinGroup, resolver: try Resolver(try index()), declared: .uniprot)
    #expect(mapping.outcomes[0].target == "HGNC:1")
    #expect(mapping.outcomes[1].status == .ambiguous && mapping.outcomes[1].note == "group-spans-genes")
    #expect(mapping.outcomes[2].target == "HGNC:2")
  }

  @Test func groupsOfSeveralGenesFollowTheirPolicy() throws {
    var data = dataset()
    data.features = FeatureTable([
      Feature(id: "g1", kind: .proteinGroup, accession: "P22222", members: ["P11111", "P22222"]),
      Feature(id: "g2", kind: .proteinGroup, accession: "P99999", members: ["P11111", "P22222", "P99999"]),
    ])
    let table = AbundanceTable(
      kind: .proteinGroup, measure: .intensity, scale: .linear, features: [0, 1], samples: [0], values: [1, 10])
    for (groups, targets, values) in [
      (nil, [[], []], []), (.drop, [[], []], []), (.leading, [["HGNC:2"], []], [1.0]),
      (GroupPolicy.all, [["HGNC:1", "HGNC:2"], ["HGNC:1", "HGNC:2"]], [11, 11]),
    ] as [(GroupPolicy?, [[String]], [Double])] {
      let mapping = try DatasetMapping(
        data, kind: .proteinGroup, resolver: try Resolver(try index()), declared: .uniprot, groups: groups)
      #expect([mapping.targets(0), mapping.targets(1)] == targets, "\(String(describing: groups))")
      #expect(TargetAggregation(table, mapping: mapping, features: data.features).values == values)
    }
    let led = try DatasetMapping(
      data, kind: .proteinGroup, resolver: try Resolver(try index()), declared: .uniprot, policy: .all, groups: .leading
    )
    #expect(led.outcomes[0].status == .exact && led.outcomes[0].candidates == ["HGNC:1"])
    #expect(led.outcomes[0].note.contains("group-spans-genes") && led.outcomes[1].status == .ambiguous)
  }

  @Test func detectionNeedsShareAndMargin() throws {
    let index = try index()
    let symbols = NamespaceDetection(["AAA", "BBB", "OLD1", "REV__X"], index: index)
    #expect(symbols.namespace == .hgncSymbol && symbols.distinct == 3)
    #expect(NamespaceDetection(["AAA", "BBB", "ENSG00000000001", "ENSG00000000002"], index: index).namespace == nil)
    let groups = NamespaceDetection(["P11111;P22222", "P11111;P99999"], index: index)
    #expect(groups.namespace == .uniprot && groups.distinct == 3)
    #expect(NamespaceDetection(["11", "22", "33"], index: index).namespace == nil)
    #expect(NamespaceDetection(["11", "22"], index: index).namespace == .ncbiGene)
  }
}

@Suite struct CanonicalDigestTests {
  private func digest(_ text: String) throws -> String {
    var source = ByteSource.bytes(Array(text.utf8), name: "t")
    return try CanonicalDigest.of(&source).digest
  }

  @Test func rowOrderAndLineEndsDoNotCount() throws {
    let base = try digest("h\nb\na\n")
    #expect(try digest("h\r\na\r\nb") == base)
    #expect(try digest("h\na\nb\nb\n") != base)
    #expect(try digest("b\nh\na\n") != base)
  }
}
