import OmicsIO
import ReaderKit
import Schema
import Testing

/// The engine of described tables on small made-up formats.
@Suite struct DelimitedReadingTests {
  static let wide = DelimitedFormat(
    descriptor: descriptor("wide"), columns: [["Protein IDs"], ["Majority", "Leading"]],
    versions: [
      .init(name: "2", columns: ["iBAQ"], without: []), .init(name: "1", columns: [], without: []),
    ], allowsShortRows: true, otherColumns: ["Intensity", "iBAQ"], ignoredHeaders: ["Peptides *"],
    tables: [
      DelimitedTable(
        kind: .proteinGroup, id: [["Majority", "Leading"]], members: ["Protein IDs"], leaderRule: "leading",
        decoy: .init(columns: ["Reverse"], words: ["+"]), decoyPrefixes: ["REV__"],
        values: [
          .init(
            measure: .maxLFQ, scale: .linear, header: "LFQ intensity *", column: [], zeroIsMissing: true,
            repeats: .equal),
          .init(
            measure: .intensity, scale: .linear, header: "Intensity *", column: [], zeroIsMissing: false,
            repeats: .equal),
        ])
    ])

  static func long(_ repeats: DelimitedTable.Values.Repeats) -> DelimitedFormat {
    DelimitedFormat(
      descriptor: descriptor("long"), columns: [["Run"], ["Peptide"], ["Value"]], rowUnit: .precursors,
      sample: [["Run"]],
      tables: [
        DelimitedTable(
          kind: .peptide, id: [["Peptide"], ["Charge"]], qValue: ["Q"], modifiedSequence: ["Peptide"],
          values: [
            .init(
              measure: .intensity, scale: .linear, header: nil, column: ["Value"], zeroIsMissing: true,
              repeats: repeats)
          ]),
        DelimitedTable(
          kind: .gene, id: [["Gene"]],
          values: [
            .init(
              measure: .maxLFQ, scale: .linear, header: nil, column: ["GeneValue"], zeroIsMissing: false,
              repeats: .equal)
          ]),
      ])
  }

  static func descriptor(_ id: String) -> FormatDescriptor {
    FormatDescriptor(
      id: id, name: "the \(id) table", layer: .proteomics, versions: ["1", "2"], extensions: ["tsv"], plugin: id,
      pluginVersion: "1.0.0", summary: "Made up.", options: DelimitedFormat.options)
  }

  private func read(
    _ text: String, _ format: DelimitedFormat, options: [String: String] = [:], forced: Bool = false
  ) throws(OmicsError) -> Dataset {
    var source = ByteSource.bytes(Array(text.utf8), name: "x.tsv")
    return try DatasetReading.read(
      &source, registry: ReaderRegistry(plugins: [format.plugin]), format: forced ? format.descriptor.id : nil,
      options: options)
  }

  private func failure(_ body: () throws(OmicsError) -> Dataset) -> OmicsError? {
    do throws(OmicsError) {
      _ = try body()
      return nil
    } catch { return error }
  }

  @Test func aWideTableGivesAColumnASampleAndMeasure() throws {
    let data = try read(
      """
      Protein IDs\tMajority\tIntensity\tIntensity A 1\tIntensity B\tLFQ intensity A 1\tLFQ intensity B\tPeptides A 1\tReverse
      P1;P2\tP1\t9\t5\t0\t0\t4.5\t3\t
      REV__P3\tREV__P3\t1\t1\t\tNaN\t1\t1\t+
      """, Self.wide)
    #expect(data.samples.rows.map(\.name) == ["A 1", "B"])
    #expect(data.abundances.map(\.measure) == [.maxLFQ, .intensity])
    #expect(data.abundances[0][0, 0].isNaN)
    #expect(data.abundances[0].missing.first?.reason == .zeroMeansMissing)
    #expect(data.abundances[1][0, 1] == 0)
    #expect(data.features.rows[0].members == ["P1", "P2"])
    #expect(data.features.rows.map(\.decoy) == [false, true])
    #expect(data.counts.map(\.value) == [2, 2, 2])
    #expect(data.ledger["row"].kept == 2)
    #expect(data.sources[0].version == "1")
    #expect(!data.diagnostics.contains { $0.code == "columns-left-out" && $0.message.contains("Intensity A") })
    #expect(data.diagnostics.contains { $0.code == "columns-left-out" && $0.message.contains("Peptides A 1") })
  }

  @Test func dottedHeadersAndCommasAreTheSameTable() throws {
    let data = try read(
      "Protein.IDs,Leading,LFQ.intensity.A,iBAQ\nP1,P1,3,1\n", Self.wide)
    #expect(data.samples.rows.map(\.name) == ["A"])
    #expect(data.sources[0].version == "2")
  }

  @Test func aLongTableJoinsRowsBySampleAndFeature() throws {
    let data = try read(
      """
      Run\tPeptide\tCharge\tValue\tGene\tGeneValue\tQ
      C:\\d\\a.raw\tAM(UniMod:35)K\t2\t5\tG1\t7\t0.01
      C:\\d\\b.raw\tAM(UniMod:35)K\t2\t0\tG1\t8\t0.2
      C:\\d\\a.raw\tCK\t3\t6\t\t\t0.01
      """, Self.long(.equal))
    #expect(data.samples.rows.map(\.name) == ["a", "b"])
    #expect(data.samples.rows[0].msRun == "C:\\d\\a.raw")
    #expect(data.features.rows.map(\.id) == ["AM(UniMod:35)K/2", "G1", "CK/3"])
    #expect(data.features.rows[0].attributes.first { $0.key == "proforma" }?.value == "AM[UNIMOD:35]K")
    let peptides = try #require(data.abundances.first { $0.kind == .peptide })
    #expect(peptides[0, 0] == 5 && peptides[0, 1].isNaN && peptides[1, 0] == 6)
    let genes = try #require(data.abundances.first { $0.kind == .gene })
    #expect(genes.values == [7, 8])
    #expect(data.counts.first { $0.key == "precursors" }?.value == 2)
  }

