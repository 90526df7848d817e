import Foundation
import OmicsIO
import Schema
import Testing

/// A folder of its own for one test, removed when the last reference goes.
final class CanonicalScratch {
  let path: String
  init() {
    path = NSTemporaryDirectory() + "canonical-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
  func callAsFunction(_ name: String) -> String { path + "/" + name }
}

@Suite struct CanonicalFolderTests {
  @Test func folderComesBackAndIsWrittenOnce() throws {
    let scratch = CanonicalScratch()
    let dataset = CanonicalTextTests.small()
    #expect(try CanonicalWriter.write(dataset, to: scratch("d")) == .written)
    #expect(CanonicalReader.isCanonical(scratch("d")))
    let back = try CanonicalReader.read(scratch("d"))
    #expect(CanonicalRandomDataset.content(back) == CanonicalRandomDataset.content(dataset))
    #expect(try CanonicalWriter.write(dataset, to: scratch("d")) == .identical)
    var other = dataset
    other.samples.rows[0].batch = "b"
    #expect(throws: OmicsError.self) { try CanonicalWriter.write(other, to: scratch("d")) }
    #expect(try CanonicalReader.read(scratch("d")).samples == dataset.samples)
    #expect(try CanonicalWriter.write(other, to: scratch("d"), force: true) == .written)
    #expect(try CanonicalReader.read(scratch("d")).samples == other.samples)
  }

  @Test func missingFolderAndWrongTableNameTheirPath() throws {
    let scratch = CanonicalScratch()
    #expect(!CanonicalReader.isCanonical(scratch("none")))
    let absent = #expect(throws: OmicsError.self) { try CanonicalReader.read(scratch("none")) }
    #expect(absent?.code == .unreadable)
    try CanonicalWriter.write(CanonicalTextTests.small(), to: scratch("d"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: scratch("d/samples.tsv")))
    let broken = #expect(throws: OmicsError.self) { try CanonicalReader.read(scratch("d")) }
    #expect(broken?.location?.file == scratch("d/samples.tsv"))
  }
}
