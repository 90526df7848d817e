import Foundation
import Testing

/// A plugin whose manifest changed under the same version is a cause like any other.
@Suite struct DriftPluginTests {
  /// The table of an instrument with two amounts a sample: as measured, and one in which the planted gene is flat.
  private func writeTable(_ study: SimulatedStudy) throws {
    let rows = try String(contentsOfFile: study.path("study/protein.tsv"), encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: "\t").map(String.init)
    }
    var table = [["Scope Id", "Scope Name"] + rows[0].dropFirst().flatMap { ["\($0) Amount", "\($0) Plain"] }]
    for row in rows.dropFirst() {
      let isPlanted = row[0] == SimulatedStudy.planted
      table.append(
        [row[0], row[0]]
          + row.dropFirst().enumerated().flatMap { index, value in
            [value, isPlanted ? String(format: "%.3f", 10 + Double(index * 7 % 11) / 20) : value]
          })
    }
    try study.write("study/scope.tsv", table)
  }

  private func writeManifest(_ study: SimulatedStudy, amount: String) throws {
    let folder = study.path("plugins/Scope")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try """
    id: scope
    name: Scope
    kind: delimited
    layer: proteomics
    version: 1.0.0
    licence: CC0-1.0
    formats:
      - id: scope
        name: Scope
        summary: Read the table of Scope.
        extensions: [tsv]
        versions: ["1"]
        columns: [Scope Id, Scope Name]
        missing: [""]
        tables:
          - kind: proteinGroup
            id: [Scope Id]
            values:
              - { measure: intensity, scale: log2, header: "* \(amount)" }
    recognition: [The column Scope Id.]
    options: []
    quirks: []
    specification: []
    licence_of_cases: none
    """.write(toFile: "\(folder)/plugin.yaml", atomically: true, encoding: .utf8)
  }

  @Test func aChangedManifestIsAPlayerOfItsOwn() throws {
    let study = try SimulatedStudy(draw: 41)
    var options = SimulatedStudy.Options()
    options.plantedCases = 12
    let file = try study.make("study", options)
    try writeTable(study)
    try study.writeStudy("study", options, protein: "scope.tsv")
    let text = try String(contentsOfFile: file, encoding: .utf8)
      .replacingOccurrences(
        of: "layer: proteomics, cohort: c, measure: expression, scale: log2",
        with: "layer: proteomics, cohort: c, format: scope, identifiers: hgnc.symbol")
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    func command(_ words: String...) throws -> Command.Result {
      let script = "export PLUMBLINE_PLUGINS='\(study.path("plugins"))'; exec \"$0\" \"$@\""
      return try Command.start(
        URL(fileURLWithPath: "/bin/sh"), ["-c", script, Command.executable.path] + words
      ).finish()
    }
    for (name, amount) in [("a", "Amount"), ("b", "Plain")] {
      try writeManifest(study, amount: amount)
      let run = try command("run", file, "-o", study.path(name), "-q")
      #expect(run.code == 0, "\(run.text)")
    }
    let drift = try command("drift", study.path("a"), study.path("b"), "--json", "-q", "--top", "60")
    #expect(drift.code == 0 || drift.code == 10, "\(drift.text)")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(drift.text.utf8)) as? [String: Any])
    let changed = try #require(json["changed"] as? [[String: Any]])
    #expect(changed.map { $0["subject"] as? String } == ["scope"] && changed.first?["kind"] as? String == "plugin")
    let causes = try #require(json["causes"] as? [[String: Any]])
    #expect(causes.count == 1 && causes[0]["subject"] as? String == "scope")
    let verdict = try #require(json["verdict"] as? String)
    #expect(verdict.contains("plugin scope 1.0.0: content changed"), "\(verdict)")
    let targets = try #require(json["targets"] as? [[String: Any]])
    let planted = targets.first { $0["target"] as? String == SimulatedStudy.plantedTarget }
    #expect((planted?["delta"] as? Double ?? 0) < 0)
  }
}