  @Test(arguments: [(DelimitedTable.Values.Repeats.equal, 8.0), (.largest, 8.0), (.sum, 13.0)])
  func rowsOfOneCellFollowTheRule(_ rule: (DelimitedTable.Values.Repeats, Double)) throws {
    let data = try read("Run\tPeptide\tValue\nr\tAK\t5\nr\tAK\t8\n", Self.long(rule.0))
    #expect(data.abundances[0].values == [rule.1])
    #expect(data.ledger["row"].merged == 1)
    #expect(data.diagnostics.contains { $0.code == "conflicting-values" } == (rule.0 == .equal))
  }

  @Test func filtersAreAppliedOnlyWhenAsked() throws {
    let text = "Run\tPeptide\tValue\tQ\nr\tAK\t5\t0.5\nr\tCK\t8\t0.001\n"
    #expect(try read(text, Self.long(.equal)).features.count == 2)
    let data = try read(text, Self.long(.equal), options: ["maximum_q_value": "0.01"])
    #expect(data.features.rows.map(\.id) == ["CK"])
    #expect(data.ledger["row"].filtered == 1)
    #expect(
      failure { () throws(OmicsError) in
        try read(text, Self.long(.equal), options: ["maximum_q_value": "2"])
      }?.code == .usage)
    let decoys = "Protein IDs\tMajority\tLFQ intensity A\tReverse\nP1\tP1\t1\t\nP2\tP2\t1\t+\n"
    #expect(try read(decoys, Self.wide, options: ["decoys": "drop"]).features.count == 1)
  }

  @Test func theDecimalMarkIsToldByTheValues() throws {
    let text = "Protein IDs\tMajority\tLFQ intensity A\nP1\tP1\t1,25\nP2\tP2\t12,5\n"
    #expect(try read(text, Self.wide).abundances[0].values == [1.25, 12.5])
    let unclear = "Protein IDs\tMajority\tLFQ intensity A\nP1\tP1\t1,250\n"
    #expect(failure { () throws(OmicsError) in try read(unclear, Self.wide) }?.code == .undecided)
    #expect(try read(unclear, Self.wide, options: ["decimal": "comma"]).abundances[0].values == [1.25])
  }

  @Test func troubleIsLocated() {
    let header = "Protein IDs\tMajority\tLFQ intensity A\n"
    let text = failure { () throws(OmicsError) in try read(header + "P1\tP1\tFiltered\n", Self.wide) }
    #expect(text?.location?.line == 2 && text?.location?.column == "LFQ intensity A")
    #expect(text?.hint?.contains("missing=WORD") == true)
    let wide = failure { () throws(OmicsError) in try read(header + "P1\tP1\t1\t2\t3\n", Self.wide) }
    #expect(wide?.location?.line == 2)
    let twice = failure { () throws(OmicsError) in try read(header + "P1\tP1\t1\nP1\tP1\t2\n", Self.wide) }
    #expect(twice?.code == .duplicate && twice?.location?.line == 3)
    let empty = failure { () throws(OmicsError) in try read(header, Self.wide) }
    #expect(empty?.code == .truncated)
    let id = failure { () throws(OmicsError) in try read(header + "P1\t\t1\n", Self.wide) }
    #expect(id?.code == .value)
    let again = failure { () throws(OmicsError) in try read(header + "P1\tP1\t1\n" + header, Self.wide) }
    #expect(again?.location?.line == 3)
    let same = failure { () throws(OmicsError) in
      try read("Protein IDs\tMajority\tReverse\tReverse\nP1\tP1\t\t\n", Self.wide)
    }
    #expect(same?.code == .duplicate)
  }

  @Test func aForcedFormatNamesWhatLacks() {
    let error = failure { () throws(OmicsError) in
      try read("Protein IDz\tMajority\tLFQ intensity A\nP1\tP1\t1\n", Self.wide, forced: true)
    }
    #expect(error?.code == .missing)
    #expect(error?.message.contains("Protein IDs") == true)
    #expect(error?.hint?.contains("Protein IDz") == true)
  }

  @Test func runsOfOneBaseNameKeepTheirWholeName() throws {
    let data = try read("Run\tPeptide\tValue\n/x/a.raw\tAK\t5\n/y/a.raw\tAK\t8\n", Self.long(.equal))
    #expect(data.samples.rows.map(\.name) == ["a", "/y/a.raw"])
  }

  // MARK: Damage

  @Test func sumsDoNotDependOnTheOrderOfRows() throws {
    let rows = ["1e16", "1", "-1e16", "0.3", "1"].map { "r\tAK\t\($0)\n" }
    for shift in 0..<rows.count {
      let moved = rows[shift...] + rows[..<shift]
      let data = try read("Run\tPeptide\tValue\n" + moved.joined(), Self.long(.sum))
      #expect(data.abundances[0].values == [2.3])
    }
  }

  @Test func faultyRowsBeforeAnIllegalByteAreToldToo() throws {
    let error = #expect(throws: OmicsError.self) {
      _ = try read("Run\tPeptide\tValue\nr\tAK\n\nr\tCK\tx\nr\tDK\t1\u{1}\n", Self.long(.sum))
    }
    #expect(([error] + (error?.causes ?? [])).map { $0?.location?.line } == [2, 4, 5])
  }
}
