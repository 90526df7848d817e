internal import OmicsIO
internal import Provenance
public import Schema

/// A run folder read back.
public struct RecordedRun: Sendable {
  /// The folder.
  public let folder: String
  /// The record.
  public let record: RunRecord
  /// The verdicts.
  public let verdicts: RunVerdicts
  /// The ranking; empty when the run was refused.
  public let ranking: TargetRanking
  /// Noise floors by target against a run held fixed, and between two noisy runs.
  public let floors: (one: [String: Double], both: [String: Double])

  /// Reads a run folder.
  ///
  /// - Throws: `unreadable` when it is none.
  public init(_ folder: String) throws(OmicsError) {
    self.folder = folder
    record = try Self.record(folder)
    verdicts = try VerdictsFile.read("\(folder)/verdicts.json")
    let ranking = "\(folder)/ranking.tsv"
    self.ranking = FolderListing.isFile(ranking) ? try RankingTable.read(ranking) : TargetRanking()
    let stability = "\(folder)/stability.tsv"
    floors = FolderListing.isFile(stability) ? try SmallTables.readStability(stability) : ([:], [:])
  }

  /// The record alone, whatever state the other files are in.
  static func record(_ folder: String) throws(OmicsError) -> RunRecord {
    let path = "\(folder)/run.json"
    guard FolderListing.isFile(path) else {
      throw OmicsError(
        .unreadable, "this is no run folder: it has no run.json", at: SourceLocation(file: folder),
        hint: "Make one with: plumbline run STUDY.yaml -o \(folder)")
    }
    return try RunRecordJSON.decode(try JSONParser.parse(try FileText.bytes(path), file: path), file: path)
  }

  /// The folder of the study file, as the run's log says it relative to the run folder.
  func studyFolder() throws(OmicsError) -> String { try Self.studyFolder(folder) }

  /// The folder of a run's study file.
  static func studyFolder(_ folder: String) throws(OmicsError) -> String {
    let path = "\(folder)/log.jsonl"
    let text = FolderListing.isFile(path) ? try FileText.read(path) : ""
    for line in text.split(separator: "\n") {
      let json = try JSONParser.parse(Array(line.utf8), file: path)
      if let relative = json["study_folder"]?.text { return RelativePath.short(RelativePath.join(folder, relative)) }
    }
    throw OmicsError(
      .unreadable, "the run's log does not say where its study stood", at: SourceLocation(file: path),
      hint: "Inputs cannot be found without it; run the study again.")
  }

  /// The plan of the run, resolved again against the files as they are now.
  ///
  /// - Throws: `verification` when a file has another digest than recorded.
  func plan(catalog: TableCatalog) throws(OmicsError) -> RunPlan {
    var overrides: [RunPlan.Override] = []
    for setting in record.settings where setting.origin != "default" && setting.origin != "study" {
      overrides.append(RunPlan.Override(key: setting.key, value: setting.value, origin: setting.origin))
    }
    let pins = record.components.filter { $0.kind == .table }.map {
      TableLock.Pin(name: $0.name, release: $0.label, path: $0.path, sha256: $0.digest)
    }
    let plan = try RunPlan(
      text: record.studyFile, name: "\(folder)/run.json", folder: try studyFolder(), catalog: catalog,
      overrides: overrides, pins: pins)
    let now = plan.components
    for component in record.components where !component.path.isEmpty {
      let other = now.first { $0.kind == component.kind && $0.name == component.name }
      guard other?.digest == component.digest else {
        throw OmicsError(
          .verification, "\(component.kind.rawValue) \(component.name) (\(component.path)) is not what the run read",
          at: SourceLocation(file: folder), hint: "Restore the file to replay this run.")
      }
    }
    return plan
  }
}
