public import Schema

/// Collects an abundance table row by row and lays it out by column at the end.
///
/// Rows arrive in file order with one value a sample, `Double.nan` for missing.
public struct AbundanceBuilder: Sendable {
  private let kind: FeatureKind
  private let measure: Measure
  private let scale: Scale
  private let samples: [Int]
  private var features: [Int] = []
  private var rowMajor: [Double] = []
  private var missing: [MissingCell] = []

  /// A table with one column for each sample index.
  public init(kind: FeatureKind, measure: Measure, scale: Scale, samples: [Int]) {
    self.kind = kind
    self.measure = measure
    self.scale = scale
    self.samples = samples
  }

  /// How many rows were added.
  public var rowCount: Int { features.count }

  /// Adds the row of a feature; `row.count` must be the number of samples.
  public mutating func append(feature: Int, row: [Double]) {
    features.append(feature)
    rowMajor.append(contentsOf: row)
  }

  /// Says why a cell of the last added row is missing.
  public mutating func markMissing(column: Int, _ reason: MissingReason) {
    guard reason != .notReported, !features.isEmpty else { return }
    missing.append(MissingCell(row: features.count - 1, column: column, reason: reason))
  }

  /// Whether every value is missing.
  public var isAllMissing: Bool { rowMajor.allSatisfy { $0.isNaN } }

  /// The table, column-major, with missing cells sorted by column, then row.
  public consuming func finish() -> AbundanceTable {
    let (rows, columns) = (features.count, samples.count)
    var values = [Double](repeating: .nan, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns { values[column * rows + row] = rowMajor[row * columns + column] }
    }
    missing.sort { ($0.column, $0.row) < ($1.column, $1.row) }
    return AbundanceTable(
      kind: kind, measure: measure, scale: scale, features: features, samples: samples, values: values,
      missing: missing)
  }
}
