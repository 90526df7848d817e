/// A component of a run whose change can change a result: an input, a table, a prior, a setting, a version, the seed.
public struct RunComponent: Sendable, Hashable {
  /// What kind of component.
  public enum Kind: String, Sendable, CaseIterable {
    /// An input file.
    case input
    /// The sample sheet.
    case samples
    /// An identifier-mapping table.
    case table
    /// A network, pathway or compound table.
    case prior
    /// A resolved setting.
    case setting
    /// A reader plugin.
    case plugin
    /// The core itself.
    case core
    /// The seed of all randomness.
    case seed
    /// What no record holds: named when two runs differ although nothing recorded does.
    case unrecorded
  }
  /// The kind.
  public var kind: Kind
  /// A name that is stable between runs: the role of an input (`proteomics/ucec`), a table's name, a setting's key.
  public var name: String
  /// What it is compared by: a SHA-256 for files, the value for settings.
  public var digest: String
  /// A readable form: the file name, release, or value.
  public var label: String
  /// The path relative to the study file, for files; empty otherwise.
  public var path: String
  /// A digest of what the file says, whatever the order of its rows, its line ends and compression; empty when unknown.
  public var content: String

  /// A component.
  public init(kind: Kind, name: String, digest: String, label: String, path: String = "", content: String = "") {
    self.kind = kind
    self.name = name
    self.digest = digest
    self.label = label
    self.path = path
    self.content = content
  }
}

/// A stage of a run with the records that went in and came out.
public struct RunStage: Sendable, Hashable {
  /// The stage's name.
  public var name: String
  /// The stage's semantic version: raised when its results change.
  public var version: Int
  /// Records in.
  public var rowsIn: Int
  /// Records out.
  public var rowsOut: Int
  /// What was done, in a sentence.
  public var note: String
  /// SHA-256 of the stage's canonical output.
  public var outputDigest: String

  /// A stage.
  public init(name: String, version: Int, rowsIn: Int, rowsOut: Int, note: String, outputDigest: String) {
    self.name = name
    self.version = version
    self.rowsIn = rowsIn
    self.rowsOut = rowsOut
    self.note = note
    self.outputDigest = outputDigest
  }
}

/// The record of a run: everything that can change its result, and what each stage did.
public struct RunRecord: Sendable, Hashable {
  /// The version of the record's own layout.
  public static let schemaVersion = "plumbline-run/1"
  /// The study's name.
  public var study: String
  /// The study's date, the only one that enters outputs; 1970-01-01 when the study names none.
  public var date: String
  /// Every component, sorted by kind and name.
  public var components: [RunComponent]
  /// Every resolved setting with its value and where the value came from (`default`, `study`, `flag`, …).
  public var settings: [Setting]
  /// The stages in order.
  public var stages: [RunStage]
  /// SHA-256 of every output file by its name, sorted by name.
  public var outputs: [Output]
  /// The study file as the run understood it, as canonical text.
  public var studyFile: String

  /// A setting with its origin.
  public struct Setting: Sendable, Hashable {
    /// The setting's key, such as `ranking.resamples`.
    public var key: String
    /// The resolved value as text.
    public var value: String
    /// Where it came from.
    public var origin: String
    /// A setting.
    public init(key: String, value: String, origin: String) {
      self.key = key
      self.value = value
      self.origin = origin
    }
  }

  /// An output file and its digest.
  public struct Output: Sendable, Hashable {
    /// The name inside the run folder.
    public var name: String
    /// SHA-256.
    public var sha256: String
    /// An output.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// A record of a study's run.
  public init(
    study: String, date: String = "1970-01-01", components: [RunComponent] = [], settings: [Setting] = [],
    stages: [RunStage] = [],
    outputs: [Output] = [], studyFile: String = ""
  ) {
    self.study = study
    self.date = date
    self.components = components
    self.settings = settings
    self.stages = stages
    self.outputs = outputs
    self.studyFile = studyFile
  }
}
