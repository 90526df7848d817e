import OmicsIO
import Schema
import Testing

@Suite struct CanonicalTextTests {
  @Test(arguments: 0..<6) func randomDatasetsComeBackEqual(block: Int) throws {
    for seed in 0..<50 {
      var random = CanonicalRandomDataset(seed: UInt64(block * 50 + seed))
      let dataset = random.dataset()
      let files = try CanonicalText.files(of: dataset)
      let back = try CanonicalText.dataset(of: files.reversed())
      #expect(
        CanonicalRandomDataset.content(back) == CanonicalRandomDataset.content(dataset), "seed \(block * 50 + seed)")
      #expect(try CanonicalText.files(of: back) == files, "seed \(block * 50 + seed)")
    }
  }

  static func small() -> Dataset {
    var dataset = Dataset(layer: .proteomics)
    dataset.sources = [
      SourceRecord(
        file: "a.mzTab", sha256: "00ff", bytes: 12, format: "mztab", version: "1.0", plugin: "mztab",
        pluginVersion: "1.0.0")
    ]
    var sample = Sample(name: "s1")
    sample.characteristics = [.init("age", "61")]
    dataset.samples.rows = [sample, Sample(name: "NA")]
    dataset.features.rows = [
      Feature(
        id: "P1", kind: .protein, namespace: .uniprot, members: ["P1", "P2;x"], decoy: false, qValue: 0.01,
        attributes: [.init("line", "a\tb"), .init("k", "1"), .init("k", "2")], line: 7),
      Feature(id: "P3", kind: .protein, attributes: [.init("k", "")]),
    ]
    dataset.abundances = [
      AbundanceTable(
        kind: .protein, measure: .intensity, scale: .log2, features: [0, 1], samples: [0, 1],
        values: [20, .nan, -0.0, 0.1], missing: [MissingCell(row: 1, column: 0, reason: .zeroMeansMissing)])
    ]
    dataset.ledger.keep("PRT", count: 2)
    dataset.counts = [.init("proteins", 2)]
    return dataset
  }

  @Test func smallDatasetIsWrittenAsDocumented() throws {
    let files = try CanonicalText.files(of: Self.small())
    let text = Dictionary(uniqueKeysWithValues: files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
    #expect(
      files.map(\.name) == [
        "dataset.json", "samples.tsv", "features.tsv", "abundance.protein.intensity.tsv",
        "missing.protein.intensity.tsv", "ledger.tsv",
      ])
    #expect(
      text["samples.tsv"] == """
        #table samples 1
        sample\tsource_name\tsubject\tassay\tms_run\torganism\tcondition\tbatch\tcohort\tchannel\tage
        s1\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\t61
        \\NA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA

        """)
    #expect(
      text["features.tsv"]?.split(separator: "\n").dropFirst(2).map(String.init) == [
        "P1\tprotein\tP1\tuniprot\tP1;P2\\;x\tNA\tfalse\tNA\t0.01\tNA\tNA\tNA\ta.mzTab\t7\ta\\tb\t1\t2",
        "P3\tprotein\tP3\tlocal\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\ta.mzTab\tNA\tNA\t\tNA",
      ])
    #expect(text["features.tsv"]?.contains("\tline\tattribute:line\tk\tattribute2:k\n") == true)
    #expect(
      text["abundance.protein.intensity.tsv"] == """
        #table abundance.protein.intensity 1 kind=protein measure=intensity scale=log2
        feature\ts1\t\\NA
        P1\t20\t-0
        P3\tNA\t0.1

        """)
    #expect(
      text["missing.protein.intensity.tsv"]?.hasSuffix("feature\tsample\treason\nP3\ts1\tzeroMeansMissing\n") == true)
    #expect(
      text["dataset.json"]?.hasPrefix("{\n  \"schema\": \"plumbline/1\",\n  \"layer\": \"proteomics\",\n") == true)
  }

  @Test func annotationAttributesKeepOrderAndRepeats() throws {
    var dataset = Dataset(layer: .annotation)
    dataset.annotation.dialect = "ensembl x"
    let attributes: [Feature.Attribute] = [
      .init("gene_id", "G1"), .init("tag", "a"), .init("tag", "b;c"), .init("gene_id", "G2"), .init("e=q", ""),
    ]
    dataset.annotation.append(
      AnnotationTable.Row(seqname: "1", source: "s", feature: "exon", start: 1, end: 9, attributes: attributes, line: 3)
    )
    let files = try CanonicalText.files(of: dataset)
    let table = String(decoding: files[1].bytes, as: UTF8.self)
    #expect(table.hasPrefix("#table annotation 1 dialect=ensembl\\sx\n"))
    #expect(table.hasSuffix("\tG1\tNA\tNA\tNA\tNA\tgene_id=G1;tag=a;tag=b\\;c;gene_id=G2;e\\=q=\t3\n"))
    #expect(try CanonicalText.dataset(of: files).annotation.row(0).attributes == attributes)
  }

  @Test func secondTableOfOneMeasureGetsANumber() throws {
    var dataset = Self.small()
    dataset.abundances.append(dataset.abundances[0])
    let files = try CanonicalText.files(of: dataset)
    #expect(files.map(\.name).contains("abundance.protein.intensity.2.tsv"))
    #expect(try CanonicalText.dataset(of: files).abundances == dataset.abundances)
  }
}
