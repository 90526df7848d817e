internal import Drift
internal import OmicsIO
internal import Report
public import Schema

/// The verb `drift`.
public enum DriftDoor {
  /// The findings and how to write them.
  public struct Outcome: Sendable {
    /// What moved and why.
    public var findings: DriftFindings
    /// The base run's name.
    public var base: String
    /// The new run's name.
    public var new: String

    /// `drift.json` as text.
    public var jsonText: String { JSONWriter(isIndented: true).text(of: DriftFile.json(findings)) }

    /// Writes `drift.json`, `drift.tsv`, `drift.html` and `drift_mqc.json` into a folder.
    public func write(to folder: String, force: Bool) throws(OmicsError) {
      try FolderListing.makeParents(of: folder)
      let output = try AtomicFolder(folder, force: force, markers: ["drift.json"])
      let files: [(String, [UInt8])] = [
        ("drift.json", JSONWriter(isIndented: true).bytes(of: DriftFile.json(findings))),
        ("drift.tsv", DriftFile.table(findings)),
        ("drift.html", DriftReportPage.render(findings, base: base, new: new)),
        ("drift_mqc.json", JSONWriter(isIndented: true).bytes(of: DriftFile.multiQC(findings))),
      ]
      for (name, bytes) in files {
        let file = try output.file(name)
        try file.append(bytes)
        try file.close()
      }
      try output.commit()
    }
  }

  /// Compares two run folders.
  ///
  /// - Throws: `refused` when one of them has no ranking, `verification` when an input needed for a replay has changed.
  public static func compare(
    _ base: String, _ new: String, catalog: TableCatalog, threads: Int? = nil, progress: RunProgress = .silent
  ) throws(OmicsError) -> Outcome {
    let (a, b) = (try RecordedRun(base), try RecordedRun(new))
    for run in [a, b] where run.verdicts.status == .refused {
      throw OmicsError(
        .unsupported, "run \(run.folder) was refused and has no ranking to compare",
        hint: run.verdicts.reasons.first ?? "")
    }
    let differences = ComponentDifference.between(a.record.components, b.record.components)
    let analysis = DriftAnalysis(
      base: list(a.ranking), new: list(b.ranking), floors: a.floors, differences: differences)
    let findings: DriftFindings
    if analysis.players.count < 2 {
      findings = try analysis.findings { (_) throws(OmicsError) -> RankedList in analysis.new }
    } else {
      let (planA, planB) = (try a.plan(catalog: catalog), try b.plan(catalog: catalog))
      let engine = RunEngine(progress: progress, threads: threads)
      var done = 0
      let total = (1 << analysis.players.count) - 2
      findings = try analysis.findings { (players) throws(OmicsError) -> RankedList in
        done += 1
        progress.step("replay \(done) of \(total): \(players.map(\.subject).joined(separator: " + ")) new")
        let members = players.flatMap(\.members).map { differences[$0] }
        return list(try engine.rank(try planA.taking(members, from: planB)))
      }
    }
    return Outcome(findings: findings, base: RelativePath.name(of: base), new: RelativePath.name(of: new))
  }

  private static func list(_ ranking: TargetRanking) -> RankedList {
    var symbols: [String: String] = [:]
    for candidate in ranking.candidates { symbols[candidate.target] = candidate.symbol }
    return RankedList(targets: ranking.candidates.map(\.target), symbols: symbols)
  }
}
