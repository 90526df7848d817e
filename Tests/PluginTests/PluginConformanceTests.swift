import CountTableReader
import Foundation
import GtfReader
import MzIdentMLReader
import MzTabReader
import ReaderKit
import Schema
import Testing

/// Runs the conformance kit on every Swift reader. `RECORD=1` writes `expected/` of every case anew.
@Suite struct PluginConformanceTests {
  /// The readers by folder, literally: compared with the folders below.
  static let readers: [String: any FormatReader.Type] = [
    "CountTable": CountTableFileReader.self,
    "Gtf": GtfFileReader.self,
    "MzIdentML": MzIdentMLFileReader.self,
    "MzTab": MzTabFileReader.self,
  ]
  static let registry = ReaderRegistry(Array(readers.values))
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Plugins").path

  @Test func everyReaderFolderIsListed() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root).filter {
      FileManager.default.fileExists(atPath: "\(Self.root)/\($0)/Reader")
    }
    #expect(folders.sorted() == Self.readers.keys.sorted())
  }

  @Test(arguments: readers.keys.sorted(), ConformanceCheck.allCases)
  func conforms(plugin: String, check: ConformanceCheck) throws {
    let reader = try #require(Self.readers[plugin])
    let kit = try PluginConformance(folder: "\(Self.root)/\(plugin)", reader: reader, registry: Self.registry)
    let findings = kit.run(check, recording: ProcessInfo.processInfo.environment["RECORD"] == "1")
    #expect(!findings.isEmpty)
    for finding in findings where !finding.passed { Issue.record("\(plugin): \(finding)") }
  }
}
