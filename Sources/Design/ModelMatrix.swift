public import Numerics
public import Schema

/// The model matrix of a formula on a sample sheet, with R's column names and treatment coding.
///
/// A column is numeric when every value is a number, categorical otherwise; the base level is the first in byte order
/// unless named. A sample with an empty value in a term is an error: the sheet decides, not the model.
public struct ModelMatrix: Sendable {
  /// Samples by columns.
  public var matrix: Matrix
  /// Column names, such as `(Intercept)`, `batchB`, `age`.
  public var names: [String]
  /// The term each column belongs to; empty for the intercept.
  public var termOfColumn: [String]

  /// Builds the matrix.
  ///
  /// - Throws: `missing` for an absent column or an empty value, `refused` for a categorical column with one level.
  public init(
    _ formula: Formula, sheet: SampleTable, bases: [String: String] = [:]
  ) throws(OmicsError) {
    let count = sheet.count
    var columns: [[Double]] = []
    names = []
    termOfColumn = []
    if formula.hasIntercept {
      columns.append([Double](repeating: 1, count: count))
      names.append("(Intercept)")
      termOfColumn.append("")
    }
    var fullCoding = !formula.hasIntercept
    // Every column's part of interactions: itself when numeric, indicators without the base otherwise.
    var parts: [String: [(name: String, values: [Double])]] = [:]
    for term in formula.terms {
      let members = Formula.columns(of: term)
      if members.count > 1 {
        for (name, values) in Self.products(members.map { parts[$0] ?? [] }) {
          columns.append(values)
          names.append(name)
          termOfColumn.append(term)
        }
        continue
      }
      let column = try SheetColumn(term, sheet: sheet)
      if let numbers = column.numbers {
        parts[term] = [(term, numbers)]
        columns.append(numbers)
        names.append(term)
        termOfColumn.append(term)
        continue
      }
      var levels = column.levels
      guard levels.count > 1 || fullCoding else {
        throw OmicsError(.refused, "column \"\(term)\" has one level only (\(levels.joined()))")
      }
      if let base = bases[term] {
        guard let index = levels.firstIndex(of: base) else {
          throw OmicsError(
            .usage, "column \"\(term)\" has no level \"\(base)\"", hint: "Levels: \(levels.joined(separator: ", ")).")
        }
        levels.insert(levels.remove(at: index), at: 0)
      }
      parts[term] = levels.dropFirst().map { level in (term + level, column.values.map { $0 == level ? 1 : 0 }) }
      for level in fullCoding ? levels[...] : levels.dropFirst() {
        columns.append(column.values.map { $0 == level ? 1 : 0 })
        names.append(term + level)
        termOfColumn.append(term)
      }
      fullCoding = false
    }
    matrix = Matrix(columns: columns, rows: count)
  }

  /// Products of one column of each factor, the first factor's changing fastest, named `a:b` as in R.
  private static func products(
    _ factors: [[(name: String, values: [Double])]]
  ) -> [(name: String, values: [Double])] {
    guard var result = factors.first else { return [] }
    for factor in factors.dropFirst() {
      result = factor.flatMap { right in
        result.map { left in
          (left.name + ":" + right.name, zip(left.values, right.values).map { $0 * $1 })
        }
      }
    }
    return result
  }
}

/// One column of a sheet, checked: its values, levels and, where all values are numbers, the numbers.
struct SheetColumn {
  var values: [String]
  var levels: [String]
  var numbers: [Double]?

  init(_ name: String, sheet: SampleTable) throws(OmicsError) {
    guard let values = sheet.column(name) else {
      let known = SampleTable.fixedColumns + sheet.characteristicColumns
      throw OmicsError(
        .missing, "the sample sheet has no column \"\(name)\"", hint: "It has: \(known.joined(separator: ", ")).")
    }
    for (index, value) in values.enumerated() where value.isEmpty || value == "NA" {
      throw OmicsError(
        .missing, "sample \"\(sheet.rows[index].name)\" has no value in column \"\(name)\"",
        hint: "Fill it in, or leave the sample out.")
    }
    self.values = values
    levels = Set(values).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let parsed = values.map { Double($0) }
    numbers = parsed.contains { $0 == nil || $0?.isFinite == false } ? nil : parsed.compactMap { $0 }
  }
}
