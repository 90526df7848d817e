import Foundation
import Testing

/// Planted causes and null changes through the command: `make bench-drift` runs them at full size.
@Suite struct DriftSuiteTests {
  /// A change that is planted beside changes without much effect.
  enum Plant: String, CaseIterable {
    case input, mapping, setting, samples, network, plugin, seed

    var subject: String {
      switch self {
      case .input: "transcriptomics/c"
      case .mapping: "hgnc"
      case .setting: "coverage.minimum"
      case .samples: "samples"
      case .network: "network"
      case .plugin: "count-table"
      case .seed: "seed"
      }
    }

    /// The base run and the new run.
    var options: (SimulatedStudy.Options, SimulatedStudy.Options) {
      var base = SimulatedStudy.Options()
      base.plantedCases = 12
      base.plantedInProtein = false
      var new = base
      switch self {
      case .input, .plugin: new.plantedCases = 0
      case .mapping: new.plantedInTable = false
      case .setting:
        base.plantedMissing = 10
        new.plantedMissing = 10
        new.coverage = "0.8"
      case .samples:
        base.plantedCases = 8
        base.plantedEffect = 8
        new.plantedCases = 8
        new.plantedEffect = 8
        new.droppedCases = 8
      case .network:
        base.plantedCases = 0
        base.networkWeight = "1"
        base.plantedEdges = true
        new.plantedCases = 0
        new.networkWeight = "1"
      case .seed:
        base = SimulatedStudy.Options()
        base.imputed = 40
        base.coverage = "0.2"
        base.resamples = 6
        new = base
      }
      // Beside it: two settings that matter little.
      new.fdr = "0.1"
      new.seed = 2
      return (base, new)
    }
  }

  /// How many pairs of each kind: 1 in CI, more by `PLUMBLINE_DRIFT_PAIRS`.
  static let draws = Int(ProcessInfo.processInfo.environment["PLUMBLINE_DRIFT_PAIRS"] ?? "") ?? 1

  private func findings(_ path: String) throws -> [String: Any] {
    let data = try #require(FileManager.default.contents(atPath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(arguments: Plant.allCases) func aPlantedCauseHasTheLargestShare(_ plant: Plant) throws {
    var (called, right, found) = (0, 0, 0)
    for draw in 0..<Self.draws {
      let study = try SimulatedStudy(draw: draw * 100 + 7)
      let (base, new) = plant.options
      let first = try study.run("base", base)
      #expect(first.code == 0, "\(first.text)")
      #expect(try study.run("new", new).code == 0)
      if plant == .plugin { try study.pretendThatAnOlderPluginReadTheNewFile() }
      let drift = try Command.run(
        "drift", study.path("run-base"), study.path("run-new"), "-o", study.path("d"), "-q")
      #expect(drift.code == 0 || drift.code == 10, "\(drift.text)")
      let json = try findings(study.path("d/drift.json"))
      let causes = try #require(json["causes"] as? [[String: Any]])
      let total = causes.compactMap { $0["share"] as? Double }.reduce(0, +)
      #expect(abs(total - (1 - (json["rbo"] as? Double ?? .nan))) < 1e-9)
      for target in try #require(json["targets"] as? [[String: Any]]) {
        let parts = try #require(target["causes"] as? [[String: Any]])
        let sum = parts.compactMap { $0["share"] as? Double }.reduce(0, +)
        #expect(abs(sum - (target["delta"] as? Double ?? .nan)) < 1e-9)
        guard target["called"] as? Bool == true else { continue }
        called += 1
        let main = parts.max { abs($0["share"] as? Double ?? 0) < abs($1["share"] as? Double ?? 0) }
        if main?["subject"] as? String == plant.subject { right += 1 }
        if target["target"] as? String == SimulatedStudy.plantedTarget { found += 1 }
      }
    }
    print("planted \(plant.rawValue): \(right) of \(called) called targets; \(found) of \(Self.draws) planted found")
    #expect(called > 0 && Double(right) >= 0.95 * Double(called), "\(right) of \(called)")
    // Whether dropped samples or another seed move a gene beyond its floor depends on the draw.
    let isSure = plant != .samples && plant != .seed
    if isSure { #expect(Double(found) >= 0.9 * Double(Self.draws), "\(found) of \(Self.draws)") }
  }

