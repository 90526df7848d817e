import OmicsIO
import ReaderKit
import Schema
import Testing

@testable import CountTableReader

@Suite struct TableFaultTests {
  private func read(_ text: String, _ name: String = "x.tsv", _ options: [String: String] = [:]) throws -> Dataset {
    var source = ByteSource.bytes(Array(text.utf8), name: name, chunkSize: 64)
    var builder = DatasetBuilder(layer: .transcriptomics, file: name)
    let reader = try CountTableFileReader(options: ReaderOptions(options, for: CountTableFileReader.format))
    try reader.read(&source, into: &builder)
    return try builder.finish()
  }

  private func failure(_ text: String, _ options: [String: String] = [:]) throws -> OmicsError {
    try #require(throws: OmicsError.self) { _ = try read(text, "x.tsv", options) }
  }

  private func recognized(_ text: String) -> String {
    CountTableFileReader.recognize(FileHead(name: "x.tsv", bytes: Array(text.utf8), isWhole: true)).version
  }

  private let matrix = "gene_id\tgene_name\tS1\tS2\nENSG1\tA\t10.5\t2\nENSG2\tB\t3\t4\nENSG3\tC\t5\t6\n"

  @Test func oneTextAmongNumbersIsAFaultOfItsRow() throws {
    let damaged = matrix.replacing("10.5", with: "1,234")
    #expect(recognized(damaged) == "matrix")
    let error = try failure(damaged, ["measure": "estimatedCount", "decimal": "point"])
    #expect(error.location?.line == 2 && error.location?.column == "S1")
    #expect(error.hint?.contains("decimal=comma") == true)
  }

  @Test func decimalCommasByEvidenceOrByWord() throws {
    let text = "gene_id;S1;S2\nENSG1;1,5;2,25\nENSG2;3;4,75\n"
    let read = try read(text, "x.csv", ["measure": "estimatedCount"])
    #expect(read.abundances[0].values == [1.5, 3, 2.25, 4.75])
    #expect(read.diagnostics.contains { $0.code == "decimal-comma" })
    let unclear = try failure("gene_id;S1\nENSG1;1,234\nENSG2;5,678\n", ["measure": "estimatedCount"])
    #expect(unclear.code == .undecided)
    let told = try self.read(
      "gene_id;S1\nENSG1;1,234\nENSG2;5,678\n", "x.csv", ["measure": "estimatedCount", "decimal": "comma"])
    #expect(told.abundances[0].values == [1.234, 5.678])
  }

  @Test func missingWordsAndIdColumns() throws {
    let error = try failure(matrix.replacing("10.5", with: "ND"), ["measure": "estimatedCount"])
    #expect(error.hint?.contains("missing=") == true)
    let read = try read(
      matrix.replacing("10.5", with: "ND"), "x.tsv",
      ["measure": "estimatedCount", "missing": "ND|-", "id-column": "gene_name"])
    #expect(read.features.rows.map(\.id) == ["A", "B", "C"])
    #expect(read.abundances[0].values[0].isNaN)
  }

  @Test func aHeaderBeyondTheUsualHeadIsRecognised() throws {
    let samples = (1...2500).map { "TCGA-\($0)-01A-11R-A180-07.counts" }
    var text = "gene_id\t" + samples.joined(separator: "\t") + "\n"
    for gene in 1...9 { text += "ENSG\(gene)" + String(repeating: "\t\(gene * 1000)", count: 2500) + "\n" }
    var source = ByteSource.bytes(Array(text.utf8), name: "wide.tsv")
    let head = try FileHead(of: &source, name: "wide.tsv")
    #expect(head.lines.count > 2)
    #expect(CountTableFileReader.recognize(head).version == "matrix")
    let read = try read(text)
    #expect(read.samples.count == 2500 && read.features.count == 9)
  }

  @Test func rowsBesideAWiderHeaderAreNamed() throws {
    let wide = matrix.replacing("S2", with: "S2\tS3\tS4")
    #expect(recognized(wide) == "matrix")
    #expect(try failure(wide).location?.line == 2)
    let limit = try failure("gene_id" + (1...70_000).map { "\tx\($0)" }.joined() + "\nENSG1\t1\nENSG2\t2\n")
    #expect(limit.message.contains("line 2, the next, has 2"))
  }

