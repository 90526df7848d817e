public import Schema

/// The features of one kind that the rows of a delimited table tell of.
public struct DelimitedTable: Sendable, Hashable {
  /// A column whose words mark a row.
  public struct Mark: Sendable, Hashable {
    /// The column.
    public var columns: DelimitedFormat.ColumnNames
    /// The cells that mark a row; other cells do not.
    public var words: [String]
    /// A mark.
    public init(columns: DelimitedFormat.ColumnNames, words: [String]) {
      self.columns = columns
      self.words = words
    }
  }

  /// Where values stand and what they are.
  public struct Values: Sendable, Hashable {
    /// What is measured.
    public var measure: Measure
    /// The scale.
    public var scale: Scale
    /// A header with `*` for the sample (wide tables); nil in long ones.
    public var header: String?
    /// The column (long tables).
    public var column: DelimitedFormat.ColumnNames
    /// Whether 0 means that nothing was measured.
    public var zeroIsMissing: Bool
    /// The word by which the option `values` asks for these; empty when it cannot.
    public var choice: String
    /// Which of several rows of one feature and sample is taken.
    public var repeats: Repeats
    /// The parts of a nested column that lists values; nil where a cell is one value.
    public var list: List?
    /// What marks a row whose number the vendor did not measure.
    public var imputed: Mark?

    /// The names of the parts of a nested column, the one to prefer first.
    public struct List: Sendable, Hashable {
      /// The value.
      public var value: [String]
      /// The channel of the run.
      public var channel: [String]
      /// The source of the sample.
      public var source: [String]
      /// Channels that say that the run has none.
      public var single: [String]
      /// The parts.
      public init(value: [String], channel: [String], source: [String], single: [String]) {
        self.value = value
        self.channel = channel
        self.source = source
        self.single = single
      }
    }

    /// Which of several rows of one feature and sample is taken.
    public enum Repeats: String, Sendable, CaseIterable {
      /// They must agree: a warning tells of those that do not, the largest stands.
      case equal
      /// The largest.
      case largest
      /// The smallest.
      case smallest
      /// Their sum.
      case sum
    }

    /// Values.
    public init(
      measure: Measure, scale: Scale, header: String?, column: DelimitedFormat.ColumnNames, zeroIsMissing: Bool,
      repeats: Repeats, choice: String = "", imputed: Mark? = nil, list: List? = nil
    ) {
      self.measure = measure
      self.scale = scale
      self.header = header
      self.column = column
      self.zeroIsMissing = zeroIsMissing
      self.repeats = repeats
      self.choice = choice
      self.imputed = imputed
      self.list = list
    }
  }

  /// The kind of the features.
  public var kind: FeatureKind
  /// The columns whose cells, joined by `/`, name a feature.
  public var id: [DelimitedFormat.ColumnNames]
  /// The column of the leader's accession; the first member otherwise.
  public var accession: DelimitedFormat.ColumnNames
  /// The namespace of accessions.
  public var namespace: Namespace
  /// The column that lists all members.
  public var members: DelimitedFormat.ColumnNames
  /// What stands between members.
  public var separator: String
  /// How the leader was chosen.
  public var leaderRule: String
  /// Decoys by column.
  public var decoy: Mark?
  /// Contaminants by column.
  public var contaminant: Mark?
  /// What decoy accessions begin with.
  public var decoyPrefixes: [String]
  /// What contaminant accessions begin with.
  public var contaminantPrefixes: [String]
  /// The column that the prefixes stand in; the members otherwise.
  public var prefixed: DelimitedFormat.ColumnNames
  /// The column of the q-value.
  public var qValue: DelimitedFormat.ColumnNames
  /// The column of the number of peptides.
  public var peptides: DelimitedFormat.ColumnNames
  /// The column of the number of unique peptides.
  public var uniquePeptides: DelimitedFormat.ColumnNames
  /// The column of the description.
  public var description: DelimitedFormat.ColumnNames
  /// The column of a modified sequence, written in ProForma as an attribute.
  public var modifiedSequence: DelimitedFormat.ColumnNames
  /// Further columns.
  public var attributes: [DelimitedFormat.Field]
  /// The values.
  public var values: [Values]

