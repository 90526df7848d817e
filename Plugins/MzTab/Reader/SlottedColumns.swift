internal import Schema

/// Columns that are kept under their name, straight from a line's bytes.
struct SlottedColumns {
  private let columns: [(column: Int, slot: Int)]

  /// Keeps these columns; `slot` makes a key known to the table.
  init(_ columns: [(column: Int, name: String)], slot: (String) -> Int) {
    self.columns = columns.map { ($0.column, slot($0.name)) }
  }

  /// How many cells of a row are empty where the format wants null.
  func emptyCells(_ fields: TabFields) -> Int {
    columns.count { $0.column < fields.count && fields[$0.column].isEmpty }
  }

  /// Adds what a row says; the number of cells that are empty where the format wants null is returned.
  func add(_ fields: TabFields, to attributes: inout AttributeTable) -> Int {
    var empty = 0
    for (column, slot) in columns {
      let bytes = fields[column]
      switch MzTabCell(bytes) {
      case .null: continue
      case .empty: if column < fields.count { empty += 1 }
      case .value: attributes.add(slot, bytes)
      }
    }
    return empty
  }
}
