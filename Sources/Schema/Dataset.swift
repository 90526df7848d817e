/// One input file as it was read.
public struct SourceRecord: Sendable, Hashable {
  /// The file's name without folders.
  public var file: String
  /// SHA-256 of the bytes on disk, in lower-case hexadecimal.
  public var sha256: String
  /// The size on disk in bytes.
  public var bytes: Int
  /// The format id (`mztab`).
  public var format: String
  /// The version of the format as recognised.
  public var version: String
  /// The reader plugin's id.
  public var plugin: String
  /// The reader plugin's semantic version.
  public var pluginVersion: String

  /// A source record.
  public init(
    file: String, sha256: String, bytes: Int, format: String, version: String, plugin: String, pluginVersion: String
  ) {
    self.file = file
    self.sha256 = sha256
    self.bytes = bytes
    self.format = format
    self.version = version
    self.plugin = plugin
    self.pluginVersion = pluginVersion
  }
}

/// Canonical data of one layer: what every reader makes, every stage takes and every writer writes.
public struct Dataset: Sendable, Hashable {
  /// The version of this schema as written into every dataset.
  public static let schemaVersion = "plumbline/1"

  /// The molecular layer.
  public var layer: Layer
  /// The files it came from.
  public var sources: [SourceRecord] = []
  /// The samples.
  public var samples = SampleTable()
  /// The features.
  public var features = FeatureTable()
  /// The values, one table for each kind and measure.
  public var abundances: [AbundanceTable] = []
  /// Peptide-spectrum matches.
  public var identifications = IdentificationTable()
  /// Gene annotation.
  public var annotation = AnnotationTable()
  /// The account of every record.
  public var ledger = Ledger()
  /// What was seen on the way, folded.
  public var diagnostics: [Diagnostic] = []
  /// Resolved reader options and format facts that can change content, in order of key.
  public var settings: [Feature.Attribute] = []

  /// What the reader counted, in the order of the format's table in the README: `spectra`, `items`, `rows`, ….
  public var counts: [Count] = []

  /// A named figure of a file.
  public struct Count: Sendable, Hashable {
    /// The key, in snake case.
    public var key: String
    /// The figure.
    public var value: Int
    /// A figure.
    public init(_ key: String, _ value: Int) {
      self.key = key
      self.value = value
    }
  }

  /// An empty dataset of a layer.
  public init(layer: Layer) { self.layer = layer }

  /// The first abundance table of a measure, if any.
  public func abundance(_ measure: Measure, kind: FeatureKind? = nil) -> AbundanceTable? {
    abundances.first { $0.measure == measure && (kind == nil || $0.kind == kind) }
  }
}
