/// What an abundance value measures.
public enum Measure: String, Sendable, CaseIterable {
  /// Raw integer read counts.
  case rawCount
  /// Estimated (fractional) read counts.
  case estimatedCount
  /// Counts scaled by average transcript length.
  case lengthScaledCount
  /// Transcripts per million.
  case tpm
  /// Fragments per kilobase and million.
  case fpkm
  /// Counts per million.
  case cpm
  /// Normalised or unspecified expression.
  case expression
  /// Mass-spectrometric intensity.
  case intensity
  /// MaxLFQ intensity.
  case maxLFQ
  /// iBAQ intensity.
  case iBAQ
  /// Spectral count.
  case spectralCount
  /// Reporter-ion intensity.
  case reporterIon
  /// A ratio to a reference.
  case ratio
  /// Feature length (effective, per sample) in bases.
  case effectiveLength
  /// Copy number relative to diploid.
  case copyNumber
  /// False discovery rate at which a feature is accepted in a sample, as the vendor states it.
  case qValue

  /// Whether values are quantities; a q-value says how sure one is.
  public var isQuantity: Bool { self != .qValue }

  /// Whether values are counts of reads or fragments, which count methods accept.
  public var isCount: Bool { self == .rawCount || self == .estimatedCount || self == .lengthScaledCount }
}

/// The scale values are given on.
public enum Scale: String, Sendable, CaseIterable {
  /// As measured.
  case linear
  /// Binary logarithm.
  case log2
  /// Decimal logarithm.
  case log10
  /// Natural logarithm.
  case ln

  /// Whether values are logarithms.
  public var isLogarithmic: Bool { self != .linear }
}

/// Why a cell holds no value.
public enum MissingReason: String, Sendable, CaseIterable {
  /// Nothing was written: an empty cell, `null`, `NA`, or no row at all.
  case notReported
  /// The format writes 0 for missing.
  case zeroMeansMissing
  /// The vendor's filter removed the value and said so.
  case filteredByVendor
  /// The file says not-a-number or infinity.
  case notANumber
  /// Below the detection limit, as stated by the file.
  case belowDetection
  /// The vendor put a number here that it did not measure.
  case imputedByVendor
}

/// A missing cell whose reason is known to be other than `notReported`.
public struct MissingCell: Sendable, Hashable {
  /// The row in its abundance table.
  public var row: Int32
  /// The column in its abundance table.
  public var column: Int32
  /// Why it is missing.
  public var reason: MissingReason
  /// A mark for one cell.
  public init(row: Int, column: Int, reason: MissingReason) {
    self.row = Int32(row)
    self.column = Int32(column)
    self.reason = reason
  }
}

/// Values of one measure: features by samples, column-major, `Double.nan` where missing.
public struct AbundanceTable: Sendable, Hashable {
  /// The kind of the features in the rows.
  public var kind: FeatureKind
  /// What the values measure.
  public var measure: Measure
  /// The scale of the values.
  public var scale: Scale
  /// Row i describes `FeatureTable.rows[features[i]]`.
  public var features: [Int]
  /// Column j describes `SampleTable.rows[samples[j]]`.
  public var samples: [Int]
  /// `values[j * features.count + i]` is the value of row i in column j.
  public var values: [Double]
  /// Cells with a reason other than `notReported`, sorted by column, then row.
  public var missing: [MissingCell]

  /// A table; `values.count` must be `features.count * samples.count`.
  public init(
    kind: FeatureKind, measure: Measure, scale: Scale, features: [Int], samples: [Int], values: [Double],
    missing: [MissingCell] = []
  ) {
    self.kind = kind
    self.measure = measure
    self.scale = scale
    self.features = features
    self.samples = samples
    self.values = values
    self.missing = missing
  }

  /// How many rows there are.
  public var rowCount: Int { features.count }
  /// How many columns there are.
  public var columnCount: Int { samples.count }
  /// The value at a row and column; nan when missing.
  @inlinable public subscript(row: Int, column: Int) -> Double {
    get { values[column * features.count + row] }
    set { values[column * features.count + row] = newValue }
  }
}

extension AbundanceTable {
  /// Equal content, with missing cells equal to missing cells.
  public static func == (left: AbundanceTable, right: AbundanceTable) -> Bool {
    guard
      left.kind == right.kind, left.measure == right.measure, left.scale == right.scale,
      left.features == right.features, left.samples == right.samples, left.missing == right.missing,
      left.values.count == right.values.count
    else { return false }
    for index in left.values.indices {
      let (a, b) = (left.values[index], right.values[index])
      if a != b && !(a.isNaN && b.isNaN) { return false }
    }
    return true
  }
}
