public import Schema

/// Collects an abundance table row by row and lays it out by column at the end.
///
/// Rows arrive in file order with one value a sample, `Double.nan` for missing. They are kept in blocks of a few rows,
/// by column inside a block, and every block is given back as soon as its values are laid out: the table needs little
/// more than its own size.
public struct AbundanceBuilder: Sendable {
  private let kind: FeatureKind
  private let measure: Measure
  private let scale: Scale
  private let samples: [Int]
  private var features: [Int] = []
  private let blockRows: Int
  private var blocks: [[Double]] = []
  private var missing: [MissingCell] = []

  /// A table with one column for each sample index.
  public init(kind: FeatureKind, measure: Measure, scale: Scale, samples: [Int]) {
    self.kind = kind
    self.measure = measure
    self.scale = scale
    self.samples = samples
    blockRows = max(32, 32_768 / max(1, samples.count))
  }

  /// How many rows were added.
  public var rowCount: Int { features.count }

  /// Adds the row of a feature; `row.count` must be the number of samples.
  public mutating func append(feature: Int, row: [Double]) {
    let place = features.count % blockRows
    if place == 0 { blocks.append([Double](repeating: .nan, count: blockRows * samples.count)) }
    features.append(feature)
    let stride = blockRows
    let columns = min(row.count, samples.count)
    blocks[blocks.count - 1].withUnsafeMutableBufferPointer { block in
      row.withUnsafeBufferPointer { cells in
        for column in 0..<columns { block[column &* stride &+ place] = cells[column] }
      }
    }
  }

  /// Says why a cell of the last added row is missing.
  public mutating func markMissing(column: Int, _ reason: MissingReason) {
    guard reason != .notReported, !features.isEmpty else { return }
    missing.append(MissingCell(row: features.count - 1, column: column, reason: reason))
  }

  /// Whether every value is missing.
  public var isAllMissing: Bool { blocks.allSatisfy { block in block.allSatisfy { $0.isNaN } } }

  /// The table, column-major, with missing cells sorted by column, then row.
  public consuming func finish() -> AbundanceTable {
    let (rows, columns, stride) = (features.count, samples.count, blockRows)
    // Taken out, so that a block is given back when its values are laid out.
    var pieces: [[Double]] = []
    swap(&pieces, &blocks)
    let values = [Double](unsafeUninitializedCapacity: rows * columns) { target, count in
      for index in pieces.indices {
        let first = index * stride
        let length = min(stride, rows - first)
        pieces[index].withUnsafeBufferPointer { block in
          for column in 0..<columns {
            for row in 0..<length { target[column &* rows &+ first &+ row] = block[column &* stride &+ row] }
          }
        }
        pieces[index] = []
      }
      count = rows * columns
    }
    missing.sort { ($0.column, $0.row) < ($1.column, $1.row) }
    return AbundanceTable(
      kind: kind, measure: measure, scale: scale, features: features, samples: samples, values: values,
      missing: missing)
  }
}
