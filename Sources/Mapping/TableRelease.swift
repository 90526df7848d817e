/// What is known of a release of a mapping table: printed by `tables list`, pinned by a lock file.
public struct TableRelease: Sendable, Hashable {
  /// The table's name, such as `hgnc`.
  public var name: String
  /// The kind of table, which decides the reader: `hgnc`.
  public var kind: String
  /// The release, such as `2022-02`.
  public var release: String
  /// The date of the content, ISO 8601, as far as it is known.
  public var date: String
  /// The licence of the content.
  public var licence: String
  /// Where it came from.
  public var origin: String
  /// The file, relative to the manifest.
  public var file: String
  /// SHA-256 of the file as it is on disk.
  public var sha256: String
  /// The digest of the content, independent of row order and compression.
  public var canonicalDigest: String
  /// Data rows.
  public var rows: Int

  /// A release.
  public init(
    name: String, kind: String, release: String, date: String, licence: String, origin: String, file: String,
    sha256: String, canonicalDigest: String, rows: Int
  ) {
    self.name = name
    self.kind = kind
    self.release = release
    self.date = date
    self.licence = licence
    self.origin = origin
    self.file = file
    self.sha256 = sha256
    self.canonicalDigest = canonicalDigest
    self.rows = rows
  }

  /// `name release`, as it is written in a study's lock and in reports.
  public var id: String { "\(name) \(release)" }
}
