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
