import Foundation
import Testing

/// The forms of `drift` through the command, on a simulated study.
@Suite(.serialized) struct DriftCommandTests {
  private func json(_ path: String) throws -> [String: Any] {
    let data = try #require(FileManager.default.contents(atPath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func expectIdentities(_ json: [String: Any]) throws {
    let causes = try #require(json["causes"] as? [[String: Any]])
    let total = causes.compactMap { $0["share"] as? Double }.reduce(0, +)
    #expect(abs(total - (1 - (json["rbo"] as? Double ?? .nan))) < 1e-9)
    for target in try #require(json["targets"] as? [[String: Any]]) {
      let parts = (target["causes"] as? [[String: Any]] ?? []).compactMap { $0["share"] as? Double }.reduce(0, +)
      #expect(abs(parts - (target["delta"] as? Double ?? .nan)) < 1e-9)
    }
  }

  @Test func counterfactualsHistoryGatesAndCache() throws {
    let study = try SimulatedStudy(draw: 3)
    let file = try study.make("study")
    #expect(try Command.run("run", file, "-o", study.path("a"), "-q").code == 0)
    let late = try Command.run(
      "run", file, "-o", study.path("b"), "-q", "--set", "ranking.network_weight=0.9")
    #expect(late.code == 0, "\(late.text)")

    // The late setting left the costly parts in the cache.
    let why = try Command.run("why-cached", study.path("b"), "rank", "--json")
    #expect(why.code == 0 && why.text.contains("\"cached\": true") && !why.text.contains("\"cached\": false"))
    #expect(try Command.run("why-cached", study.path("b"), "align").text.contains("computed by every run"))
    #expect(
      try Command.run("why-cached", study.path("b"), "normalise proteomics/c").text.contains("taken from the cache"))
    #expect(try Command.run("why-cached", study.path("b"), "nonsense").code == 2)

    let drift = try Command.run(
      "drift", study.path("a"), study.path("b"), "-o", study.path("d"), "--junit", "--warn-on", "rbo < 0.0001", "-q")
    #expect(drift.code == 0, "\(drift.text)")
    #expect(drift.text.split(separator: "\n", omittingEmptySubsequences: false).count <= 26)
    let findings = try json(study.path("d/drift.json"))
    for key in [
      "schema", "verdict", "noise_floor", "rbo", "jaccard", "kendall_tau", "changed", "causes", "targets", "inert",
    ] { #expect(findings[key] != nil, "\(key)") }
    try expectIdentities(findings)
    // Only the weight of the network changed: no z moved, and the channel is named by its share.
    for target in try #require(findings["targets"] as? [[String: Any]]) where target["called"] as? Bool == true {
      #expect((target["channels"] as? [[String: Any]])?.compactMap { $0["channel"] as? String } == ["network"])
    }
    #expect(try String(contentsOfFile: study.path("d/drift_junit.xml"), encoding: .utf8).contains("rbo &lt; 0.0001"))
    let page = try String(contentsOfFile: study.path("d/drift.html"), encoding: .utf8)
    #expect(page.utf8.count < 1_000_000 && page.contains("default-src 'none'") && !page.contains("<script"))

    func gate(_ arguments: String...) throws -> Int32 {
      try Command.start(
        Command.executable, ["drift", study.path("a"), study.path("b"), "-q"] + arguments
      ).finish().code
    }
    #expect(try gate("--fail-on", "rbo < 1") == 11)
    #expect(try gate("--warn-on", "jaccard(50) <= 1") == 10)
    #expect(try gate("--fail-on", "moved > 100000") != 11)
    #expect(try gate("--fail-on", "rbo << 1") == 2)

    let whatIf = try Command.run(
      "drift", study.path("a"), "--what-if", "permute-labels=1", "--what-if", "drop-sample=S0,S1", "--json", "-q")
    #expect([0, 10].contains(whatIf.code), "\(whatIf.text)")
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(whatIf.text.utf8)) as? [String: Any])
    try expectIdentities(answer)
    #expect((answer["verdict"] as? String)?.hasPrefix("What if permute-labels=1, drop-sample=S0,S1") == true)
    let causes = try #require(answer["causes"] as? [[String: Any]])
    let first = try #require(causes.max { ($0["share"] as? Double ?? 0) < ($1["share"] as? Double ?? 0) })
    #expect(first["subject"] as? String == "labels")
    #expect((answer["targets"] as? [[String: Any]])?.allSatisfy { $0["survives"] is Bool } == true)
    for (question, code) in [
      ("drop-sample=nobody", 2), ("drop-batch=nowhere", 2), ("drop-layer=proteomics", 0), ("drop-cohort=c", 6),
      ("coverage.minimum=9", 2), ("nonsense=1", 2), ("drop-prior=network", 0), ("tables=hgnc@1999-01", 2),
      ("tables=hgnc@2022-02", 6), ("drop-batch=P1", 0),
    ] as [(String, Int32)] {
      let result = try Command.run("drift", study.path("a"), "--what-if", question, "-q")
      #expect(result.code == code || (code == 0 && result.code == 10), "\(question): \(result.code) \(result.text)")
    }

    let history = try Command.run(
      "drift", "--history", study.path("a"), study.path("b"), study.path("a"), "-o", study.path("h"))
    #expect(history.code == 0 && history.text.contains("Kendall's W"), "\(history.text)")
    let runs = try json(study.path("h/history.json"))
    #expect((runs["targets"] as? [[String: Any]])?.isEmpty == false && runs["kendall_w"] is Double)
  }

  @Test func targetsOnAThresholdAndWhyTheyLeftAreNamed() throws {
    let study = try SimulatedStudy(draw: 5)
    var options = SimulatedStudy.Options()
    options.plantedCases = 12
    options.plantedInProtein = false
    options.plantedMissing = 6
    options.coverage = "0.75"
    #expect(try study.run("on", options).code == 0)
    options.coverage = "0.7500001"
    #expect(try study.run("off", options).code == 0)
    options.coverage = "0.75"
    options.plantedInTable = false
    #expect(try study.run("unmapped", options).code == 0)
    options.plantedInTable = true
    options.droppedCases = 2
    options.plantedEdges = true
    #expect(try study.run("fewer", options).code == 0)
    func drift(_ new: String) throws -> [String: Any] {
      let result = try Command.run(
        "drift", study.path("run-on"), study.path("run-\(new)"), "-o", study.path("d-\(new)"), "-q")
      #expect(result.code == 0 || result.code == 10, "\(result.text)")
      return try json(study.path("d-\(new)/drift.json"))
    }
    func planted(_ findings: [String: Any]) throws -> [String: Any] {
      let targets = try #require(findings["targets"] as? [[String: Any]])
      return try #require(targets.first { $0["target"] as? String == SimulatedStudy.plantedTarget })
    }
    let off = try drift("off")
    #expect((off["on_the_cut"] as? [String])?.contains { $0.hasPrefix(SimulatedStudy.plantedTarget) } == true)
    var target = try planted(off)
    #expect(target["status"] as? String == "left" && target["rank_after"] is NSNull)
    #expect((target["reason"] as? String)?.contains("on the cut") == true, "\(target)")
    let unmapped = try drift("unmapped")
    target = try planted(unmapped)
    #expect((target["reason"] as? String)?.contains("G100 is unresolved now") == true, "\(target)")
    let fewer = try drift("fewer")
    let changed = try #require(fewer["changed"] as? [[String: Any]])
    func details(_ kind: String) -> String {
      (changed.first { $0["kind"] as? String == kind }?["details"] as? [String] ?? []).joined(separator: "; ")
    }
    #expect(details("samples").contains("2 samples dropped: S1 (case), S3 (case)"), "\(changed)")
    #expect(details("prior").contains("10 lines gained"), "\(changed)")
    #expect((target["channels"] as? [[String: Any]])?.isEmpty == false)
  }

  @Test func runsThatCannotBeComparedAreExitThreeWithTheReason() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    #expect(try Command.run("run", study.study, "-o", study.path("a"), "-q").code == 0)
    #expect(
      try Command.run("run", study.study, "-o", study.path("plain"), "-q", "--set", "identifiers.target=none").code == 0
    )
    try study.writeStudy(contrast: "{ factor: msi, case: MSI-H, control: MSS, batch: condition }")
    #expect(try Command.run("run", study.study, "-o", study.path("refused"), "-q").code == 6)
    for other in ["plain", "refused"] {
      let result = try Command.run("drift", study.path("a"), study.path(other), "-q")
      #expect(result.code == 3 && result.text.contains("cannot be compared"), "\(result.code) \(result.text)")
    }
    let handle = try #require(FileHandle(forWritingAtPath: study.path("plain/ranking.tsv")))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("x\n".utf8))
    try handle.close()
    let altered = try Command.run("drift", study.path("plain"), study.path("plain"), "-q")
    #expect(altered.code == 3, "\(altered.text)")
    #expect(try Command.run("drift", study.path("a")).code == 2)
    #expect(try Command.run("drift", study.path("a"), study.path("nowhere")).code == 3)
  }

  @Test func aFeatureOnTheCutIsNamed() throws {
    let study = try SimulatedStudy(draw: 5)
    var options = SimulatedStudy.Options()
    options.plantedCases = 12
    options.plantedInProtein = false
    options.plantedMissing = 12
    options.coverage = "0.5"
    #expect(try study.run("on", options).code == 0)
    options.coverage = "0.5000001"
    #expect(try study.run("off", options).code == 0)
    let drift = try Command.run("drift", study.path("run-on"), study.path("run-off"), "-o", study.path("d"), "-q")
    #expect([0, 10].contains(drift.code), "\(drift.text)")
    let findings = try json(study.path("d/drift.json"))
    let cut = try #require(findings["on_the_cut"] as? [String])
    #expect(cut.contains { $0.hasPrefix("\(SimulatedStudy.plantedTarget) (coverage.minimum") }, "\(cut)")
    let targets = try #require(findings["targets"] as? [[String: Any]])
    let planted = try #require(targets.first { $0["target"] as? String == SimulatedStudy.plantedTarget })
    #expect(planted["rank_after"] is NSNull && planted["status"] as? String == "left")
    let reason = try #require(planted["reason"] as? String)
    #expect(reason.contains("on the cut of coverage.minimum"), "\(reason)")
    #expect(
      reason.contains("observed in too few samples of cohort") && reason.contains("transcriptomics 0.5"), "\(reason)")
  }
}
