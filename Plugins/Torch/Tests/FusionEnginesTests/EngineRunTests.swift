import Foundation
import Schema
import Testing

@testable import FusionEngines

@Suite(.serialized) struct EngineRunTests {
  private func run(
    _ engine: EngineKind, _ input: StudyInput, output: String? = nil, seed: UInt64 = 3
  ) throws -> EngineFindings {
    var given = PlantedStudy.quick
    if engine == .pathwayTransformer { given["heads"] = "2" }
    return try EngineRun(EngineRequest(engine: engine.rawValue, seed: seed, given: given), input: input)
      .run(output: output)
  }

  private func folder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "engines-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test(arguments: EngineKind.allCases)
  func aPlantedTargetIsFound(_ engine: EngineKind) throws {
    let findings = try run(engine, PlantedStudy.make())
    #expect(findings.score > 0.85, "\(findings.sentence)")
    #expect(findings.controls.contains { $0.id == "permuted_labels" && $0.score < findings.score })
    #expect(findings.ranking.prefix(3).contains { $0.target == PlantedStudy.target })
    let best = try #require(findings.ranking.first { $0.target == PlantedStudy.target })
    #expect(best.direction == .up)
    #expect(best.rankLow <= best.rankHigh)
    #expect(findings.ranking.map(\.rank) == Array(1...findings.ranking.count))
  }

  @Test(arguments: EngineKind.allCases)
  func withoutAnEffectNoControlIsBeaten(_ engine: EngineKind) throws {
    let findings = try run(engine, PlantedStudy.make(effect: 0))
    #expect(abs(findings.score - 0.5) < 0.2, "\(findings.sentence)")
    if findings.beatsControl { #expect(findings.score < 0.65, "\(findings.sentence)") }
  }

  @Test(arguments: [EngineKind.gated, .autoencoder])
  func theSameRequestGivesTheSameBytesAlsoAfterAKill(_ engine: EngineKind) throws {
    let input = PlantedStudy.make(cohorts: 2)
    try folder { first in
      try folder { second in
        try run(engine, input, output: first)
        // What a kill leaves: some units finished, one torn, no outputs.
        try FileManager.default.copyItem(atPath: first + "/checkpoints", toPath: second + "/checkpoints")
        let units = try FileManager.default.contentsOfDirectory(atPath: second + "/checkpoints").sorted()
        for name in units.dropFirst(3) { try FileManager.default.removeItem(atPath: "\(second)/checkpoints/\(name)") }
        let torn = "\(second)/checkpoints/\(units[0])"
        let text = try String(contentsOfFile: torn, encoding: .utf8)
        try text.replacingOccurrences(of: "\"gap\":", with: "\"gap\":1").write(
          toFile: torn, atomically: true, encoding: .utf8)
        try run(engine, input, output: second)
        let names = try FileManager.default.contentsOfDirectory(atPath: first).filter { $0 != "checkpoints" }.sorted()
        #expect(names.contains("control.json") && names.contains("latent.h5ad") && names.contains("missing_layers.tsv"))
        for name in names {
          #expect(
            FileManager.default.contents(atPath: "\(first)/\(name)")
              == FileManager.default.contents(atPath: "\(second)/\(name)"), "\(name)")
        }
        let control = try String(contentsOfFile: first + "/control.json", encoding: .utf8)
        #expect(control.contains("\"cross_cohort\""))
        #expect(control.contains("\"training\""))
      }
    }
  }

  @Test func anotherSeedGivesAnotherRun() throws {
    let input = PlantedStudy.make()
    let (one, other) = (try run(.gated, input, seed: 1), try run(.gated, input, seed: 2))
    #expect(one.ranking != other.ranking)
  }

  @Test func attributionsAreComplete() throws {
    let input = PlantedStudy.make()
    for engine in EngineKind.allCases {
      var given = PlantedStudy.quick
      if engine == .pathwayTransformer { given["heads"] = "2" }
      let settings = try EngineSettings(EngineRequest(engine: engine.rawValue, given: given))
      let validation = CrossValidation(
        kind: engine, input: input, settings: settings, seed: 5, checkpoints: nil, say: { _ in })
      let unit = try validation.unit(
        .engine, label: input.label, training: Array(0..<60), held: Array(60..<80), name: "test", index: 0)
      #expect(unit.gap <= 1e-3, "\(engine)")
      #expect(unit.absent.count == 2)
      #expect(unit.absent.joined().allSatisfy { $0.isFinite })
    }
  }

  @Test func whatCannotWorkIsRefused() throws {
    func code(_ engine: String, _ given: [String: String], _ input: StudyInput) -> OmicsError.Code? {
      do {
        _ = try EngineRun(EngineRequest(engine: engine, given: given), input: input)
        return nil
      } catch {
        guard case EngineFailure.omics(let cause) = error else { return nil }
        return cause.code
      }
    }
    let input = PlantedStudy.make()
    #expect(code("gatde", [:], input) == .usage)
    #expect(code("gated", ["fold": "3"], input) == .usage)
    #expect(code("gated", ["folds": "1"], input) == .usage)
    #expect(code("gated", ["heads": "2"], input) == .usage)
    #expect(code("gated", ["device": "tpu"], input) == .usage)
    #expect(code("pathway-transformer", ["width": "9"], input) == .usage)
    #expect(code("autoencoder", ["bottlenecks": "4/x"], input) == .usage)
    #expect(code("gated", ["folds": "20"], PlantedStudy.make(samples: 30)) == .refused)
    var bare = input
    (bare.network, bare.pathways) = ([], [])
    #expect(code("graph-network", [:], bare) == .refused)
    #expect(code("pathway-transformer", [:], bare) == .refused)
  }
}
