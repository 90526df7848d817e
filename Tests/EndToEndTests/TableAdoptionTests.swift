import Foundation
import OmicsIO
import Testing

/// What tables and own mappings do to a run, through the command.
@Suite(.serialized) struct TableAdoptionTests {
  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func ranks(_ run: String) throws -> [String: Int] {
    let lines = try SmallStudy.lines("\(run)/ranking.tsv").filter { !$0.hasPrefix("#") }
    let header = try #require(lines.first).components(separatedBy: "\t")
    let (target, rank) = (try #require(header.firstIndex(of: "target")), try #require(header.firstIndex(of: "rank")))
    return Dictionary(
      uniqueKeysWithValues: lines.dropFirst().map { $0.components(separatedBy: "\t") }.map {
        ($0[target], Int($0[rank]) ?? -1)
      })
  }

  /// The ranks that `tables impact --run` foretells are those that a run under the new release has.
  @Test func impactForetellsTheRanksOfTheNextRun() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let contrast = "{ factor: msi, case: MSI-H, control: MSS, batch: plex }"
    try study.writeStudy(contrast: contrast, release: "2019-09")
    #expect(try Command.run("run", study.study, "-o", study.path("old"), "-q").code == 0)
    let asked = try Command.run(
      "tables", "impact", "hgnc@2019-09", "hgnc@2022-02", "--run", study.path("old"), "--json", "-q")
    #expect(asked.code == 0, "\(asked.text)")
    let answer = try json(asked.text)
    #expect((answer["changed"] as? Int ?? 0) > 0)
    let same = try Command.run(
      "tables", "impact", "hgnc@2022-02", "hgnc@2019-09", "--run", study.path("old"), "-q")
    #expect(same.code == 6 && same.text.contains("hgnc 2019-09"), "\(same.text)")

    try study.writeStudy(contrast: contrast, release: "2022-02")
    #expect(try Command.run("run", study.study, "-o", study.path("new"), "-q").code == 0)
    let (before, after) = (try ranks(study.path("old")), try ranks(study.path("new")))
    let targets = try #require(answer["targets"] as? [[String: Any]])
    for target in targets {
      let id = try #require(target["target"] as? String)
      #expect(target["rank_before"] as? Int == before[id] && target["rank_after"] as? Int == after[id], "\(id)")
    }
    // What it does not name among the leading ones does not move.
    let named = Set(targets.compactMap { $0["target"] as? String })
    for (id, rank) in before where rank <= 50 && !named.contains(id) { #expect(after[id] == rank, "\(id)") }
  }

  /// Own mappings are pinned beside their table: the run follows them, its record names them, a change is refused.
  @Test func ownMappingsArePinnedWithTheTable() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write(
      "own.sssom.tsv",
      [
        "#curie_map:", "#  hgnc: https://bioregistry.io/hgnc:", "#  hgnc.symbol: https://bioregistry.io/hgnc.symbol:",
        "#license: https://spdx.org/licenses/CC0-1.0", "#mapping_set_id: https://example.org/own",
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tcomment",
        "hgnc.symbol:EPM2AIP1\tskos:exactMatch\thgnc:7127\tsemapv:ManualMappingCuration\tA. Curator\ttest",
      ])
    #expect(try Command.run("run", study.study, "-o", study.path("plain"), "-q").code == 0)
    let lock = study.path("lock-2022-02.yaml")
    let pinned = try Command.run("tables", "lock", "hgnc@2022-02", study.path("own.sssom.tsv"), "-o", lock, "--force")
    #expect(pinned.code == 0, "\(pinned.text)")
    #expect(try String(contentsOfFile: lock, encoding: .utf8).contains("name: own"))
    let run = try Command.run("run", study.study, "-o", study.path("own"), "-q")
    #expect(run.code == 0, "\(run.text)")
    let (plain, curated) = (try ranks(study.path("plain")), try ranks(study.path("own")))
    #expect(plain["HGNC:19735"] != nil && curated["HGNC:19735"] == nil)
    let replay = try Command.run("verify", study.path("own"), "--replay", "-q")
    #expect(replay.code == 0, "\(replay.text)")
    let drift = try Command.run("drift", study.path("plain"), study.path("own"), "--json", "-q")
    let causes = try #require(try json(drift.text)["causes"] as? [[String: Any]])
    #expect(causes.contains { ($0["subject"] as? String)?.contains("own") == true }, "\(drift.text)")
    let impact = try Command.run(
      "tables", "impact", "hgnc@2022-02", "hgnc@2022-02", "--run", study.path("own"), "--json", "-q")
    #expect(try impact.code == 0 && json(impact.text)["changed"] as? Int == 0, "\(impact.text)")

    let own = try study.lines("own.sssom.tsv")
    try study.write("own.sssom.tsv", own.map { $0.replacingOccurrences(of: "hgnc:7127", with: "hgnc:9122") })
    let refused = try Command.run("run", study.study, "-o", study.path("changed"), "-q")
    #expect(refused.code == 8 && refused.text.contains("own"), "\(refused.text)")
  }

  /// Processes that import into one workspace at the same time lose nothing; the same release twice is one.
  @Test func importsAtTheSameTimeAreAllCatalogued() throws {
    let workspace = FileManager.default.temporaryDirectory.appendingPathComponent("plumbline-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: workspace) }
    let imports = try (0..<12).map { number in
      try Command.start(
        Command.executable,
        [
          "tables", "import", "Fixtures/mappings/base.tsv", "--fact", "name=crowd", "--fact", "release=r\(number / 2)",
          "--workspace", workspace, "-q",
        ])
    }
    for one in imports {
      let result = one.finish()
      #expect(result.code == 0, "\(result.text)")
    }
    let listed = try Command.run("tables", "list", "--workspace", workspace)
    let rows = listed.text.split(separator: "\n").filter { $0.hasPrefix("crowd ") }
    #expect(rows.count == 6, "\(listed.text)")
    for number in 0..<6 {
      let checked = try Command.run(
        "tables", "diff", "crowd@r\(number)", "Fixtures/mappings/base.tsv", "--tsv",
        "--workspace", workspace, "-q")
      #expect(checked.code == 0 && checked.text.split(separator: "\n").count == 1, "\(checked.text)")
    }
  }
}
