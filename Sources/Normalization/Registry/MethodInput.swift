public import Numerics
public import Schema

/// What a method works on: a matrix and what is known of its rows and samples.
public struct MethodInput: Sendable {
  /// Features x samples; nan where missing.
  public var values: Matrix
  /// Row ids.
  public var ids: [String]
  /// Sample names.
  public var samples: [String]
  /// What the values measure.
  public var measure: Measure
  /// Their scale.
  public var scale: Scale
  /// The group of each sample; nil when no column is named.
  public var groups: [String]?
  /// The batch of each sample; nil when no column is named.
  public var batches: [String]?
  /// The model of the samples; nil when no design is given.
  public var design: DesignColumns?
  /// The group of each row, for summaries; nil when no column is named.
  public var featureGroups: [String]?
  /// Effective lengths, features x samples, where the table has them or a setting names them.
  public var lengths: Matrix?
  /// Tables that settings name, by key.
  public var tables: [String: SettingTable] = [:]
  /// Transcript quantifications, for methods that take them.
  public var quantifications: [TranscriptQuantification] = []
  /// The seed of all randomness.
  public var seed: UInt64
  /// The place in the input of a row, for messages, where it is known.
  public var place: (@Sendable (Int) -> SourceLocation?)?

  /// An input.
  public init(
    values: Matrix, ids: [String], samples: [String], measure: Measure, scale: Scale, groups: [String]? = nil,
    batches: [String]? = nil, design: DesignColumns? = nil, featureGroups: [String]? = nil, lengths: Matrix? = nil,
    seed: UInt64 = 1
  ) {
    self.values = values
    self.ids = ids
    self.samples = samples
    self.measure = measure
    self.scale = scale
    self.groups = groups
    self.batches = batches
    self.design = design
    self.featureGroups = featureGroups
    self.lengths = lengths
    self.seed = seed
  }

  /// Whether a part is there.
  public func has(_ part: MethodPart) -> Bool {
    switch part {
    case .group: groups != nil
    case .batch: batches != nil
    case .design: design != nil
    case .featureColumn: featureGroups != nil
    }
  }
}

extension MethodInput {
  /// The model of the groups alone, first level in byte order as base; the intercept without groups.
  var groupDesign: DesignColumns {
    guard let groups else { return .intercept(samples.count) }
    let levels = Set(groups).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var columns = [[Double](repeating: 1, count: samples.count)]
    for level in levels.dropFirst() { columns.append(groups.map { $0 == level ? 1 : 0 }) }
    return DesignColumns(
      matrix: Matrix(columns: columns, rows: samples.count),
      names: ["(Intercept)"] + levels.dropFirst().map { "group\($0)" }, formula: "~ group")
  }
}

/// A model matrix with its column names, as the design room makes it.
public struct DesignColumns: Sendable {
  /// Samples x coefficients.
  public var matrix: Matrix
  /// Coefficient names, as in R.
  public var names: [String]
  /// The formula as written.
  public var formula: String

  /// A model.
  public init(matrix: Matrix, names: [String], formula: String) {
    self.matrix = matrix
    self.names = names
    self.formula = formula
  }

  /// The intercept alone, for a number of samples.
  public static func intercept(_ samples: Int) -> DesignColumns {
    DesignColumns(matrix: Matrix(rows: samples, columns: 1, repeating: 1), names: ["(Intercept)"], formula: "~ 1")
  }
}

/// A small delimited table named by a setting: cells as text.
public struct SettingTable: Sendable {
  /// The file's name.
  public var file: String
  /// The first row.
  public var header: [String]
  /// The rows after it.
  public var rows: [[String]]

  /// A table.
  public init(file: String, header: [String], rows: [[String]]) {
    self.file = file
    self.header = header
    self.rows = rows
  }
}

/// The transcripts of one sample: estimated counts, TPM and effective lengths.
public struct TranscriptQuantification: Sendable {
  /// The sample.
  public var sample: String
  /// Transcript names as written, in file order.
  public var ids: [String]
  /// Estimated counts.
  public var counts: [Double]
  /// Transcripts per million.
  public var tpm: [Double]
  /// Effective lengths.
  public var lengths: [Double]
  /// Whether the rows are genes already.
  public var isGeneLevel: Bool
  /// The gene of each transcript, where the file names it (RSEM).
  public var genes: [String]?

  /// A quantification.
  public init(
    sample: String, ids: [String], counts: [Double], tpm: [Double], lengths: [Double], isGeneLevel: Bool = false,
    genes: [String]? = nil
  ) {
    self.isGeneLevel = isGeneLevel
    self.genes = genes
    self.sample = sample
    self.ids = ids
    self.counts = counts
    self.tpm = tpm
    self.lengths = lengths
  }
}