  /// A table of features; everything but kind and id has a neutral default.
  public init(
    kind: FeatureKind, id: [DelimitedFormat.ColumnNames], accession: DelimitedFormat.ColumnNames = [],
    namespace: Namespace = .local, members: DelimitedFormat.ColumnNames = [], separator: String = ";",
    leaderRule: String = "", decoy: Mark? = nil, contaminant: Mark? = nil, decoyPrefixes: [String] = [],
    contaminantPrefixes: [String] = [], prefixed: DelimitedFormat.ColumnNames = [],
    qValue: DelimitedFormat.ColumnNames = [],
    peptides: DelimitedFormat.ColumnNames = [], uniquePeptides: DelimitedFormat.ColumnNames = [],
    description: DelimitedFormat.ColumnNames = [], modifiedSequence: DelimitedFormat.ColumnNames = [],
    attributes: [DelimitedFormat.Field] = [], values: [Values] = []
  ) {
    self.kind = kind
    self.id = id
    self.accession = accession
    self.namespace = namespace
    self.members = members
    self.separator = separator
    self.leaderRule = leaderRule
    self.decoy = decoy
    self.contaminant = contaminant
    self.decoyPrefixes = decoyPrefixes
    self.contaminantPrefixes = contaminantPrefixes
    self.prefixed = prefixed
    self.qValue = qValue
    self.peptides = peptides
    self.uniquePeptides = uniquePeptides
    self.description = description
    self.modifiedSequence = modifiedSequence
    self.attributes = attributes
    self.values = values
  }
}

/// How a row is an identification.
public struct DelimitedIdentification: Sendable, Hashable {
  /// A score column.
  public struct ScoreColumn: Sendable, Hashable {
    /// The column.
    public var columns: DelimitedFormat.ColumnNames
    /// Its CV accession; empty without one.
    public var accession: String
    /// Which way is better.
    public var direction: Score.Direction
    /// A score.
    public init(columns: DelimitedFormat.ColumnNames, accession: String, direction: Score.Direction) {
      self.columns = columns
      self.accession = accession
      self.direction = direction
    }
  }

  /// The spectrum: columns whose cells are joined by `/`.
  public var spectrum: [DelimitedFormat.ColumnNames]
  /// The run.
  public var run: DelimitedFormat.ColumnNames
  /// The rank.
  public var rank: DelimitedFormat.ColumnNames
  /// The plain sequence.
  public var sequence: DelimitedFormat.ColumnNames
  /// The sequence with modifications.
  public var modifiedSequence: DelimitedFormat.ColumnNames
  /// The charge.
  public var charge: DelimitedFormat.ColumnNames
  /// The measured m/z.
  public var mzExperimental: DelimitedFormat.ColumnNames
  /// The calculated m/z.
  public var mzCalculated: DelimitedFormat.ColumnNames
  /// The proteins.
  public var accessions: DelimitedFormat.ColumnNames
  /// Further proteins that the match may stem from; a match is a decoy by the ones before.
  public var furtherAccessions: DelimitedFormat.ColumnNames
  /// What stands between proteins.
  public var separator: String
  /// Decoys by column.
  public var decoy: DelimitedTable.Mark?
  /// What decoy accessions begin with.
  public var decoyPrefixes: [String]
  /// The scores.
  public var scores: [ScoreColumn]

  /// How a row is an identification; everything but the spectrum may be absent.
  public init(
    spectrum: [DelimitedFormat.ColumnNames], run: DelimitedFormat.ColumnNames = [],
    rank: DelimitedFormat.ColumnNames = [], sequence: DelimitedFormat.ColumnNames = [],
    modifiedSequence: DelimitedFormat.ColumnNames = [], charge: DelimitedFormat.ColumnNames = [],
    mzExperimental: DelimitedFormat.ColumnNames = [], mzCalculated: DelimitedFormat.ColumnNames = [],
    accessions: DelimitedFormat.ColumnNames = [], furtherAccessions: DelimitedFormat.ColumnNames = [],
    separator: String = ";", decoy: DelimitedTable.Mark? = nil,
    decoyPrefixes: [String] = [], scores: [ScoreColumn] = []
  ) {
    self.spectrum = spectrum
    self.run = run
    self.rank = rank
    self.sequence = sequence
    self.modifiedSequence = modifiedSequence
    self.charge = charge
    self.mzExperimental = mzExperimental
    self.mzCalculated = mzCalculated
    self.accessions = accessions
    self.furtherAccessions = furtherAccessions
    self.separator = separator
    self.decoy = decoy
    self.decoyPrefixes = decoyPrefixes
    self.scores = scores
  }
}
