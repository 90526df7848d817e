/// The card of a method: all that `normalize --list` prints.
public struct MethodCard: Sendable {
  /// The method's name on the command line.
  public var name: String
  /// What it computes, in one sentence.
  public var definition: String
  /// The kind of values it takes.
  public var takes: ValueNeed
  /// What it gives.
  public var gives: MethodGives
  /// Sheet columns and the like that must be given.
  public var requires: Set<MethodPart>
  /// Those that may be given besides; any other is a usage error.
  public var accepts: Set<MethodPart>
  /// Its settings, by the reference tool's argument names in snake case.
  public var settings: [MethodSetting]
  /// The paper, with its DOI.
  public var paper: String
  /// The tool and version whose numbers it reproduces.
  public var reference: String
  /// What happens at the edges.
  public var edges: String

  /// A card.
  public init(
    name: String, definition: String, takes: ValueNeed, gives: MethodGives, requires: Set<MethodPart> = [],
    accepts: Set<MethodPart> = [], settings: [MethodSetting] = [], paper: String, reference: String, edges: String
  ) {
    self.name = name
    self.definition = definition
    self.takes = takes
    self.gives = gives
    self.requires = requires
    self.accepts = accepts
    self.settings = settings
    self.paper = paper
    self.reference = reference
    self.edges = edges
  }
}

/// What a method gives.
public enum MethodGives: String, Sendable, CaseIterable {
  /// A matrix with the same rows and samples.
  case matrix
  /// One factor a sample.
  case factors
  /// Named figures of each row.
  case rowFigures = "row figures"
  /// The rows it keeps, as they were.
  case keptRows = "kept rows"
  /// A row a group of rows.
  case summarisedRows = "summarised rows"
}

/// What a method may need beside the matrix.
public enum MethodPart: String, Sendable, CaseIterable {
  /// A sheet column that groups the samples.
  case group
  /// A sheet column of batches.
  case batch
  /// A model of the samples.
  case design
  /// A column of the table that groups the rows.
  case featureColumn = "feature-column"

  /// How the command line spells it.
  public var option: String { "--\(rawValue)" }
}

/// A setting of a method.
public struct MethodSetting: Sendable {
  /// The key, in snake case.
  public var key: String
  /// The default as text; empty where there is none.
  public var standard: String
  /// What it does.
  public var meaning: String
  /// What its text must be.
  public var form: Form

  /// The forms of a setting's text.
  public enum Form: Sendable, Hashable {
    /// A number.
    case number
    /// A whole number.
    case whole
    /// `true` or `false`.
    case flag
    /// One of these words.
    case word([String])
    /// Any text.
    case text
    /// The path of a delimited table, read before the method starts.
    case table
    /// The path of a matrix with the same rows and samples, read before the method starts.
    case matrix
  }

  /// A setting.
  public init(_ key: String, _ standard: String, _ form: Form, _ meaning: String) {
    self.key = key
    self.standard = standard
    self.meaning = meaning
    self.form = form
  }

  /// The base level of the terms of a design.
  public static let base = MethodSetting(
    "base", "", .text, "the level that a categorical term compares with; by default the alphabetically first")
}
