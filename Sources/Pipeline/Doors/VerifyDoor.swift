internal import Mapping
internal import OmicsIO
internal import Provenance
public import Schema

/// The verb `verify`.
public enum VerifyDoor {
  /// The outputs of a run folder against its record, by name.
  ///
  /// The crate is a function of the record, so it is held against what the record gives.
  static func outputs(_ folder: String) throws(OmicsError) -> [VerifiedFile] {
    let record = try RecordedRun.record(folder)
    let crate = RunCrate.bytes(of: record, recordDigest: try SHA256Digest.hex(ofFile: "\(folder)/run.json"))
    let outputs = record.outputs + [RunRecord.Output(name: RunCrate.fileName, sha256: SHA256Digest.hex(of: crate))]
    return outputs.map {
      OutputVerification.check(name: $0.name, role: "output", path: "\(folder)/\($0.name)", sha256: $0.sha256)
    }
  }

  /// What was found.
  public struct Outcome: Sendable {
    /// Every file.
    var files: [VerifiedFile]
    /// Whether the run was computed again.
    public var replayed: Bool

    /// Whether all is as recorded.
    public var isSame: Bool { files.allSatisfy { $0.finding == .same } }

    /// What differs, and a closing line.
    public var text: String {
      var text = ""
      for file in files where file.finding != .same { text += "\(file.role) \(file.name): \(file.finding.rawValue)\n" }
      guard isSame else { return text + "this run is not what its record says" }
      let computed = files.filter { $0.role == "replay" }.count
      return "\(files.count - computed) files as recorded"
        + (replayed ? ", \(computed) computed anew to the same bytes" : "")
    }

    /// The outcome as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .members([
          "same": .bool(isSame), "replayed": .bool(replayed),
          "files": .array(
            files.map {
              .members([
                "name": .string($0.name), "role": .string($0.role), "finding": .string($0.finding.rawValue),
              ])
            }),
        ]))
    }
  }

  /// Hashes outputs and inputs again; with `replay` also computes the run anew and compares every byte.
  public static func verify(
    _ folder: String, replay: Bool, catalog: TableCatalog, progress: RunProgress = .silent
  ) throws(OmicsError) -> Outcome {
    let record = try RecordedRun.record(folder)
    var files = try outputs(folder)
    let study = try RecordedRun.studyFolder(folder)
    for component in record.components where !component.path.isEmpty {
      let digest = String(component.digest.prefix(64))
      var path = RelativePath.join(study, component.path)
      if component.kind == .table, !FolderListing.isFile(path),
        let entry = catalog.entries.first(where: {
          $0.release.name == component.name && $0.release.release == component.label
        })
      {
        path = entry.path
      }
      if FolderListing.isFolder(path) {
        let found: VerifiedFile.Finding = try InputDigest.of(path) == digest ? .same : .changed
        files.append(VerifiedFile(name: component.name, role: component.kind.rawValue, finding: found))
        continue
      }
      files.append(
        OutputVerification.check(
          name: component.name, role: component.kind.rawValue, path: path, sha256: digest))
    }
    guard replay, files.allSatisfy({ $0.finding == .same }) else {
      return Outcome(files: files, replayed: false)
    }
    let result = try RunEngine(progress: progress).run(try RecordedRun(folder).plan(catalog: catalog))
    files += try compare(result, with: record)
    return Outcome(files: files, replayed: true)
  }

  /// The files of a run computed anew, written to a folder that is given up afterwards, against the record.
  private static func compare(_ result: RunResult, with record: RunRecord) throws(OmicsError) -> [VerifiedFile] {
    let scratch = try AtomicFolder(RelativePath.join(ScratchFolder.path, "plumbline-replay"))
    defer { scratch.abort() }
    let anew = try RunFolder.stage(result, in: scratch).outputs
    return Set((record.outputs + anew).map(\.name)).sorted().map { name in
      let recorded = record.outputs.first { $0.name == name }?.sha256
      let computed = anew.first { $0.name == name }?.sha256
      return VerifiedFile(
        name: name, role: "replay", finding: recorded == computed ? .same : computed == nil ? .absent : .changed)
    }
  }
}
