internal import OmicsIO
internal import ReaderKit

/// Cells of features that are not what their column's name promises: kept as written, with a warning. Exchanged columns
/// and damaged digits are seen here.
struct OddCells {
  private enum Promise { case text, wholeNumber, level }

  private let columns: [(column: Int, name: String, promise: Promise)]

  private static let promises: [String: Promise] = [
    "ambiguity_members": .text, "modifications": .text, "search_engine": .text, "go_terms": .text, "uri": .text,
    "SML_ID": .wholeNumber, "SMF_ID": .wholeNumber, "reliability": .level,
  ]

  /// Watches the columns of a section that promise something.
  init(_ columns: [(column: Int, name: String)]) {
    self.columns = columns.compactMap { column in
      Self.promises[column.name].map { (column.column, column.name, $0) }
    }
  }

  /// Takes a row.
  func observe(_ fields: TabFields, into builder: inout DatasetBuilder) {
    for (column, name, promise) in columns {
      let cell = fields.stated(column)
      if cell.isEmpty || Self.keeps(promise, cell) { continue }
      builder.warn(
        "odd-cell", "\"\(fields.text(column).prefix(40))\" is nothing that \(name) may hold; it is kept as written",
        line: fields.number, column: name)
    }
  }

  private static func keeps(_ promise: Promise, _ cell: UnsafeRawBufferPointer) -> Bool {
    let digits = cell.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
    switch promise {
    case .wholeNumber: return digits == cell.count
    // Levels are numbers, some with a letter: 2a.
    case .level:
      return digits > 0 && digits <= 2
        && (digits == cell.count
          || digits + 1 == cell.count && cell[digits] | 0x20 >= 0x61 && cell[digits] | 0x20 <= 0x7A)
    // No modifications are written as 0 by some.
    case .text: return cell.count == 1 && cell[0] == 0x30 || NumberParsing.double(cell) == nil
    }
  }
}
