import Foundation
import Mapping
import OmicsIO
import Schema
import Testing

/// The shipped HGNC releases against figures that a plain script counted.
@Suite struct ReleasedTableTests {
  private func release(_ name: String) throws -> MappingTable {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var source = try ByteSource.file(root.appendingPathComponent("Mappings/hgnc/hgnc_\(name).tsv.gz").path)
    return try MappingTableReader.read(&source)
  }

  @Test(arguments: [
    ("2019-09", "2020-12", [890, 1, 208, 0, 582, 17, 0, 0]), ("2020-12", "2022-02", [794, 0, 257, 0, 34, 11, 0, 0]),
    ("2019-09", "2022-02", [1684, 1, 460, 0, 614, 27, 0, 0]),
  ])
  func changesBetweenReleases(_ old: String, _ new: String, _ counts: [Int]) throws {
    let difference = try TableDifference(try release(old), try release(new))
    let changes: [TableDifference.Change] = [
      .added, .removed, .renamed, .retargeted, .withdrawn, .merged, .split, .resurrected,
    ]
    #expect(changes.map { difference.count($0) } == counts)
    #expect(difference.count(.schemaChange) == (new == "2022-02" ? 2 : 0))
  }

  @Test func theNewestReleaseHasNoErrors() throws {
    let lint = TableLint(try release("2022-02"), licence: "CC0-1.0")
    #expect(!lint.hasErrors)
    #expect(lint.findings.contains { $0.code == "missing-word-resolves" })
  }
}