  @Test func nullChangesGiveTheSameBytesAndExitZero() throws {
    for draw in 0..<max(1, Self.draws / 4) {
      let study = try SimulatedStudy(draw: draw * 100 + 11)
      let options = SimulatedStudy.Options()
      #expect(try study.run("base", options).code == 0)
      let ranking = try #require(FileManager.default.contents(atPath: study.path("run-base/ranking.tsv")))
      for change in ["rows", "columns", "crlf", "gzip-1", "gzip-9", "names", "environment"] {
        try study.makeNull(change, options)
        let prelude =
          change == "environment"
          ? "export LC_ALL=de_DE.UTF-8 LANG=tr_TR.UTF-8 TZ=Asia/Kolkata OMP_NUM_THREADS=2" : "true"
        let run = try Command.run(
          after: prelude, "run", study.path("\(change)/study.yaml"), "-o", study.path("run-\(change)"), "-q",
          "--threads",
          change == "environment" ? "2" : "1")
        #expect(run.code == 0, "\(change): \(run.text)")
        #expect(
          FileManager.default.contents(atPath: study.path("run-\(change)/ranking.tsv")) == ranking, "\(change) differs")
        let drift = try Command.run(
          "drift", study.path("run-base"), study.path("run-\(change)"), "-o", study.path("d-\(change)"), "-q")
        #expect(drift.code == 0 && drift.text.hasPrefix("Nothing moved"), "\(change): \(drift.text)")
        let changed = try #require(try findings(study.path("d-\(change)/drift.json"))["changed"] as? [[String: Any]])
        #expect(changed.allSatisfy { $0["effect"] as? String == "same_content" }, "\(change): \(changed)")
        #expect(changed.isEmpty == ["names", "environment"].contains(change), "\(change): \(changed)")
      }
    }
  }
}

extension SimulatedStudy {
  /// Makes the base run's record say that it read the new run's file with another version of the plugin.
  func pretendThatAnOlderPluginReadTheNewFile() throws {
    func record(_ name: String) throws -> [String: Any] {
      let data = try Data(contentsOf: URL(fileURLWithPath: path("run-\(name)/run.json")))
      return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
    var base = try record("base")
    let new = try record("new")["components"] as? [[String: Any]] ?? []
    var components = base["components"] as? [[String: Any]] ?? []
    for index in components.indices {
      if components[index]["kind"] as? String == "input" {
        components[index] = new.first { $0["name"] as? String == components[index]["name"] as? String } ?? [:]
      }
      if components[index]["kind"] as? String == "plugin" {
        components[index]["digest"] = "0.0.1"
        components[index]["label"] = "0.0.1"
      }
    }
    base["components"] = components
    try JSONSerialization.data(withJSONObject: base).write(to: URL(fileURLWithPath: path("run-base/run.json")))
    // The record's inputs are those of the new run.
    for name in ["rna.tsv", "protein.tsv"] {
      try Data(contentsOf: URL(fileURLWithPath: path("new/\(name)"))).write(
        to: URL(fileURLWithPath: path("base/\(name)")))
    }
  }

  /// The base study written otherwise without another meaning.
  func makeNull(_ change: String, _ options: Options) throws {
    _ = try make(change, options)
    func rows(_ name: String) throws -> [[String]] {
      try String(contentsOfFile: path("\(change)/\(name)"), encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
    }
    func rewrite(_ name: String, end: String = "\n", _ body: ([[String]]) -> [[String]]) throws {
      try write("\(change)/\(name)", body(try rows(name)), end: end)
    }
    var (rna, protein) = ("rna.tsv", "protein.tsv")
    switch change {
    case "rows":
      for name in ["rna.tsv", "protein.tsv", "samples.tsv", "network.tsv", "hgnc.tsv"] {
        try rewrite(name) { [$0[0]] + $0.dropFirst().reversed() }
      }
    case "columns":
      for name in ["rna.tsv", "protein.tsv"] {
        try rewrite(name) { $0.map { [$0[0]] + $0.dropFirst().reversed() } }
      }
      try rewrite("samples.tsv") { $0.map { [$0[2], $0[0], $0[1]] } }
    case "crlf":
      for name in ["rna.tsv", "protein.tsv", "samples.tsv", "network.tsv"] { try rewrite(name, end: "\r\n") { $0 } }
    case "gzip-1", "gzip-9":
      let gzip = Process()
      gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
      gzip.arguments = [String(change.dropFirst(4)), path("\(change)/rna.tsv"), path("\(change)/protein.tsv")]
      try gzip.run()
      gzip.waitUntilExit()
      (rna, protein) = ("rna.tsv.gz", "protein.tsv.gz")
    case "names":
      (rna, protein) = ("other name.txt", "é.tsv")
      try FileManager.default.moveItem(atPath: path("\(change)/rna.tsv"), toPath: path("\(change)/\(rna)"))
      try FileManager.default.moveItem(atPath: path("\(change)/protein.tsv"), toPath: path("\(change)/\(protein)"))
    default: break
    }
    try writeStudy(change, options, rna: rna, protein: protein)
  }
}
