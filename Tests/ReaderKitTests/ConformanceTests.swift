import Foundation
import OmicsIO
import Schema
import Testing

@testable import ReaderKit

/// A plugin folder in a temporary place.
private final class ToyPlugin {
  let folder = NSTemporaryDirectory() + "toy-" + UUID().uuidString

  init() throws {
    try write("plugin.yaml", ManifestTests.manifest)
    try write("README.md", "# Toy table (toy)\n" + String(repeating: "More of it.\n", count: 8) + "Option `word`.\n")
    try write("Cases/README.md", "`plain` and `ragged`: own data.\n")
    try write("Cases/plain/input.toy", DatasetReadingTests.text)
    try write("Cases/plain/options.yaml", "word: all\n")
    try write("Cases/ragged/input.toy", "#toy 1\na b\nP1 1\nend\n")
    try write("Cases/ragged/expected.error", "malformed\na ragged row\n")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func kit(_ readers: [any FormatReader.Type] = [ToyReader.self]) throws -> PluginConformance {
    try PluginConformance(folder: folder, reader: ToyReader.self, registry: ReaderRegistry(readers))
  }
}

@Suite struct ConformanceTests {
  private func failures(_ findings: [ConformanceFinding]) -> [ConformanceFinding] { findings.filter { !$0.passed } }

  @Test func soundPluginPassesOnceRecorded() throws {
    let plugin = try ToyPlugin()
    let before = failures(try plugin.kit().run())
    #expect(before.map(\.check) == [.expected])
    #expect(before.map(\.caseName) == ["plain"])
    #expect(failures(try plugin.kit().run(.expected, recording: true)).isEmpty)
    let after = try plugin.kit().run()
    #expect(failures(after) == [])
    #expect(after.count == 3 + 10 * 2)
  }

  @Test func changedExpectationIsShown() throws {
    let plugin = try ToyPlugin()
    _ = try plugin.kit().run(.expected, recording: true)
    try plugin.write("Cases/plain/expected/ledger.tsv", "#table ledger 1\n")
    let found = failures(try plugin.kit().run(.expected))
    #expect(found.count == 1)
    #expect(found.first?.message.contains("ledger.tsv:2") == true)
    try plugin.write("Cases/ragged/expected.error", "malformed\nother words\n")
    #expect(failures(try plugin.kit().run(.expected)).count == 2)
  }

  @Test func greedyReaderIsNamed() throws {
    let plugin = try ToyPlugin()
    let found = failures(try plugin.kit([ToyReader.self, GreedyReader.self]).run(.recognition))
    #expect(found.map(\.caseName) == ["plain"])
    #expect(found.first?.message.contains("greedy") == true)
  }

  @Test func manifestAndReadmeMustAgree() throws {
    let plugin = try ToyPlugin()
    try plugin.write("plugin.yaml", ManifestTests.manifest.replacingOccurrences(of: "1.0.0", with: "1.0.1"))
    try plugin.write("README.md", "# Toy\n")
    #expect(failures(try plugin.kit().run(.manifest)).count == 1)
    #expect(failures(try plugin.kit().run(.readme)).count == 1)
  }

  @Test func knownGapsPassAndUnexpectedPassesFail() throws {
    let plugin = try ToyPlugin()
    try plugin.write("known-gaps.txt", "# why\nexpected plain not recorded yet\nrepetition plain it forgets\n")
    #expect(failures(try plugin.kit().run(.expected)).isEmpty)
    #expect(failures(try plugin.kit().run(.repetition)).map(\.caseName) == ["plain"])
    try plugin.write("known-gaps.txt", "expected nowhere gone\n")
    #expect(failures(try plugin.kit().run(.knownGaps)).count == 1)
    try plugin.write("known-gaps.txt", "expected plain\n")
    #expect(throws: OmicsError.self) { try plugin.kit() }
  }

  @Test func caseWithTwoInputsIsRefused() throws {
    let plugin = try ToyPlugin()
    try plugin.write("Cases/plain/second.toy", "x")
    #expect(throws: OmicsError.self) { try plugin.kit() }
  }

  @Test func variantsAreWhatTheySay() throws {
    let bytes = Array("a\nb\r\nc".utf8)
    #expect(InputVariants.lineFeeds(bytes) == Array("a\nb\nc".utf8))
    #expect(InputVariants.carriageReturns(bytes) == Array("a\r\nb\r\nc".utf8))
    #expect(InputVariants.toggledMark(InputVariants.toggledMark(bytes)) == bytes)
    #expect(InputVariants.checksum(Array("123456789".utf8)[...]) == 0xCBF4_3926)
    for count in [0, 1, 70_000] {
      let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      var source = ByteSource.bytes(InputVariants.gzip(data, members: 3), name: "x")
      var back: [UInt8] = []
      while let chunk = try source.nextChunk() { back.append(contentsOf: chunk) }
      #expect(back == data)
    }
    #expect(InputVariants.cuts(of: 100, count: 4).allSatisfy { (0..<100).contains($0) })
  }
}
