internal import Mapping
internal import OmicsIO

/// The verb `tables list`.
public enum TableListing {
  /// A row a release: name, release, rows, licence, digest, file.
  public static func rows(_ catalog: TableCatalog) -> [[String]] {
    catalog.entries.map {
      [
        $0.release.name, $0.release.release, "\($0.release.rows)", $0.release.licence,
        String($0.release.canonicalDigest.prefix(12)), $0.path, $0.isImported ? "imported" : "shipped",
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
            "file": .string($0.path), "imported": .bool($0.isImported),
          ])
        }))
  }
}
