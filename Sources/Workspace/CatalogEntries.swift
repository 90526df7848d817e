/// A run the workspace knows.
public struct CatalogedRun: Sendable, Hashable {
  /// SHA-256 of its `run.json`.
  public var id: String
  /// The study's name.
  public var study: String
  /// `ranked`, `no_target` or `refused`.
  public var status: String
  /// The run folder as the user gave it.
  public var folder: String
  /// How many targets were ranked.
  public var targets: Int

  /// A run.
  public init(id: String, study: String, status: String, folder: String, targets: Int) {
    self.id = id
    self.study = study
    self.status = status
    self.folder = folder
    self.targets = targets
  }
}

/// A release of a mapping table the workspace knows.
public struct CatalogedRelease: Sendable, Hashable {
  /// The table's name, such as `hgnc`.
  public var name: String
  /// The release.
  public var release: String
  /// SHA-256 of the file.
  public var sha256: String
  /// SHA-256 of the content, whatever the row order or compression.
  public var canonicalDigest: String
  /// How many rows it has.
  public var rows: Int
  /// The licence.
  public var licence: String
  /// Where it is.
  public var path: String
  /// The kind of table; empty when it is not known.
  public var kind: String
  /// The date of the content; empty when it is not known.
  public var date: String
  /// Where it came from; empty when it is not known.
  public var origin: String

  /// A release.
  public init(
    name: String, release: String, sha256: String, canonicalDigest: String, rows: Int,
    licence: String, path: String, kind: String = "", date: String = "", origin: String = ""
  ) {
    self.kind = kind
    self.date = date
    self.origin = origin
    self.name = name
    self.release = release
    self.sha256 = sha256
    self.canonicalDigest = canonicalDigest
    self.rows = rows
    self.licence = licence
    self.path = path
  }
}

/// A dataset the workspace knows.
public struct CatalogedDataset: Sendable, Hashable {
  /// SHA-256 of its canonical text.
  public var digest: String
  /// The format it was read from.
  public var format: String
  /// The layer's word.
  public var layer: String
  /// How many features it has.
  public var features: Int
  /// How many samples it has.
  public var samples: Int

  /// A dataset.
  public init(digest: String, format: String, layer: String, features: Int, samples: Int) {
    self.digest = digest
    self.format = format
    self.layer = layer
    self.features = features
    self.samples = samples
  }
}
