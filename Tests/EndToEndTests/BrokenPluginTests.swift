import Foundation
import Testing

/// A plugin that cannot be understood must not keep other files from being read, nor vanish without a word.
@Suite struct BrokenPluginTests {
  @Test func aBrokenManifestIsToldWhereItMatters() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plugins-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: "\(folder)/Broken", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "id: broken\nkind: delimited\nnosuchkey: 1\n".write(
      toFile: "\(folder)/Broken/plugin.yaml", atomically: true, encoding: .utf8)
    let prelude = "export PLUMBLINE_PLUGINS='\(folder)'"
    let good = try Command.run(after: prelude, "inspect", "Plugins/Gtf/Cases/yeast/input.gtf", "-q")
    #expect(good.code == 0, "\(good.text)")
    let unknown = try Command.run(after: prelude, "inspect", "LICENSE")
    #expect(unknown.code == 3)
    #expect(unknown.text.contains("Broken/plugin.yaml:3"), "\(unknown.text)")
    let given = try Command.run("inspect", "--plugin-path", folder, "Plugins/Gtf/Cases/yeast/input.gtf")
    #expect(given.code != 0)
    #expect(given.text.contains("nosuchkey"))
  }
}
