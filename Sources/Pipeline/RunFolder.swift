internal import Mapping
internal import OmicsIO
internal import Provenance
internal import Report
internal import Schema

/// The files of a run folder.
enum RunFolder {
  /// Writes a run folder: all files into a temporary folder beside it, then one rename.
  ///
  /// - Parameter studyFolder: the study file's folder relative to the run folder, for the log.
  static func write(
    _ result: RunResult, to folder: String, studyFolder: String, log: [JSONValue], force: Bool
  ) throws(OmicsError) {
    let target = try AtomicFolder(folder, force: force, markers: ["run.json"])
    _ = try stage(result, in: target)
    var lines: [UInt8] = []
    for entry in [JSONValue.members(["study_folder": .string(studyFolder)])] + log {
      lines += JSONWriter().bytes(of: entry) + [0x0A]
    }
    try write(lines, "log.jsonl", target)
    try target.commit()
  }

  /// Writes every file but the log into a folder that is not committed yet.
  ///
  /// - Returns: the record as written, with the digest of every output.
  static func stage(_ result: RunResult, in folder: AtomicFolder) throws(OmicsError) -> RunRecord {
    var record = result.record
    for (name, bytes) in try texts(of: result) {
      record.outputs.append(RunRecord.Output(name: name, sha256: SHA256Digest.hex(of: bytes)))
      try write(bytes, name, folder)
    }
    let study = result.harmonized.study
    for cohort in HarmonizedFile.cohorts(study) {
      let name = HarmonizedFile.name(ofCohort: cohort)
      let path = try folder.path(name)
      try MuDataFile.write(
        HarmonizedFile.modalities(study, cohort: cohort, isMapped: !result.plan.tables.isEmpty), to: path)
      record.outputs.append(RunRecord.Output(name: name, sha256: try SHA256Digest.hex(ofFile: path)))
    }
    record.outputs.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let bytes = JSONWriter(isIndented: true).bytes(of: RunRecordJSON.encode(record))
    try write(bytes, "run.json", folder)
    try write(RunCrate.bytes(of: record, recordDigest: SHA256Digest.hex(of: bytes)), RunCrate.fileName, folder)
    return record
  }

  /// The text files, sorted by name: all but harmonised data, the record and the crate, which hold digests of these.
  private static func texts(of result: RunResult) throws(OmicsError) -> [(name: String, bytes: [UInt8])] {
    var list: [(name: String, bytes: [UInt8])] = [
      ("verdicts.json", VerdictsFile.bytes(result.verdicts)),
      ("ledger.tsv", SmallTables.ledger(result.ledger)),
      ("ledger_details.tsv", SmallTables.ledgerDetails(result.ledger)),
      ("plan.json", PlanFile.bytes(result)),
      ("README.md", RunReadme.bytes(result)),
      ("report.html", RunReportPage.render(report(result))),
    ]
    list.append(("design.tsv", SmallTables.design(result.harmonized, contrast: result.plan.contrast)))
    list.append(("samples.tsv", SmallTables.samples(result.harmonized.sampleJoins)))
    list.append(("normalization.tsv", SmallTables.normalization(result.harmonized.normalization)))
    list.append(("coverage.tsv", SmallTables.coverageSteps(result.harmonized.normalization)))
    list.append(("modalities.tsv", ModalitiesTable.bytes(result.harmonized)))
    list.append(("missingness.tsv", SmallTables.missingness(result.harmonized.missingness)))
    if !result.harmonized.onTheCut.isEmpty {
      list.append(("on_the_cut.tsv", SmallTables.onTheCut(result.harmonized.onTheCut)))
    }
    for (name, rows) in result.harmonized.mappingRows {
      var text = "input\tstatus\ttarget\tconfidence\tvia\tcandidates\tnote\n"
      for row in rows {
        text += row
        text += "\n"
      }
      let file = "mapping/\(name.split(separator: "/").joined(separator: "."))" + ".tsv"
      list.append((file, Array(text.utf8)))
    }
    if result.verdicts.status != .refused {
      list.append(("ranking.tsv", RankingTable.bytes(result.ranking)))
      list.append(("evidence.tsv", EvidenceTable.bytes(result.evidence)))
      list.append(("compounds.tsv", SmallTables.compounds(result.compounds)))
      list.append(("artefacts.tsv", ArtefactsTable.bytes(result.battery.artefacts, ranking: result.ranking)))
      list.append(("reliability.tsv", ReliabilityTable.bytes(result.battery.reliability)))
      list.append(("followers.tsv", SmallTables.followers(result.followers)))
      if result.plan.priors["network"] != nil {
        list.append(
          ("network_implied.tsv", ImpliedTable.bytes(result.implied, symbols: result.harmonized.study.symbols)))
      }
      list.append(("stability.tsv", SmallTables.stability(result.floors)))
      if !result.engines.isEmpty {
        list.append(("engines.tsv", EnginesTable.ranks(result.ranking, result.engines)))
        list.append(("engines.json", EnginesTable.verdicts(result.engines)))
        list += result.engineFiles
      }
      if !result.pathways.isEmpty { list.append(("pathways.tsv", SmallTables.pathways(result.pathways))) }
    }
    if !result.plan.tables.isEmpty {
      let pins = result.plan.tables.map {
        TableLock.Pin(
          name: $0.release.name, release: $0.release.release, path: $0.file.relativePath, sha256: $0.file.sha256)
      }
      list.append(("tables.lock.yaml", Array(TableLock.text(pins).utf8)))
    }
    return list.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The content of the report.
  static func report(_ result: RunResult) -> RunReport {
    var report = RunReport(
      study: result.plan.study, contrast: result.plan.contrastText, verdicts: result.verdicts,
      ranking: result.ranking, evidence: result.evidence, compounds: result.compounds, record: result.record,
      ledger: result.ledger, coverage: result.harmonized.coverage, pathways: result.pathways,
      engines: result.engines)
    report.followers = result.followers
    report.artefacts = result.battery.artefacts
    return report
  }

  private static func write(_ bytes: [UInt8], _ name: String, _ folder: AtomicFolder) throws(OmicsError) {
    let file = try folder.file(name)
    try file.append(bytes)
    try file.close()
  }
}
