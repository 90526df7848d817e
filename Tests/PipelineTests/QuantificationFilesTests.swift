import Foundation
import Normalization
import OmicsIO
import Schema
import Testing

@testable import Pipeline

@Suite struct QuantificationFilesTests {
  private let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Fixtures/tximport"
  ).standardized.path

  @Test func genesOfRSEMAreThoseOfTximport() throws {
    let read = try QuantificationFiles.read(["\(fixtures)/rsem.genes.results.gz"], InputOptions())
    let sample = try #require(read.samples.first)
    var golden: [String: Double] = [:]
    var source = try ByteSource.file("\(fixtures)/rsem.tximport.tsv.gz")
    var scanner = DelimitedScanner(delimiter: 0x09)
    while let row = try scanner.next(&source) {
      if let count = Double(row.string(1)) { golden[row.string(0)] = count }
    }
    #expect(sample.isGeneLevel && sample.ids.count == golden.count && golden.count > 300)
    #expect(zip(sample.ids, sample.counts).allSatisfy { golden[$0] == $1 })
    #expect(read.notes.isEmpty)
  }

  @Test func replicatesBesideAFileAreSaid() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "replicates-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let replicates = folder.appending(path: "aux_info/bootstrap")
    try FileManager.default.createDirectory(at: replicates, withIntermediateDirectories: true)
    try Data().write(to: replicates.appending(path: "bootstraps.gz"))
    let text = "Name\tLength\tEffectiveLength\tTPM\tNumReads\nT1\t900\t700\t600000\t6.5\nT2\t900\t700\t400000\t4\n"
    try Data(text.utf8).write(to: folder.appending(path: "quant.sf"))
    let read = try QuantificationFiles.read([folder.appending(path: "quant.sf").path], InputOptions())
    #expect(read.notes.map(\.code) == ["replicates-not-read"])
  }
}
