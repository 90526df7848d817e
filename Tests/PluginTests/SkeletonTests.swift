import Foundation
import Pipeline
import ReaderKit
import Schema
import Testing

/// What `plugins new` makes passes the conformance kit.
@Suite struct SkeletonTests {
  private func inTemporaryFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "plumbline-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func delimitedSkeletonPassesAndReads() throws {
    try inTemporaryFolder { folder in
      let made = try NewPlugin("AcmeScope", kind: "delimited", folder: "\(folder)/AcmeScope")
      #expect(made.files.contains("plugin.yaml"))
      let test = try PluginTest(made.folder)
      #expect(test.passed, "\(test.failures)")
      #expect(test.id == "acme-scope" && test.kind == "delimited")
      // A manifest in a folder of its own reads files like any other reader.
      let input = "\(made.folder)/Cases/version-2/input.tsv"
      let inspection = try Inspection(input, InputOptions(pluginFolders: [folder]))
      #expect(inspection.dataset.sources.first?.format == "acme-scope")
      #expect(inspection.dataset.sources.first?.version == "2")
      #expect(inspection.dataset.features.rows.map(\.members) == [["P04637", "P04637-2"], ["P38398"]])
      #expect(inspection.dataset.abundances.first?.missing.map(\.reason) == [.zeroMeansMissing])
      #expect(throws: OmicsError.self) { try Inspection(input) }
      #expect(try PluginListing(folders: [folder]).entries.contains { $0.id == "acme-scope" && $0.kind == "delimited" })
    }
  }

  @Test func executableSkeletonPassesAndReads() throws {
    try inTemporaryFolder { folder in
      let made = try NewPlugin("AcmeScope", kind: "executable", folder: "\(folder)/AcmeScope")
      let test = try PluginTest(made.folder)
      #expect(test.passed, "\(test.failures)")
      #expect(test.kind == "executable" && test.findings.count > 20)
      let features = try String(
        contentsOfFile: "\(made.folder)/Cases/plain/expected/features.tsv", encoding: .utf8)
      #expect(features.contains("\nP04637\tprotein\tP04637\t"))
      let entry = try #require(PluginListing(folders: [folder]).entries.first { $0.id == "acme-scope" })
      #expect(entry.kind == "executable" && entry.digest.count == 64 && entry.licence == "Apache-2.0")
      #expect(entry.formats.map(\.id) == ["acme-scope"] && entry.formats.map(\.versions) == [["1"]])
      // A program that loses a row fails the kit, and so does one that miscounts.
      let program = "\(made.folder)/reader"
      let script = try String(contentsOfFile: program, encoding: .utf8)
      let mistakes = [
        ("i <= count; i++) print values", "i < count; i++) print values"),
        ("\\t0\\t0\\t0\"", "\\t0\\t1\\t0\""),
      ]
      for (right, wrong) in mistakes {
        #expect(script.contains(right))
        try Data(script.replacingOccurrences(of: right, with: wrong).utf8).write(to: URL(fileURLWithPath: program))
        #expect(try !PluginTest(made.folder).passed)
      }
    }
  }

  @Test func everyPluginOfTheCheckoutIsListedWithWhatItReads() throws {
    let listing = try PluginListing(folders: [PluginConformanceTests.root])
    #expect(listing.diagnostics == [])
    for entry in listing.entries {
      #expect(!entry.version.isEmpty && entry.digest.count == 64 && !entry.licence.isEmpty, "\(entry.id)")
      #expect(!entry.formats.isEmpty, "\(entry.id)")
    }
    #expect(Set(listing.entries.map(\.kind)) == ["delimited", "engine", "executable", "swift"])
  }

  @Test func engineSkeletonPassesAndABrokenOneDoesNot() throws {
    try inTemporaryFolder { folder in
      let made = try NewPlugin("SecondLook", kind: "engine", folder: "\(folder)/SecondLook")
      let test = try PluginTest(made.folder)
      #expect(test.passed, "\(test.failures)")
      #expect(test.id == "second-look" && test.kind == "engine")
      #expect(test.rows.map { $0[0] } == ["readme", "contract", "repetition", "missing-layer", "unknown-setting"])
      // One that takes any setting and never writes the same twice; then one that ranks upside down.
      let program = "\(made.folder)/engine"
      var text = try String(contentsOfFile: program, encoding: .utf8)
      for (old, new, broken) in [
        ("END { exit bad }", "END { exit 0 }", "unknown-setting"),
        ("rm -f ranking.part", "echo $$ > clock; rm -f ranking.part", "repetition"),
        ("sort -k1,1gr", "sort -k1,1g", "contract"),
      ] {
        text = text.replacingOccurrences(of: old, with: new)
        try text.write(toFile: program, atomically: false, encoding: .utf8)
        let failures = try PluginTest(made.folder).failures
        #expect(failures.contains { $0.hasPrefix(broken) }, "\(failures)")
      }
    }
  }

  @Test func damagedPluginFailsAndSaysWhere() throws {
    try inTemporaryFolder { folder in
      let made = try NewPlugin("AcmeScope", kind: "delimited", folder: "\(folder)/AcmeScope")
      let expected = "\(made.folder)/Cases/version-1/expected/features.tsv"
      let text = try String(contentsOfFile: expected, encoding: .utf8)
      try text.replacingOccurrences(of: "P04637-2", with: "P04637-3").write(
        toFile: expected, atomically: true, encoding: .utf8)
      let test = try PluginTest(made.folder)
      #expect(!test.passed)
      #expect(test.failures.count == 1)
      #expect(test.failures.first?.contains("features.tsv:3") == true)
      #expect(try PluginTest(made.folder, recording: true).passed)
      let manifest = "\(made.folder)/plugin.yaml"
      let yaml = try String(contentsOfFile: manifest, encoding: .utf8)
      try yaml.replacingOccurrences(of: "    members: Members", with: "    membres: Members").write(
        toFile: manifest, atomically: true, encoding: .utf8)
      let error = #expect(throws: OmicsError.self) { try PluginTest(made.folder) }
      #expect(error?.location?.line == 22 && error?.location?.column != nil)
      #expect(error?.hint == "Did you mean \"members\"?")
    }
  }

  @Test func swiftSkeletonIsTheReaderBesideThisTest() throws {
    try inTemporaryFolder { folder in
      let made = try NewPlugin("Skeleton", kind: "swift", folder: "\(folder)/Skeleton")
      let written = try String(contentsOfFile: "\(made.folder)/Reader/SkeletonFileReader.swift", encoding: .utf8)
      let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      #expect(
        try written == String(contentsOf: here.appendingPathComponent("SkeletonFileReader.swift"), encoding: .utf8))
      let others = try PluginCatalog.registry().readers
      let reader = ReaderPlugin(SkeletonFileReader.self)
      let kit = try PluginConformance(
        folder: made.folder, readers: [reader], registry: ReaderRegistry(plugins: others + [reader]))
      _ = kit.run(.expected, recording: true)
      #expect(kit.run().filter { !$0.passed } == [])
    }
  }

  @Test func namesAndKindsAreChecked() throws {
    for (name, kind) in [("acme", "delimited"), ("Acme/Scope", "delimited"), ("Acme", "magic"), ("", "swift")] {
      let error = #expect(throws: OmicsError.self) { try NewPlugin(name, kind: kind, folder: "/nonexistent/x") }
      #expect(error?.code == .usage)
    }
  }
}
