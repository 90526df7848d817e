import Foundation
import OmicsIO
import Schema
import Testing

@testable import Pipeline

/// A stage whose results change must raise its version: cached results of the old one are not the new one's.
///
/// `StageGoldens/stages.tsv` holds version and digest of every stage on a small study. `RECORD=1` writes the digest of a
/// stage whose version was raised; it never writes one whose version was not.
@Suite struct StageVersionTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("StageGoldens/stages.tsv")

  private static let versions = [
    "map": MapStage.version, "normalise": NormalizeStage.version, "align": AlignStage.version,
    "prior": PriorStage.version, "rank": RankStage.version,
  ]

  @Test func changedResultsHaveARaisedVersion() throws {
    let now = try digests()
    #expect(now.keys.sorted() == Self.versions.keys.sorted())
    var known: [String: (version: Int, digest: String)] = [:]
    for line in try String(contentsOf: Self.golden, encoding: .utf8).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t").map(String.init)
      known[cells[0]] = (Int(cells[1]) ?? 0, cells[2])
    }
    let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
    var text = "stage\tversion\tdigest\n"
    for stage in now.keys.sorted() {
      let version = Self.versions[stage] ?? 0
      let digest = now[stage] ?? ""
      var entry = known[stage] ?? (0, "")
      if entry.version != version {
        #expect(isRecording, "stage \(stage) has version \(version): record its digest with RECORD=1")
        entry = (version, digest)
      }
      #expect(
        entry.digest == digest,
        "the results of stage \(stage) changed: raise its version, then record with RECORD=1 swift test --filter StageVersion"
      )
      text += "\(stage)\t\(entry.version)\t\(entry.digest)\n"
    }
    if isRecording { try text.write(to: Self.golden, atomically: true, encoding: .utf8) }
  }

  /// Digests of what the stages give on a small study, numbers to six digits so that another processor agrees.
  private func digests() throws -> [String: String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-stages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(folder)
    let plan = try RunPlan(
      studyPath: folder.appendingPathComponent("study.yaml").path, catalog: try TableCatalog(folders: []))
    let result = try RunEngine(threads: 1).run(plan)
    var texts: [String: String] = [:]
    texts["map"] = result.harmonized.mappingRows.flatMap { [$0.name] + $0.rows }.joined(separator: "\n")
    texts["normalise"] = result.harmonized.study.matrices.map { matrix in
      "\(matrix.layer) \(matrix.targets) \(matrix.samples) " + numbers(matrix.values)
    }.joined(separator: "\n")
    texts["align"] = result.harmonized.cohorts.map { cohort in
      "\(cohort.name) \(cohort.targets) \(cohort.samples) \(cohort.label) \(cohort.batch)"
    }.joined(separator: "\n")
    texts["prior"] = result.ledger.units.filter { $0.hasPrefix("network") || $0.hasPrefix("pathway") }.map {
      "\($0) \(result.ledger[$0])"
    }.joined(separator: "\n")
    texts["rank"] =
      result.ranking.candidates.map { candidate in
        "\(candidate.target) \(candidate.targetClass) \(candidate.direction) "
          + numbers([candidate.score, candidate.pValue, candidate.qValue, candidate.rankLow, candidate.rankHigh])
      }.joined(separator: "\n") + result.floors.map { numbers([$0.floor, $0.both]) }.joined(separator: "\n")
    return texts.mapValues { SHA256Digest.hex(of: Array($0.utf8)) }
  }

  private func numbers(_ values: [Double]) -> String {
    values.map { $0.isNaN ? "NA" : String(format: "%.6g", $0 == 0 ? 0 : $0) }.joined(separator: " ")
  }

  private func write(_ folder: URL) throws {
    func write(_ name: String, _ rows: [[String]]) throws {
      try rows.map { $0.joined(separator: "\t") + "\n" }.joined().write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    var state: UInt64 = 11
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    let samples = (0..<16).map { "S\($0)" }
    for (layer, name) in ["rna.tsv", "protein.tsv"].enumerated() {
      try write(
        name,
        [["gene"] + samples]
          + (1...40).map { gene in
            ["G\(gene)"]
              + samples.indices.map { sample in
                let value = 8 + 2 * next() + (gene < 5 && sample % 2 == 1 ? 2 : 0) + Double(sample / 2 % 2)
                return layer == 1 && next() < 0.2 ? "NA" : String(format: "%.3f", value)
              }
          })
    }
    try write(
      "samples.tsv",
      [["sample", "state", "plex"]]
        + samples.enumerated().map { [$1, $0 % 2 == 1 ? "case" : "control", "P\($0 / 2 % 2)"] })
    let header = [
      "HGNC ID", "Approved symbol", "Approved name", "Status", "Alias symbols", "Previous symbols",
      "NCBI Gene ID(supplied by NCBI)", "UniProt ID(supplied by UniProt)", "Ensembl gene ID",
    ]
    try write(
      "hgnc.tsv",
      [header]
        + (1...38).map {
          ["HGNC:\(100 + $0)", $0 == 7 ? "NEW7" : "G\($0)", "", "Approved", "", $0 == 7 ? "G7" : "", "", "", ""]
        })
    try write("network.tsv", [["gene_a", "gene_b"]] + (1..<30).map { ["G\($0)", "G\($0 + 1)"] })
    let table = try SHA256Digest.hex(ofFile: folder.appendingPathComponent("hgnc.tsv").path)
    try """
    tables:
      - { name: hgnc, release: "1", path: hgnc.tsv, sha256: \(table) }
    """.write(to: folder.appendingPathComponent("lock.yaml"), atomically: true, encoding: .utf8)
    try """
    study: stages
    samples: samples.tsv
    inputs:
      - { path: rna.tsv, layer: transcriptomics, cohort: c, measure: expression, scale: log2 }
      - { path: protein.tsv, layer: proteomics, cohort: c, measure: expression, scale: log2 }
    identifiers: { target: hgnc, lock: lock.yaml }
    contrast: { factor: state, case: case, control: control, batch: plex }
    priors: { network: network.tsv }
    ranking: { resamples: 6, permutations: 39 }
    seed: 3
    """.write(to: folder.appendingPathComponent("study.yaml"), atomically: true, encoding: .utf8)
  }
}
