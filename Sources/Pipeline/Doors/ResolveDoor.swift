internal import Mapping
internal import OmicsIO
public import Schema

/// The verb `tables resolve`.
public enum ResolveDoor {
  /// The answer.
  public struct Answer: Sendable {
    private let resolution: TableDoor.Resolution
    private let release: String

    init(_ resolution: TableDoor.Resolution, release: String) {
      self.resolution = resolution
      self.release = release
    }

    /// TSV with a header: `input status target confidence via candidates note`.
    public var table: String {
      var text = "input\tstatus\ttarget\tconfidence\tvia\tcandidates\tnote\n"
      for outcome in resolution.outcomes {
        text += outcome.row
        text += "\n"
      }
      return text
    }

    /// The same as JSON.
    public var jsonText: String {
      JSONWriter(isIndented: true).text(
        of: .array(
          resolution.outcomes.map { outcome in
            .members([
              "input": .string(outcome.input), "status": .string(outcome.status.rawValue),
              "target": outcome.target.map(JSONValue.string) ?? .null, "symbol": .string(outcome.symbol),
              "confidence": .number(outcome.confidence), "via": .string(outcome.via),
              "candidates": .array(outcome.candidates.map(JSONValue.string)), "note": .string(outcome.note),
            ])
          }))
    }

    /// The account in a sentence.
    public var summary: String {
      let counts = MappingStatus.allCases.filter { resolution.coverage[$0] > 0 }
        .map { "\($0.rawValue) \(resolution.coverage[$0])" }
      let namespace = resolution.namespace?.rawValue ?? "each id by its own pattern"
      return "table \(release); from \(namespace) (\(resolution.evidence)); \(resolution.coverage.inputs) inputs: "
        + counts.joined(separator: ", ")
    }
  }

  /// Resolves the ids of a file or of standard input.
  public static func resolve(
    _ file: String, from: String?, to: String, table: String?, catalog: TableCatalog
  ) throws(OmicsError) -> Answer {
    let opened = try TableDoor.open(table, catalog: catalog)
    let ids = try TableDoor.ids(file)
    return Answer(
      try TableDoor.resolve(
        ids, from: from.map(Namespace.init(rawValue:)), to: Namespace(rawValue: to), table: opened),
      release: opened.release.id)
  }
}

/// The verb `tables list`.
public enum TableListing {
  /// A row a release: name, release, rows, licence, digest, file.
  public static func rows(_ catalog: TableCatalog) -> [[String]] {
    catalog.entries.map {
      [
        $0.release.name, $0.release.release, "\($0.release.rows)", $0.release.licence,
        String($0.release.canonicalDigest.prefix(12)), $0.path,
      ]
    }
  }

  /// The same as JSON, with full digests and origin.
  public static func jsonText(_ catalog: TableCatalog) -> String {
    JSONWriter(isIndented: true).text(
      of: .array(
        catalog.entries.map {
          .members([
            "name": .string($0.release.name), "kind": .string($0.release.kind), "release": .string($0.release.release),
            "date": .string($0.release.date), "licence": .string($0.release.licence),
            "origin": .string($0.release.origin), "rows": .integer($0.release.rows),
            "sha256": .string($0.release.sha256), "canonical_digest": .string($0.release.canonicalDigest),
            "file": .string($0.path),
          ])
        }))
  }
}
