import Numerics

/// Changes to a table that a careless tool, spreadsheet or script makes: some legal, most not.
enum TableMutations {
  static let names = [
    "rows-shuffled", "columns-moved", "blank-lines", "short-row", "long-row", "shifted-row", "header-again",
    "header-gone", "column-twice", "name-empty", "column-lost", "row-twice", "id-empty", "no-number", "decimal-comma",
    "huge-number", "infinite", "row-cut", "line-cut", "delimiter", "long-field", "many-columns",
  ]

  /// The mutant of a name; nil where it does not fit the table.
  static func mutant(_ name: String, of table: TableText, _ random: inout RandomStream) -> Mutant? {
    var copy = table
    guard let expectation = change(name, &copy, &random) else { return nil }
    return Mutant(name: name, bytes: copy.bytes, expectation: expectation)
  }

  private static func change(
    _ name: String, _ table: inout TableText, _ random: inout RandomStream
  ) -> Mutant.Expectation? {
    let row = table.rows[random.integer(below: table.rows.count)]
    let width = table.cells(row).count
    func numeric() -> Int? {
      let columns = table.numericColumns
      return columns.isEmpty ? nil : columns[random.integer(below: columns.count)]
    }
    func set(_ column: Int?, _ text: String, _ expectation: Mutant.Expectation) -> Mutant.Expectation? {
      guard let column else { return nil }
      table.edit(row) { $0[column] = text }
      return expectation
    }
    switch name {
    case "rows-shuffled":
      // Accessions that tools repeat on purpose in mzTab are numbered in their order.
      guard table.family != .mztab else { return nil }
      var order = table.rows
      random.shuffle(&order)
      let lines = table.lines
      for (place, source) in zip(table.rows, order) { table.lines[place] = lines[source] }
      return .sameContent
    case "blank-lines":
      for _ in 0..<3 { table.lines.insert("", at: table.rows[random.integer(below: table.rows.count)]) }
      return .sameContent
    case "row-cut":
      table.lines.removeSubrange((row + 1)...)
      return .shorter
    case "line-cut":
      let kept = 1 + random.integer(below: max(1, table.lines[row].count - 1))
      table.lines.removeSubrange((row + 1)...)
      table.lines[row] = String(table.lines[row].prefix(kept))
      table.isEnded = false
      return table.cells(row).count < width ? .refused(line: row + 1) : .shorter
    case "short-row":
      table.edit(row) { $0.removeLast(min(1 + random.integer(below: 3), $0.count - 2)) }
      return .noticed(line: row + 1)
    case "long-row":
      table.edit(row) { $0 += Array(repeating: "7", count: 1 + random.integer(below: 3)) }
      return .noticed(line: row + 1)
    case "shifted-row":
      // Tabs may stand among the attributes of an annotation.
      guard table.family != .gtf else { return nil }
      table.edit(row) { $0.insert("", at: 1 + random.integer(below: $0.count - 1)) }
      return .refused(line: row + 1)
    case "row-twice":
      table.lines.insert(table.lines[row], at: row)
      // A line of an annotation and a row of a long table may well stand twice.
      return table.family == .counts ? .noticed(line: row + 2) : .honest
    case "id-empty":
      guard table.family == .counts || table.family == .mztab else { return nil }
      return set(table.firstColumn - 1, "", .noticed(line: row + 1))
    case "no-number": return set(numeric(), "abc", .noticed(line: row + 1))
    case "infinite": return set(numeric(), "1e999", .noticed(line: row + 1))
    case "decimal-comma": return set(numeric(), "17,5", .noticed(line: row + 1))
    case "huge-number": return set(numeric(), "99999999999999999999999", .honest)
    case "long-field": return set(width - 1, String(repeating: "A", count: 1_100_000), .refused(line: row + 1))
    default: return header(name, &table, &random)
    }
  }

  /// Changes to the header, or to header and rows alike.
  private static func header(
    _ name: String, _ table: inout TableText, _ random: inout RandomStream
  ) -> Mutant.Expectation? {
    guard let header = table.header else { return nil }
    let width = table.cells(header).count
    let first = table.firstColumn
    guard width - first >= 2 else { return nil }
    let one = first + random.integer(below: width - first)
    let other = first + (one - first + 1 + random.integer(below: width - first - 1)) % (width - first)
    switch name {
    case "columns-moved":
      guard table.family != .sheet else { return nil }
      for line in [header] + table.rows { table.edit(line) { $0.swapAt(one, other) } }
      return .sameContent
    case "header-again":
      table.lines.insert(table.lines[header], at: table.rows[table.rows.count / 2])
      return .noticed(line: table.rows[table.rows.count / 2] + 1)
    case "header-gone":
      table.lines.remove(at: header)
      return .refused(line: nil)
    case "column-twice":
      guard table.family != .sheet else { return nil }
      table.edit(header) { $0[max(one, other)] = $0[min(one, other)] }
      return .noticed(line: header + 1)
    case "name-empty":
      table.edit(header) { $0[one] = "" }
      return .noticed(line: header + 1)
    case "column-lost":
      for line in [header] + table.rows { table.edit(line) { $0.remove(at: one) } }
      return .honest
    case "delimiter":
      for line in [header] + table.rows {
        table.lines[line] = table.lines[line].map { $0 == table.delimiter ? "|" : String($0) }.joined()
      }
      return .refused(line: nil)
    case "many-columns":
      table.lines[header] += String(repeating: String(table.delimiter) + "x", count: 70_000)
      return .refused(line: nil)
    default: return nil
    }
  }
}
