import Foundation
import Schema
import Testing

@testable import Pipeline

/// Coverage over layers: which layers hold each target, which saw it too seldom, what the join keeps.
@Suite struct CoverageJoinTests {
  /// Twelve samples; protein B is seen in two, E in three of them; C has no protein, D no RNA.
  private func harmonized(_ coverage: String) throws -> HarmonizedStudy {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-join-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = (0..<12).map { "s\($0)" }
    func write(_ name: String, _ rows: [[String]]) throws {
      try rows.map { $0.joined(separator: "\t") + "\n" }.joined().write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    func value(_ gene: Int, _ sample: Int) -> String { "\(10 + Double((gene * 7 + sample * 5) % 11) / 4)" }
    let fillers = (0..<20).map { "F\($0)" }
    for (name, genes, seen) in [
      ("rna.tsv", ["A", "B", "C", "E"] + fillers, [:]),
      ("protein.tsv", ["A", "B", "D", "E"] + fillers, ["B": 2, "E": 3]),
    ] as [(String, [String], [String: Int])] {
      try write(
        name,
        [["gene"] + samples]
          + genes.enumerated().map { number, gene in
            [gene] + (0..<12).map { $0 < seen[gene] ?? 12 ? value(number, $0) : "NA" }
          })
    }
    try write(
      "samples.tsv", [["sample", "state"]] + samples.enumerated().map { [$1, $0 % 2 == 0 ? "case" : "control"] })
    try """
    study: join
    samples: samples.tsv
    inputs:
      - { path: rna.tsv, layer: transcriptomics, cohort: c, measure: expression, scale: log2 }
      - { path: protein.tsv, layer: proteomics, cohort: c, measure: expression, scale: log2 }
    identifiers: { target: none }
    contrast: { factor: state, case: case, control: control }
    coverage: { \(coverage) }
    ranking: { resamples: 2, permutations: 19 }
    """.write(to: folder.appendingPathComponent("study.yaml"), atomically: true, encoding: .utf8)
    let plan = try RunPlan(
      studyPath: folder.appendingPathComponent("study.yaml").path, catalog: try TableCatalog(folders: []))
    return try RunEngine(threads: 1).run(plan).harmonized
  }

  private func rows(_ study: HarmonizedStudy) -> [String: [String: String]] {
    let lines = String(decoding: ModalitiesTable.bytes(study), as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(
      uniqueKeysWithValues: lines.dropFirst().map { ($0[1], Dictionary(uniqueKeysWithValues: zip(lines[0], $0))) })
  }

  @Test(arguments: ["union", "intersection"]) func everyTargetSaysWhichLayersHoldIt(join: String) throws {
    let study = try harmonized("proteomics: 0.25, join: \(join)")
    let table = rows(study)
    #expect(table.count == 25)
    let both = "transcriptomics;proteomics"
    for (target, layers, below, close, isCommon) in [
      ("A", both, "NA", "NA", true), ("B", "transcriptomics", "proteomics", "proteomics", false),
      ("C", "transcriptomics", "NA", "NA", false), ("D", "proteomics", "NA", "NA", false),
      ("E", both, "NA", "proteomics", true),
    ] {
      let row = try #require(table[target])
      #expect(row["layers"] == layers && row["below_coverage"] == below && row["one_observation"] == close, "\(target)")
      #expect(row["joined"] == (isCommon || join == "union" ? "true" : "false"), "\(target)")
    }
    #expect(table["B"]?["proteomics"] == "0.16666666666666666" && table["B"]?["transcriptomics"] == "1")
    #expect(table["C"]?["proteomics"] == "NA")
    #expect(study.onTheCut.map(\.target) == ["E"] && study.onTheCut[0].setting == "coverage.proteomics")
    #expect(String(decoding: SmallTables.onTheCut(study.onTheCut), as: UTF8.self).contains("coverage.proteomics\t"))
  }

  @Test func theCommonShareNamesItsOwnSetting() throws {
    let study = try harmonized("minimum: 0.25")
    #expect(study.onTheCut.map(\.setting) == ["coverage.minimum"])
  }
}
