internal import Schema

/// The attributes of a row from fixed columns, with the text of a column kept from row to row where it is the same.
///
/// Most carried columns say the same in row after row (database, search engine): their text is made once.
struct CarriedColumns {
  private let columns: [(column: Int, name: String)]
  private var last: [String]

  /// Carries these columns.
  init(_ columns: [(column: Int, name: String)]) {
    self.columns = columns
    last = [String](repeating: "", count: columns.count)
  }

  /// Appends what a row says; the number of cells that are empty where the format wants null is returned.
  mutating func append(_ fields: TabFields, to attributes: inout [Feature.Attribute]) -> Int {
    var empty = 0
    for index in columns.indices {
      let column = columns[index].column
      let bytes = fields[column]
      switch MzTabCell(bytes) {
      case .null: continue
      case .empty: if column < fields.count { empty += 1 }
      case .value:
        if last[index].utf8.count != bytes.count || !last[index].utf8.elementsEqual(bytes) {
          last[index] = String(decoding: bytes, as: UTF8.self)
        }
        attributes.append(.init(columns[index].name, last[index]))
      }
    }
    return empty
  }
}
