import CountTableReader
import Foundation
import GtfReader
import MzIdentMLReader
import MzTabReader
import Pipeline
import ReaderKit
import Schema
import SdrfReader
import Testing

/// Runs the conformance kit on every Swift reader. `RECORD=1` writes `expected/` of every case anew.
@Suite struct PluginConformanceTests {
  /// The readers by folder, literally: compared with the folders below.
  static let readers: [String: any FormatReader.Type] = [
    "CountTable": CountTableFileReader.self,
    "Gtf": GtfFileReader.self,
    "MzIdentML": MzIdentMLFileReader.self,
    "MzTab": MzTabFileReader.self,
    "Sdrf": SdrfFileReader.self,
  ]
  static let registry = Result { try PluginCatalog.registry(folders: [root]) }
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Plugins").path

  @Test func everyReaderFolderIsListed() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root).filter {
      FileManager.default.fileExists(atPath: "\(Self.root)/\($0)/Reader")
    }
    #expect(folders.sorted() == Self.readers.keys.sorted())
  }

  /// Folders of plugins that are described, not written.
  static let described: [String] = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return folders.filter { folder in
      let manifest = try? String(contentsOfFile: "\(root)/\(folder)/plugin.yaml", encoding: .utf8)
      return manifest?.contains("\nkind: delimited\n") ?? false
    }.sorted()
  }()

  @Test func describedPluginsAreFound() {
    #expect(Self.described.count >= 13)
  }

  @Test(arguments: readers.keys.sorted() + described, ConformanceCheck.allCases)
  func conforms(plugin: String, check: ConformanceCheck) throws {
    let registry = try Self.registry.get()
    let manifest = try String(contentsOfFile: "\(Self.root)/\(plugin)/plugin.yaml", encoding: .utf8)
    let id = try #require(manifest.split(separator: "\n").first { $0.hasPrefix("id: ") }).dropFirst(4)
    let own = registry.readers.filter { $0.format.plugin == id }
    #expect(!own.isEmpty)
    let kit = try PluginConformance(folder: "\(Self.root)/\(plugin)", readers: own, registry: registry)
    let findings = kit.run(check, recording: ProcessInfo.processInfo.environment["RECORD"] == "1")
    #expect(!findings.isEmpty)
    for finding in findings where !finding.passed { Issue.record("\(plugin): \(finding)") }
  }

  // MARK: Programs

  /// Folders of plugins that are programs.
  static let programs: [String] = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return folders.filter { folder in
      let manifest = try? String(contentsOfFile: "\(root)/\(folder)/plugin.yaml", encoding: .utf8)
      return manifest?.contains("\nkind: executable\n") ?? false
    }.sorted()
  }()

  /// Whether the Python packages of PepXML are at hand, in its own `.venv` or the system's Python.
  static let hasPyteomics: Bool = {
    for python in ["\(root)/PepXML/.venv/bin/python3", "/usr/bin/python3"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: python)
      process.arguments = ["-c", "import pyteomics.pepxml, lxml, numpy"]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { continue }
      process.waitUntilExit()
      if process.terminationStatus == 0 { return true }
    }
    return false
  }()

  @Test func programsAreTheOnesWithCases() {
    #expect(Self.programs == ["PepXML"])
  }

  @Test(.enabled(if: hasPyteomics, "pyteomics is not installed; make pepxml installs it"))
  func pepXMLConforms() throws {
    let recording = ProcessInfo.processInfo.environment["RECORD"] == "1"
    let test = try PluginTest("\(Self.root)/PepXML", recording: recording)
    #expect(test.findings.count > 30)
    #expect(test.failures == [])
  }
}
