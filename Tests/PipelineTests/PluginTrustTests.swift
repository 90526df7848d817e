import Foundation
import ReaderKit
import Schema
import Testing

@testable import Pipeline

@Suite struct PluginTrustTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-\(UUID().uuidString)")

  private func write(_ text: String, _ name: String, mode: Int = 0o644) throws {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
  }

  @Test func firstUseIsTrustedAndChangesAreNot() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let trust = PluginTrust(path: folder.appendingPathComponent("w/plugin-trust.tsv").path)
    let (one, two) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
    try trust.check(id: "toy", digest: one, manifest: "m")
    try trust.check(id: "other", digest: two, manifest: "m")
    try trust.check(id: "toy", digest: one, manifest: "m")
    let error = #expect(throws: OmicsError.self) { try trust.check(id: "toy", digest: two, manifest: "m") }
    #expect(error?.code == .plugin && error?.hint?.contains("plugin-trust.tsv") == true)
    try write("plugin\tsha256\ntoy\tshort\n", "w/plugin-trust.tsv")
    #expect(throws: OmicsError.self) { try trust.check(id: "toy", digest: one, manifest: "m") }
  }

  @Test func aManifestOfAProgram() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let manifest =
      "id: toy\nname: Toy\nkind: executable\nlayer: proteomics\nversion: 1.0.0\ncommand: [reader, fast]\nformats:\n"
      + "  - { id: toy-program, name: Toy, summary: Read toys., versions: [\"1\"], extensions: [toy], needles: [TOY] }\n"
      + "limits: { seconds: 5, memory_mb: 512 }\n"
    try write(manifest, "Toy/plugin.yaml")
    try write("#!/bin/sh\necho 0\n", "Toy/reader", mode: 0o755)
    let path = folder.appendingPathComponent("Toy").path
    let trust = PluginTrust(path: folder.appendingPathComponent("trust.tsv").path)
    let reader = try #require(
      try ExecutableManifest(path: path + "/plugin.yaml", folder: path, trust: trust)?.readers.first)
    #expect(reader.program == path + "/reader" && reader.arguments == ["fast"] && reader.limits.memory == 512 << 20)
    let head = FileHead(name: "a", bytes: Array("TOY\n".utf8), isWhole: true)
    #expect(reader.plugin.recognize(head).confidence == 0)
    #expect(FileManager.default.fileExists(atPath: trust.path))
    // The program changes: it is not started again.
    try write("#!/bin/sh\nprintf '1\\t1\\tx\\n'\n", "Toy/reader", mode: 0o755)
    #expect(reader.plugin.recognize(head).refusal?.code == .plugin)
    for (wrong, line) in [
      (manifest.replacingOccurrences(of: "[reader, fast]", with: "[../reader]"), 6),
      (manifest.replacingOccurrences(of: "seconds: 5", with: "seconds: none"), 9),
      (manifest.replacingOccurrences(of: ", needles: [TOY]", with: ""), 8),
    ] {
      try write(wrong, "Toy/plugin.yaml")
      let error = #expect(throws: OmicsError.self) {
        try ExecutableManifest(path: path + "/plugin.yaml", folder: path, trust: nil)
      }
      #expect(error?.location?.line == line, "\(String(describing: error))")
    }
  }
}