  @Test func damageThatLooksLikeAnotherTable() throws {
    // Ids exchanged with counts, in a matrix and in featureCounts.
    let exchanged = "gene_id\tS1\tS2\n5\tENSG1\t7\n0\tENSG2\t9\n"
    #expect(recognized(exchanged) == "matrix")
    #expect(try failure(exchanged).location?.line == 2)
    let head = "# Program:featureCounts v2\nGeneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\tb.bam\n"
    #expect(try failure(head + "G1\t4\t1\t9\t+\t9\t4\tchrI\n").location?.line == 3)
    // Markup in a cell, numbers among names, a special row without a number, a cut end.
    #expect(recognized(matrix + "<svg onload=1>\tD\t1\t2\n") == "matrix")
    var names = "gene_id\tS1\n"
    for gene in 1...40 { names += "G\(gene)\t\(gene * 1000)\n" }
    let read = try read(names + "44256\t9\nG99\t7")
    #expect(
      Set(read.diagnostics.filter { $0.severity == .warning }.map(\.code)) == ["excel-damaged-id", "no-line-end"])
    #expect(read.diagnostics.first { $0.code == "excel-damaged-id" }?.location?.line == 42)
    #expect(try failure("G1\t5\nG2\t6\n__ambiguous\tnone\n").location?.line == 3)
  }

  @Test func exonRowsOfFeatureCountsAreTold() throws {
    let head = "# Program:featureCounts v2\nGeneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\n"
    let error = try failure(head + "G1\tI\t1\t9\t+\t9\t4\nG1\tI\t20\t29\t+\t10\t2\n")
    #expect(error.location?.line == 4 && error.hint?.contains("without -f") == true)
  }

  @Test func countsAndIdsExchangedAreNoHTSeq() throws {
    let exchanged = "feature\tcount\n0\tENSG1\n5\tENSG2\n"
    #expect(recognized(exchanged) == "HTSeq-count")
    #expect(try failure(exchanged).location?.line == 2)
  }

  @Test func headersNeedNamesOfTheirOwn() throws {
    #expect(try failure(matrix.replacing("gene_name", with: "S1")).code == .duplicate)
    #expect(try failure(matrix.replacing("gene_name", with: "")).location?.line == 1)
  }

  @Test func columnsOfToolsAreFoundByName() throws {
    let moved = try read("TPM\tName\tNumReads\tLength\tEffectiveLength\n1000000\tt1\t7.5\t100\t50\n", "a.quant.sf")
    #expect(moved.features.rows[0].id == "t1")
    #expect(moved.abundance(.estimatedCount, kind: .transcript)?.values == [7.5])
    #expect(moved.abundance(.effectiveLength, kind: .transcript)?.values == [50])
  }

  @Test func missingLengthsAreSaidAndMovedColumnsChangeNothing() throws {
    let head = "Geneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\n"
    let plain = try read(head + "g1\t1\t5\t9\t+\t5\t20000\ng2\t1\t5\t9\t+\tNA\t3\n")
    #expect(plain.diagnostics.contains { $0.code == "missing-value" && $0.location?.line == 3 })
    let moved = try read(
      "Geneid\tLength\tChr\tStart\ta.bam\tEnd\tStrand\ng1\t5\t1\t5\t20000\t9\t+\ng2\tNA\t1\t5\t3\t9\t+\n")
    #expect(
      moved.features.rows.map(\.attributes) == plain.features.rows.map(\.attributes)
        && moved.abundances == plain.abundances)
  }

  @Test func idsThatMovedAreTakenByNameWithAWarning() throws {
    let moved = try read("S1\tS2\tgene_id\n1\t2\tg1\n20000\t4\tg2\n")
    #expect(moved.features.rows.map(\.id) == ["g1", "g2"])
    #expect(moved.samples.rows.map(\.name) == ["S1", "S2"])
    #expect(moved.diagnostics.contains { $0.code == "moved-ids" })
  }

  private let star = "N_unmapped\t1\t1\t1\nN_multimapping\t0\t0\t0\nN_noFeature\t2\t3\t9\nN_ambiguous\t0\t0\t0\n"

  @Test func starWithoutItsFirstRowsIsRefused() throws {
    #expect(try read(star + "g1\t10\t9\t1\ng2\t20\t20\t0\n").features.count == 2)
    let cut = star.drop { $0 != "\n" }.dropFirst() + "g1\t10\t9\t1\n"
    #expect(try failure(String(cut)).code == .missing)
    #expect(try failure(star + "g1\t10\t9\t-1\n").location?.line == 5)
    #expect(try failure(star.replacing("N_ambiguous\t0", with: "N_ambiguous\t") + "g1\t10\t9\t1\n").location?.line == 4)
  }

  @Test func numericAttributeOfHTSeqIsNoSample() throws {
    let text = "g1\t3\t10\ng2\t1\t5\n__no_feature\t\t7\n__ambiguous\t\t0\n"
    let read = try read(text, "yeast.tsv")
    #expect(read.samples.rows.map(\.name) == ["yeast"])
    #expect(read.abundances[0].values == [10, 5])
    #expect(read.features.rows[0].attributes == [.init("attribute_1", "3")])
    #expect(read.counts.first { $0.key == "samples" }?.value == 1)
  }

  @Test func suspiciousIdsAndNumbersAreSaid() throws {
    let text = "gene\tS1\nENSG1\t20000\n\u{0415}NSG2\t3\n7.0\t4\nENSG4\t1e-400\n"
    let codes = Set(try read(text).diagnostics.map(\.code))
    #expect(codes.isSuperset(of: ["non-ascii-identifier", "number-as-id", "number-underflow"]))
  }

  @Test func kindsOfValues() throws {
    func kind(_ columns: [[Double]]) throws -> String {
      var text = "gene\t" + columns.indices.map { "S\($0)" }.joined(separator: "\t") + "\n"
      for row in columns[0].indices {
        text += "g\(row)\t" + columns.map { "\($0[row])" }.joined(separator: "\t") + "\n"
      }
      let table = try read(text).abundances[0]
      return "\(table.measure.rawValue) \(table.scale.rawValue)"
    }
    let ramp = (1...200).map(Double.init)
    func scaled(_ total: Double) -> [Double] { ramp.map { $0 * total / 20100 } }
    #expect(try kind([ramp.map { $0 * 100 }]) == "rawCount linear")
    #expect(try kind([scaled(1e6), scaled(1e6)]) == "tpm linear")
    #expect(try kind([scaled(1e4)]) == "expression linear")
    #expect(try kind([scaled(3e5), scaled(4e5)]) == "fpkm linear")
    #expect(try kind([scaled(1600)]) == "expression log2")
    #expect(throws: OmicsError.self) { _ = try kind([[0.5, 1.25, 3]]) }
  }
}
