public import Schema

/// A delimited table as a manifest describes it: by what it is recognised, what its columns mean, what a row is.
public struct DelimitedFormat: Sendable, Hashable {
  /// A column by the names it has had, the one to prefer first.
  public typealias ColumnNames = [String]

  /// A version and the columns that tell it from the others.
  public struct Version: Sendable, Hashable {
    /// The version's name.
    public var name: String
    /// Columns it has.
    public var columns: [String]
    /// Columns it lacks.
    public var without: [String]
    /// A version.
    public init(name: String, columns: [String], without: [String]) {
      self.name = name
      self.columns = columns
      self.without = without
    }
  }

  /// What a row is, where `inspect` counts it by a name of its own.
  public enum RowUnit: String, Sendable, CaseIterable {
    /// A match of a spectrum.
    case psms
    /// A peptide with a charge, in one run or all.
    case precursors
  }

  /// What the table stands in.
  public enum Container: String, Sendable, CaseIterable {
    /// Delimited text.
    case text
    /// Parquet.
    case parquet
  }

  /// What the format says of itself.
  public var descriptor: FormatDescriptor
  /// What it may stand in.
  public var containers: Set<Container>
  /// Columns that must all be there.
  public var columns: [ColumnNames]
  /// Columns that must not be there.
  public var without: [String]
  /// Headers with `*` that look like samples and are none.
  public var ignoredHeaders: [String]
  /// Whether a column must hold values for the format to be recognised.
  public var requiresValues: Bool
  /// Whether all columns that are not named must be runs, by the ending of a raw file.
  public var restIsRuns: Bool
  /// The versions, the first that fits is taken.
  public var versions: [Version]
  /// Cells that mean "no value".
  public var missing: [String]
  /// Cells that say that the vendor's own filter took the value out.
  public var filtered: [String]
  /// How many lines the header has: blocks and conditions stand above the names in some vendors' tables.
  public var headerLines: Int
  /// Whether rows may lack cells at their end.
  public var allowsShortRows: Bool
  /// What a row is.
  public var rowUnit: RowUnit?
  /// Columns that are known and carried along nowhere: never taken for samples.
  public var otherColumns: [String]
  /// The column, or columns, that name a row's sample in a long table; empty in a wide one.
  public var sample: [ColumnNames]
  /// Fields of a sample by column: `condition`, `subject`, `batch`, `channel`, `msRun`, or a characteristic.
  public var sampleFields: [Field]
  /// The features that a row tells of.
  public var tables: [DelimitedTable]
  /// How a row is an identification; nil when it is none.
  public var identification: DelimitedIdentification?

  /// A named column.
  public struct Field: Sendable, Hashable {
    /// The key in the canonical schema.
    public var key: String
    /// The column.
    public var columns: ColumnNames
    /// A field.
    public init(key: String, columns: ColumnNames) {
      self.key = key
      self.columns = columns
    }
  }

  /// A format with its tables.
  public init(
    descriptor: FormatDescriptor, containers: Set<Container> = [.text], columns: [ColumnNames], without: [String] = [],
    versions: [Version] = [], missing: [String] = ["", "NA", "NaN"], filtered: [String] = [], headerLines: Int = 1,
    allowsShortRows: Bool = false, rowUnit: RowUnit? = nil,
    otherColumns: [String] = [], ignoredHeaders: [String] = [], requiresValues: Bool = false,
    restIsRuns: Bool = false, sample: [ColumnNames] = [], sampleFields: [Field] = [], tables: [DelimitedTable],
    identification: DelimitedIdentification? = nil
  ) {
    self.descriptor = descriptor
    self.containers = containers
    self.columns = columns
    self.without = without
    self.versions = versions
    self.missing = missing
    self.filtered = filtered
    self.headerLines = headerLines
    self.allowsShortRows = allowsShortRows
    self.rowUnit = rowUnit
    self.otherColumns = otherColumns
    self.ignoredHeaders = ignoredHeaders
    self.requiresValues = requiresValues
    self.restIsRuns = restIsRuns
    self.sample = sample
    self.sampleFields = sampleFields
    self.tables = tables
    self.identification = identification
  }

  /// The options every delimited format takes.
  public static let options: [ReaderOption] = [
    ReaderOption(
      key: "contaminants", meaning: "whether rows marked as contaminants stay", allowed: ["keep", "drop"],
      standard: "keep"),
    ReaderOption(
      key: "decimal", meaning: "the decimal mark of numbers", allowed: ["auto", "point", "comma"], standard: "auto"),
    ReaderOption(
      key: "decoys", meaning: "whether rows marked as decoys stay", allowed: ["keep", "drop"], standard: "keep"),
    ReaderOption(key: "maximum_q_value", meaning: "rows with a larger q-value are dropped; empty keeps all"),
    ReaderOption(key: "missing", meaning: "further words that mean \"no value\", joined by commas"),
  ]

  /// The options of a format with these tables: those of every format, `imputed` where rows are marked so, and `values`
  /// where there is a choice.
  public static func options(for tables: [DelimitedTable]) -> [ReaderOption] {
    var choices: [String] = []
    for values in tables.flatMap(\.values) where !values.choice.isEmpty && !choices.contains(values.choice) {
      choices.append(values.choice)
    }
    let imputed = ReaderOption(
      key: "imputed", meaning: "whether numbers that the vendor imputed are kept or taken as missing",
      allowed: ["missing", "keep"], standard: "missing")
    let isMarked = tables.contains { $0.values.contains { $0.imputed != nil } }
    let options = isMarked ? (options + [imputed]).sorted { $0.key < $1.key } : options
    guard !choices.isEmpty else { return options }
    return options + [
      ReaderOption(
        key: "values", meaning: "which of several kinds of one measure is read; auto takes the first that is there",
        allowed: ["auto"] + choices, standard: "auto")
    ]
  }

  /// The format as a plugin.
  public var plugin: ReaderPlugin {
    ReaderPlugin(
      kind: .delimited, format: descriptor, recognize: { DelimitedRecognition(self).judge($0) },
      read: { (options, source, builder) throws(OmicsError) in
        try DelimitedReading.read(self, options, &source, into: &builder)
      })
  }
}
