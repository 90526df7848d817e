import Foundation
import Testing

/// Full runs of a small real study through the command.
@Suite(.serialized) struct RunTests {
  private func files(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let walker = FileManager.default.enumerator(atPath: folder)
    while let name = walker?.nextObject() as? String {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      files[name] = data
    }
    return files
  }

  private func table(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let header = lines[0].split(separator: "\t").map(String.init)
    return lines.dropFirst().map { line in
      Dictionary(
        uniqueKeysWithValues: zip(
          header, line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)))
    }
  }

  @Test func ranksTheKnownTargetsWithTheSameBytesTwiceAndOnAnyThreads() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let first = try Command.run("run", study.study, "-o", study.path("r1"), "--threads", "1", "-q")
    #expect(first.code == 0, "\(first.text)")
    let ranking = try table(study.path("r1/ranking.tsv"))
    let mlh1 = try #require(ranking.first { $0["symbol"] == "MLH1" })
    #expect(mlh1["rank"] == "1" && mlh1["class"] == "concordant" && mlh1["direction"] == "down")
    #expect(mlh1["target"] == "HGNC:7127")
    let pms2 = try #require(ranking.first { $0["symbol"] == "PMS2" })
    #expect(pms2["class"] == "protein-only")
    #expect(Int(pms2["rank"] ?? "") ?? 99 <= 10)
    #expect(first.text.contains("MLH1"))

    let second = try Command.run("run", study.study, "-o", study.path("r2"), "--threads", "2", "-q")
    #expect(second.code == 0)
    var (a, b) = (try files(study.path("r1")), try files(study.path("r2")))
    a["log.jsonl"] = nil
    b["log.jsonl"] = nil
    #expect(a.keys.sorted() == b.keys.sorted())
    for name in a.keys.sorted() { #expect(a[name] == b[name], "\(name) differs") }

    let drift = try Command.run("drift", study.path("r1"), study.path("r2"), "-q")
    #expect(drift.code == 0)
    #expect(drift.text.hasPrefix("Nothing moved"))

    let verify = try Command.run("verify", study.path("r1"), "--replay", "-q")
    #expect(verify.code == 0, "\(verify.text)")
    let explain = try Command.run("explain", study.path("r1"), "mlh1")
    #expect(explain.code == 0 && explain.text.contains("rna.tsv:") && explain.text.contains("protein.mzTab:"))

    try "x".write(toFile: study.path("r2/ranking.tsv"), atomically: true, encoding: .utf8)
    #expect(try Command.run("verify", study.path("r2"), "-q").code == 8)
    #expect(try Command.run("check", study.path("r2"), "-q").code == 8)
  }

  @Test func namesTheMappingTableAsCauseAndSharesAddUp() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    #expect(try Command.run("run", study.study, "-o", study.path("new"), "-q").code == 0)
    try study.writeStudy(contrast: "{ factor: msi, case: MSI-H, control: MSS, batch: plex }", release: "2019-09")
    #expect(
      try Command.run("run", study.study, "-o", study.path("old"), "-q", "--set", "coverage.minimum=0.5").code == 0)
    let drift = try Command.run("drift", study.path("new"), study.path("old"), "-o", study.path("d"), "-q")
    #expect(drift.code == 0 || drift.code == 10, "\(drift.text)")
    let data = try #require(FileManager.default.contents(atPath: study.path("d/drift.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let causes = try #require(json["causes"] as? [[String: Any]])
    let inert = try #require(json["inert"] as? [String])
    let subjects = causes.compactMap { $0["subject"] as? String } + inert
    #expect(subjects.contains { $0.contains("hgnc") } && subjects.contains { $0.contains("coverage.minimum") })
    let shares = causes.compactMap { $0["share"] as? Double }.reduce(0, +)
    #expect(abs(shares - (1 - (json["rbo"] as? Double ?? 0))) < 1e-9)
    for target in try #require(json["targets"] as? [[String: Any]]) {
      let parts = (target["causes"] as? [[String: Any]] ?? []).compactMap { $0["share"] as? Double }.reduce(0, +)
      #expect(abs(parts - (target["delta"] as? Double ?? .nan)) < 1e-9)
    }
    for name in ["drift.tsv", "drift.html", "drift_mqc.json"] {
      #expect(FileManager.default.fileExists(atPath: study.path("d/\(name)")))
    }
  }

  @Test func rowOrderLineEndsAndNamesDoNotMoveTheRanking() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    #expect(try Command.run("run", study.study, "-o", study.path("a"), "-q").code == 0)
    let rows = try study.lines("rna.tsv")
    let shuffled = [rows[0]] + rows.dropFirst().reversed()
    try shuffled.map { $0 + "\r\n" }.joined().write(
      toFile: study.path("other name.tsv"), atomically: true, encoding: .utf8)
    try study.writeStudy(
      contrast: "{ factor: msi, case: MSI-H, control: MSS, batch: plex }", rna: "other name.tsv")
    #expect(try Command.run("run", study.study, "-o", study.path("b"), "-q").code == 0)
    let (a, b) = (try files(study.path("a")), try files(study.path("b")))
    #expect(a["ranking.tsv"] == b["ranking.tsv"])
    let drift = try Command.run("drift", study.path("a"), study.path("b"), "-q")
    #expect(drift.code == 0 && drift.text.contains("Nothing moved") && drift.text.contains("inert"), "\(drift.text)")
  }

  @Test func refusesAnAliasedDesignWithVerdictsAndNoRanking() throws {
    let study = try SmallStudy(contrast: "{ factor: msi, case: MSI-H, control: MSS, batch: condition }")
    defer { study.remove() }
    let result = try Command.run("run", study.study, "-o", study.path("r"), "-q")
    #expect(result.code == 6, "\(result.text)")
    let files = try files(study.path("r"))
    #expect(files["verdicts.json"] != nil && files["report.html"] != nil && files["ranking.tsv"] == nil)
    #expect(String(decoding: files["verdicts.json"] ?? Data(), as: UTF8.self).contains("\"refused\""))
  }
}
