internal import ReaderKit
internal import Schema

/// The abundance cells of one section, row by row, until it is clear which table they make.
struct QuantityRows {
  /// The columns read, in order of header.
  let columns: [SectionHeader.Quantity]
  private var values: AbundanceBuilder
  private var row: [Double]
  /// How many zeros there were, and the first line with one.
  private(set) var zeros = 0
  private(set) var firstZeroLine = 0
  private(set) var hasValue = false

  init(_ columns: [SectionHeader.Quantity], kind: FeatureKind) {
    self.columns = columns
    // What is measured, and in which samples, is known at the end of the file.
    values = AbundanceBuilder(kind: kind, measure: .intensity, scale: .linear, samples: Array(columns.indices))
    row = [Double](repeating: .nan, count: columns.count)
  }

  /// The indexes in the columns' names.
  var indexes: [Int] { columns.map(\.index) }

  /// Adds a row's cells; returns the first column that is no number.
  mutating func append(feature: Int, _ fields: TabFields, emptyCells: inout Int) -> Int? {
    if columns.isEmpty { return nil }
    var fault: Int?
    var undefined: [Int] = []
    for (offset, column) in columns.enumerated() {
      row[offset] = .nan
      switch MzTabNumber(fields[column.column]) {
      case .number(let number):
        row[offset] = number
        hasValue = true
        if number == 0 {
          if zeros == 0 { firstZeroLine = fields.number }
          zeros += 1
        }
      case .missing: break
      case .notANumber: undefined.append(offset)
      case .empty: emptyCells += 1
      case .text: if fault == nil { fault = column.column }
      }
    }
    values.append(feature: feature, row: row)
    for offset in undefined { values.markMissing(column: offset, .notANumber) }
    return fault
  }

  /// The table, with one column a sample.
  consuming func table(unit: QuantificationUnit, samples: [Int]) -> AbundanceTable {
    var table = values.finish()
    table.measure = unit.measure
    table.scale = unit.scale
    table.samples = samples
    return table
  }
}
