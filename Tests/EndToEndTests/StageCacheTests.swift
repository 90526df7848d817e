import Foundation
import Testing

/// What makes a stage be computed again, and what does not.
@Suite struct StageCacheTests {
  /// Whether each stage was taken from the cache, by name, from the run's log.
  private func cached(_ study: SimulatedStudy, _ run: String) throws -> [String: Bool] {
    var events: [String: Bool] = [:]
    for line in try String(contentsOfFile: study.path("\(run)/log.jsonl"), encoding: .utf8).split(separator: "\n") {
      guard let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let stage = json["stage"] as? String
      else { continue }
      events[stage] = json["cached"] as? Bool
    }
    return events
  }

  @Test func contentAndDeclaredSettingsDecideAndNothingElse() throws {
    let study = try SimulatedStudy(draw: 31)
    let options = SimulatedStudy.Options()
    let file = try study.make("study", options)
    var number = 0
    func run(_ file: String, _ more: String...) throws -> [String: Bool] {
      number += 1
      let result = try Command.start(
        Command.executable,
        ["run", file, "-o", study.path("r\(number)"), "-q", "--workspace", study.path("w")] + more
      ).finish()
      #expect(result.code == 0, "\(result.text)")
      return try cached(study, "r\(number)")
    }
    let normalised = ["normalise/proteomics/c", "normalise/transcriptomics/c"]
    let all = normalised + ["rank/calibration", "rank/halves"]
    func expect(_ found: [String: Bool], hits: [String], _ what: String) {
      #expect(found.keys.sorted() == all, "\(what)")
      #expect(found.filter(\.value).keys.sorted() == hits, "\(what)")
    }
    expect(try run(file), hits: [], "first")
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: study.path("study/rna.tsv"))
    expect(try run(file), hits: all, "touched")
    for change in ["names", "crlf", "rows", "columns"] {
      try study.makeNull(change, options)
      expect(try run(study.path("\(change)/study.yaml")), hits: all, change)
    }
    expect(try run(file, "--threads", "2"), hits: all, "threads")
    expect(try run(file, "--set", "ranking.fdr=0.2"), hits: all, "a setting of a later step")
    expect(try run(file, "--set", "ranking.network_weight=0"), hits: all, "a setting of a later step")
    expect(try run(file, "--set", "ranking.permutations=59"), hits: normalised + ["rank/halves"], "its own setting")
    expect(try run(file, "--seed", "9"), hits: [], "seed")
    var other = options
    other.plantedCases = 3
    expect(try run(try study.make("other", other)), hits: [], "values")
    other.plantedInProtein = false
    other.plantedCases = 0
    expect(
      try run(try study.make("other2", other)), hits: ["normalise/transcriptomics/c"], "values of the other layer")

    // A damaged object is noticed, dropped and computed again, with the same bytes.
    let objects = try FileManager.default.subpathsOfDirectory(atPath: study.path("w/cas")).filter { $0.count > 60 }
    #expect(!objects.isEmpty)
    for object in objects {
      let path = study.path("w/cas/\(object)")
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: path))
    }
    expect(try run(file), hits: [], "truncated")
    let anew = number
    expect(try run(file), hits: all, "computed again")
    for name in ["run.json", "ranking.tsv", "stability.tsv"] {
      let first = FileManager.default.contents(atPath: study.path("r1/\(name)"))
      #expect(first != nil && first == FileManager.default.contents(atPath: study.path("r\(anew)/\(name)")), "\(name)")
      #expect(first == FileManager.default.contents(atPath: study.path("r\(number)/\(name)")), "\(name)")
    }
  }
}
