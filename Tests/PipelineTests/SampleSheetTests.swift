import Foundation
import Schema
import Testing

@testable import Pipeline

@Suite struct SampleSheetTests {
  private func read(_ text: String, _ name: String = "samples.tsv") throws -> SampleTable {
    let folder = NSTemporaryDirectory() + "/plumbline-sheet-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    return try SampleSheet.read("\(folder)/\(name)")
  }

  @Test func tabs() throws {
    let table = try read("sample\tcondition\tbatch\tsex\na\tcase\tp1\tNA\nb\tcontrol\tp2\tm\n")
    #expect(table.rows.map(\.name) == ["a", "b"])
    #expect(table.rows.map(\.condition) == ["case", "control"])
    #expect(table.column("sex") == ["", "m"])
  }

  @Test func commas() throws {
    let table = try read("sample,condition\n\"a, b\",case\nc,control\n", "samples.csv")
    #expect(table.rows.map(\.name) == ["a, b", "c"])
  }

  @Test func sdrf() throws {
    let table = try read(
      "source name\tcharacteristics[organism]\tassay name\tcomment[label]\tcomment[data file]\tfactor value[msi]\n"
        + "s1\tHomo sapiens\trun 1\tTMT126\tp/1.raw\tH\ns2\tHomo sapiens\trun 1\tTMT127\tp/1.raw\tL\n")
    #expect(table.rows.map(\.name) == ["1 TMT126", "1 TMT127"])
    #expect(table.rows.map(\.sourceName) == ["s1", "s2"])
    #expect(table.column("msi") == ["H", "L"])
    #expect(table.rows.first?.organism == "Homo sapiens")
  }

  @Test func fractionsAreOneSample() throws {
    let header =
      "source name\tassay name\tcomment[label]\tcomment[fraction identifier]\tcomment[data file]\tFactor Value[dose]\n"
    let table = try read(
      header + "s1\trun 1\tNT=TMT126;AC=X\t1\tD:\\p\\a.RAW\tlow\ns2\trun 1\tTMT127\t1\tD:\\p\\a.RAW\tnot available\n"
        + "s1\trun 2\tNT=TMT126;AC=X\t2\tb.raw\tlow\ns2\trun 2\tTMT127\t2\tb.raw\tnot available\n")
    #expect(table.rows.map(\.name) == ["s1 TMT126", "s2 TMT127"])
    #expect(table.rows.map(\.msRun) == ["D:\\p\\a.RAW;b.raw", "D:\\p\\a.RAW;b.raw"])
    #expect(table.rows.map(\.condition) == ["low", ""])
    var dataset = Dataset(layer: .proteomics)
    dataset.samples.rows = [Sample(name: "x"), Sample(name: "b"), Sample(name: "S2")]
    dataset.samples.rows[0].msRun = "b.mzML"
    dataset.samples.rows[0].channel = "tmt126"
    let abundance = AbundanceTable(
      kind: .protein, measure: .intensity, scale: .linear, features: [], samples: [0, 1, 2], values: [])
    // Run b alone fits two channels, so it fits none.
    #expect(SampleJoin(abundance, dataset: dataset, sheet: table, rows: [0, 1]).rowOfColumn == [0, nil, 1])
  }

  @Test func whatEitherSideLacksIsNamed() throws {
    let table = try read(
      "source name\tassay name\tcomment[label]\tcomment[data file]\tfactor value[msi]\n"
        + "s1\trun 1\tTMT126\tD:\\p\\a.raw\tH\ns2\trun 1\tTMT127\tD:\\p\\a.raw\tL\ns3\trun 2\tTMT126\tb.raw\tL\n")
    var dataset = Dataset(layer: .proteomics)
    dataset.samples.rows = ["z", "a TMT126", "q"].map { Sample(name: $0) }
    (dataset.samples.rows[2].msRun, dataset.samples.rows[2].channel) = ("/data/a.mzML", "TMT127")
    let abundance = AbundanceTable(
      kind: .protein, measure: .intensity, scale: .linear, features: [], samples: [0, 1, 2], values: [])
    let join = SampleJoin(abundance, dataset: dataset, sheet: table, rows: [0, 1, 2])
    #expect(join.rowOfColumn == [nil, 0, 1] && join.notInSheet == ["z"])
    let text = String(decoding: SmallTables.samples(join.pairs), as: UTF8.self)
    #expect(
      text == """
        input\tstatus\tsample\trun\tsheet_sample\tsheet_run
        NA\tjoined\ta TMT126\tNA\ta TMT126\tD:\\p\\a.raw
        NA\tjoined\tq\t/data/a.mzML\ta TMT127\tD:\\p\\a.raw
        NA\tnot-in-sheet\tz\tNA\tNA\tNA
        NA\tnot-in-data\tNA\tNA\tb TMT126\tb.raw

        """, "\(text)")
  }

  @Test func lanesOfNfCore() throws {
    let header = "sample,fastq_1,fastq_2,strandedness\n"
    let table = try read(header + "a,1_1.fq,1_2.fq,auto\na,2_1.fq,2_2.fq,auto\nb,3_1.fq,,auto\n", "samplesheet.csv")
    #expect(table.rows.map(\.name) == ["a", "b"])
    #expect(table.column("fastq_1") == ["1_1.fq;2_1.fq", "3_1.fq"])
    let error = #expect(throws: OmicsError.self) {
      try read(header + "a,1_1.fq,1_2.fq,auto\na,2_1.fq,2_2.fq,forward\n", "samplesheet.csv")
    }
    #expect(error?.code == .duplicate && error?.location?.line == 3)
  }

  @Test func spellingsOfColumns() throws {
    let table = try read("Sample ID\tBatch\tSource Name\na\tp1\tx\n")
    #expect(table.rows.first?.batch == "p1" && table.rows.first?.sourceName == "x")
  }

  @Test(arguments: [
    ("sample\tx\na\t1\na\t2\n", OmicsError.Code.duplicate, 3), ("name\tx\na\t1\n", .missing, 1),
    ("sample\tx\n\t1\nb\t2\n", .missing, 2),
  ]) func refusalsNameTheLine(_ text: String, _ code: OmicsError.Code, _ line: Int) {
    let error = #expect(throws: OmicsError.self) { try read(text) }
    #expect(error?.code == code)
    #expect(error?.location?.line == line)
  }

  @Test(arguments: ["sample\tx\na\t1\nb\n", "", "sample\tx\n"]) func raggedAndEmptyAreRefused(_ text: String) {
    #expect(throws: OmicsError.self) { try read(text) }
  }
}
