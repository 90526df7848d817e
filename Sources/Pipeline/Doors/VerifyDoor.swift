internal import Mapping
internal import OmicsIO
internal import Provenance
public import Schema

/// The verb `verify`.
public enum VerifyDoor {
  /// The outputs of a run folder against its record, by name.
  static func outputs(_ folder: String) throws(OmicsError) -> [VerifiedFile] {
    try RecordedRun.record(folder).outputs.map {
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
      files.append(
        OutputVerification.check(
          name: component.name, role: component.kind.rawValue, path: path, sha256: digest))
    }
    guard replay, files.allSatisfy({ $0.finding == .same }) else {
      return Outcome(files: files, replayed: false)
    }
    let result = try RunEngine(progress: progress).run(try RecordedRun(folder).plan(catalog: catalog))
    for output in try RunFolder.outputs(of: result) {
      let recorded = record.outputs.first { $0.name == output.name }
      let digest = SHA256Digest.hex(of: output.bytes)
      files.append(
        VerifiedFile(
          name: output.name, role: "replay",
          finding: recorded == nil ? .absent : recorded?.sha256 == digest ? .same : .changed))
    }
    return Outcome(files: files, replayed: true)
  }
}
