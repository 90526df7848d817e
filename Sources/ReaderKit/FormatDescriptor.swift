public import Schema

/// What a reader says about its format: shown by `plumbline formats`, checked against `plugin.yaml`.
public struct FormatDescriptor: Sendable, Hashable {
  /// The format id, lower case, such as `mztab`.
  public var id: String
  /// The format's name as its community writes it.
  public var name: String
  /// The layer its data belong to.
  public var layer: Layer
  /// The versions or layouts it reads, such as `1.0` or `featureCounts`.
  public var versions: [String]
  /// Usual file name endings, without the dot and without `.gz`.
  public var extensions: [String]
  /// The plugin's id.
  public var plugin: String
  /// The plugin's semantic version: raised when its output changes.
  public var pluginVersion: String
  /// One sentence: what it reads.
  public var summary: String
  /// The options it takes.
  public var options: [ReaderOption]

  /// A descriptor.
  public init(
    id: String, name: String, layer: Layer, versions: [String], extensions: [String], plugin: String,
    pluginVersion: String, summary: String, options: [ReaderOption] = []
  ) {
    self.id = id
    self.name = name
    self.layer = layer
    self.versions = versions
    self.extensions = extensions
    self.plugin = plugin
    self.pluginVersion = pluginVersion
    self.summary = summary
    self.options = options
  }
}

/// An option of a reader.
public struct ReaderOption: Sendable, Hashable {
  /// The key in snake case.
  public var key: String
  /// What it does, in a sentence.
  public var meaning: String
  /// The allowed words; empty when any text is allowed.
  public var allowed: [String]
  /// The value when the option is not given.
  public var standard: String

  /// An option.
  public init(key: String, meaning: String, allowed: [String] = [], standard: String = "") {
    self.key = key
    self.meaning = meaning
    self.allowed = allowed
    self.standard = standard
  }
}
