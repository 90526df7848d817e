import Foundation
import Schema
import Testing

@testable import Pipeline

@Suite struct EngineFilesTests {
  private let findings = EngineFindings(
    engine: "toy",
    ranking: [
      .init(rank: 1, target: "HGNC:1", symbol: "A", score: 2.5, rankLow: 1, rankHigh: 3, direction: .down),
      .init(rank: 2, target: "HGNC:2", symbol: "", score: 1, rankLow: .nan, rankHigh: .nan, direction: .unknown),
    ], metric: "cross_validated_auc", score: 0.8, controls: [.init(id: "permuted_labels", score: 0.5)],
    beatsControl: true, sentence: "It beats its control.")

  private func folder(
    ranking: String? = nil, control: String? = nil, _ body: (String) throws -> Void
  ) throws {
    let path = NSTemporaryDirectory() + "engine-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = ranking ?? String(decoding: EngineFiles.ranking(findings), as: UTF8.self)
    try text.write(toFile: path + "/ranking.tsv", atomically: true, encoding: .utf8)
    try (control ?? String(decoding: EngineFiles.control(findings), as: UTF8.self))
      .write(toFile: path + "/control.json", atomically: true, encoding: .utf8)
    try body(path)
  }

  private func read(_ path: String) throws(OmicsError) -> EngineFindings {
    try EngineFiles.findings("toy", in: path, targets: ["HGNC:1", "HGNC:2"])
  }

  @Test func whatIsWrittenReadsBack() throws {
    try folder { path in
      let back = try read(path)
      #expect(back.ranking.map(\.target) == findings.ranking.map(\.target))
      #expect(back.ranking[0] == findings.ranking[0])
      #expect(back.ranking[1].rankLow.isNaN)
      #expect(back.controls == findings.controls)
      #expect(back.beatsControl)
    }
  }

  @Test(arguments: [
    "rank\ttarget\n1\tHGNC:1\n",
    "rank\ttarget\tsymbol\tscore\trank_low\trank_high\tdirection\n1\tHGNC:9\tA\t2\t1\t1\tup\n",
    "rank\ttarget\tsymbol\tscore\trank_low\trank_high\tdirection\n2\tHGNC:1\tA\t2\t1\t1\tup\n",
    "rank\ttarget\tsymbol\tscore\trank_low\trank_high\tdirection\n1\tHGNC:1\tA\tx\t1\t1\tup\n",
    "rank\ttarget\tsymbol\tscore\trank_low\trank_high\tdirection\n1\tHGNC:1\tA\t1\t1\t1\tup\n2\tHGNC:1\tA\t1\t1\t1\tup\n",
    "rank\ttarget\tsymbol\tscore\trank_low\trank_high\tdirection\n1\tHGNC:1\tA\t1\t1\t1\tup\n2\tHGNC:2\tA\t5\t1\t1\tup\n",
  ])
  func aBrokenRankingIsThePluginsFault(_ text: String) throws {
    try folder(ranking: text) { path in
      let error = #expect(throws: OmicsError.self) { try read(path) }
      #expect(error?.code == .plugin)
      #expect(error?.location?.file.hasSuffix("ranking.tsv") == true)
    }
  }

  @Test(arguments: [
    #"{"metric": "auc", "score": 0.8, "controls": [], "beats_control": false, "sentence": ""}"#,
    #"{"metric": "auc", "controls": [{"id": "permuted_labels", "score": 0.5}], "beats_control": false}"#,
    #"{"metric": "auc", "score": 0.4, "controls": [{"id": "permuted_labels", "score": 0.5}], "beats_control": true, "sentence": "so"}"#,
  ])
  func aControlThatDoesNotHoldIsThePluginsFault(_ text: String) throws {
    try folder(control: text) { path in
      let error = #expect(throws: OmicsError.self) { try read(path) }
      #expect(error?.code == .plugin)
    }
  }
}
