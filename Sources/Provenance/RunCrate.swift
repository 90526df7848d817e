public import OmicsIO
public import Schema

/// `ro-crate-metadata.json`: the record of a run as RO-Crate 1.1 with Provenance Run Crate 0.5.
///
/// A pure function of the run record: same record, same bytes. Clock times are no part of it: the actions carry the
/// study's date. Inputs lie outside the folder and are named by their content (`ni:` names, RFC 6920).
/// Profiles: https://w3id.org/ro/wfrun/provenance/0.5, https://w3id.org/ro/crate/1.1.
public enum RunCrate {
  /// The name of the file, as RO-Crate fixes it.
  public static let fileName = "ro-crate-metadata.json"

  /// The bytes of the file.
  ///
  /// - Parameter recordDigest: SHA-256 of `run.json`, which the record itself cannot hold.
  public static func bytes(of record: RunRecord, recordDigest: String) -> [UInt8] {
    let graph = RunCrateGraph(record: record, recordDigest: recordDigest).entities
    return JSONWriter(isIndented: true).bytes(
      of: .members([
        "@context": .array([
          .string("https://w3id.org/ro/crate/1.1/context"),
          .members(["sha256": .string("https://w3id.org/ro/terms/workflow-run#sha256")]),
        ]),
        "@graph": .array(graph),
      ]))
  }
}
