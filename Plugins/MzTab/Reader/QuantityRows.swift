internal import ReaderKit
internal import Schema

/// The abundance cells of one section, row by row, until it is clear which table they make.
struct QuantityRows {
  /// The columns read, in order of header.
  let columns: [SectionHeader.Quantity]
  private var features: [Int] = []
  private var values: [Double] = []
  private var missing: [(row: Int, column: Int)] = []
  /// How many zeros there were, and the first line with one.
  private(set) var zeros = 0
  private(set) var firstZeroLine = 0
  private(set) var hasValue = false

  init(_ columns: [SectionHeader.Quantity]) { self.columns = columns }

  /// The indexes in the columns' names.
  var indexes: [Int] { columns.map(\.index) }

  /// Adds a row's cells; returns the first column that is no number.
  mutating func append(feature: Int, _ fields: TabFields, emptyCells: inout Int) -> Int? {
    var fault: Int?
    for (offset, column) in columns.enumerated() {
      var value = Double.nan
      switch MzTabNumber(fields[column.column]) {
      case .number(let number):
        value = number
        hasValue = true
        if number == 0 {
          if zeros == 0 { firstZeroLine = fields.number }
          zeros += 1
        }
      case .missing: break
      case .notANumber: missing.append((features.count, offset))
      case .empty: emptyCells += 1
      case .text: if fault == nil { fault = column.column }
      }
      values.append(value)
    }
    features.append(feature)
    return fault
  }

  /// The table, with one column a sample.
  consuming func table(kind: FeatureKind, unit: QuantificationUnit, samples: [Int]) -> AbundanceTable {
    var table = AbundanceBuilder(kind: kind, measure: unit.measure, scale: unit.scale, samples: samples)
    var next = 0
    for row in features.indices {
      let start = row * columns.count
      table.append(feature: features[row], row: Array(values[start..<(start + columns.count)]))
      while next < missing.count, missing[next].row == row {
        table.markMissing(column: missing[next].column, .notANumber)
        next += 1
      }
    }
    return table.finish()
  }
}
