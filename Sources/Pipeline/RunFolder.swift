internal import Mapping
internal import OmicsIO
internal import Provenance
internal import Report
internal import Schema

/// The files of a run folder.
enum RunFolder {
  /// A file and its bytes.
  struct Output: Sendable {
    var name: String
    var bytes: [UInt8]
  }

  /// Every result file but `run.json`, which holds their digests, sorted by name.
  static func outputs(of result: RunResult) throws(OmicsError) -> [Output] {
    var list = [
      Output(name: "verdicts.json", bytes: VerdictsFile.bytes(result.verdicts)),
      Output(name: "ledger.tsv", bytes: SmallTables.ledger(result.ledger)),
      Output(name: "ledger_details.tsv", bytes: SmallTables.ledgerDetails(result.ledger)),
      Output(name: "report.html", bytes: RunReportPage.render(report(result))),
    ]
    for (name, rows) in result.harmonized.mappingRows {
      var text = "input\tstatus\ttarget\tconfidence\tvia\tcandidates\tnote\n"
      for row in rows {
        text += row
        text += "\n"
      }
      let file = "mapping/\(name.split(separator: "/").joined(separator: "."))" + ".tsv"
      list.append(Output(name: file, bytes: Array(text.utf8)))
    }
    if result.verdicts.status != .refused {
      list.append(Output(name: "ranking.tsv", bytes: RankingTable.bytes(result.ranking)))
      list.append(Output(name: "evidence.tsv", bytes: EvidenceTable.bytes(result.evidence)))
      list.append(Output(name: "compounds.tsv", bytes: SmallTables.compounds(result.compounds)))
      list.append(Output(name: "stability.tsv", bytes: SmallTables.stability(result.floors)))
      if !result.pathways.isEmpty {
        list.append(Output(name: "pathways.tsv", bytes: SmallTables.pathways(result.pathways)))
      }
    }
    if !result.plan.tables.isEmpty {
      let pins = result.plan.tables.map {
        TableLock.Pin(
          name: $0.release.name, release: $0.release.release, path: $0.file.relativePath, sha256: $0.file.sha256)
      }
      list.append(Output(name: "tables.lock.yaml", bytes: Array(TableLock.text(pins).utf8)))
    }
    return list.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The content of the report.
  static func report(_ result: RunResult) -> RunReport {
    RunReport(
      study: result.plan.study, contrast: result.plan.contrastText, verdicts: result.verdicts,
      ranking: result.ranking, evidence: result.evidence, compounds: result.compounds, record: result.record,
      ledger: result.ledger, coverage: result.harmonized.coverage, pathways: result.pathways)
  }

  /// Writes a run folder: all files into a temporary folder beside it, then one rename.
  ///
  /// - Parameter studyFolder: the study file's folder relative to the run folder, for the log.
  static func write(
    _ result: RunResult, to folder: String, studyFolder: String, log: [JSONValue], force: Bool
  ) throws(OmicsError) {
    let target = try AtomicFolder(folder, force: force, markers: ["run.json"])
    var record = result.record
    for output in try outputs(of: result) {
      record.outputs.append(RunRecord.Output(name: output.name, sha256: SHA256Digest.hex(of: output.bytes)))
      try write(output.bytes, output.name, target)
    }
    try write(JSONWriter(isIndented: true).bytes(of: RunRecordJSON.encode(record)), "run.json", target)
    var lines: [UInt8] = []
    for entry in [JSONValue.members(["study_folder": .string(studyFolder)])] + log {
      lines += JSONWriter().bytes(of: entry) + [0x0A]
    }
    try write(lines, "log.jsonl", target)
    try target.commit()
  }

  private static func write(_ bytes: [UInt8], _ name: String, _ folder: AtomicFolder) throws(OmicsError) {
    let file = try folder.file(name)
    try file.append(bytes)
    try file.close()
  }
}
