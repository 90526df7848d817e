internal import OmicsIO
internal import Schema

/// What a row looks like beside the other rows of its table, whatever its columns mean: warnings only.
///
/// The same row twice in succession; letters that cannot be seen or only look like others; and, in the first column,
/// which names the rows in most tables, an empty cell, blanks around a name, and what a spreadsheet makes of names.
struct RowHabits {
  private let names: [String]
  private let firstIsValue: Bool
  private var last: [UInt8] = []
  private var filled = 0
  private var empty: [Int] = []
  private var damaged: [(line: Int, text: String, kind: ExcelDamage.Kind)] = []

  init(_ layout: DelimitedLayout) {
    names = layout.header.names
    firstIsValue = layout.valueColumns.contains(0) || (names.first ?? "").isEmpty
  }

  /// Whether all cells of a row are empty, as spreadsheets leave them at the end.
  static func isEmpty(_ row: Row) -> Bool { row.isEmpty(0) && (0..<row.count).allSatisfy { row.isEmpty($0) } }

  /// Takes a row.
  mutating func observe(_ row: Row, into builder: inout DatasetBuilder) {
    if row.line.count == last.count, row.line.elementsEqual(last) {
      builder.warn("same-row", "this row is the same as the one before it", line: row.lineNumber)
    } else {
      last.removeAll(keepingCapacity: true)
      last.append(contentsOf: row.line)
    }
    if row.line.contains(where: { $0 >= 0x80 }) { letters(row, into: &builder) }
    guard !firstIsValue else { return }
    let first = row.bytes(0)
    guard let start = first.first, let end = first.last else {
      if empty.count < 6 { empty.append(row.lineNumber) }
      return
    }
    filled += 1
    if start == 0x20 || end == 0x20 {
      builder.warn("blank-around-name", "blanks stand around this cell", line: row.lineNumber, column: names[0])
    }
    guard damaged.count < 20, start <= 0x39 || (start | 0x20 >= 0x61 && first.count <= 12) else { return }
    if let kind = ExcelDamage.classify(first), kind != .serial {
      damaged.append((row.lineNumber, String(decoding: first, as: UTF8.self), kind))
    }
  }

  private func letters(_ row: Row, into builder: inout DatasetBuilder) {
    for column in 0..<row.count where row.bytes(column).contains(where: { $0 >= 0x80 }) {
      let text = row.string(column)
      let name = column < names.count ? names[column] : nil
      if let points = OddLetters.unseen(in: text) {
        builder.warn(
          "unseen-letter", "this cell holds \(points), which cannot be seen", line: row.lineNumber, column: name)
      } else if let points = OddLetters.lookAlikes(in: text) {
        builder.warn(
          "look-alike-letter", "this cell holds \(points) among Latin letters", line: row.lineNumber, column: name)
      }
    }
  }

  /// Warns of what stands alone in the first column; where many cells are so, it is how the table is written.
  func report(into builder: inout DatasetBuilder) {
    if empty.count <= 5, filled >= 9 * empty.count {
      for line in empty {
        builder.warn("no-name", "this cell is empty, all others of the column are filled", line: line, column: names[0])
      }
    }
    guard filled >= 9 * damaged.count else { return }
    for (line, text, kind) in damaged {
      builder.warn(
        "excel-damaged-id", "\"\(text)\" looks like a name that a spreadsheet turned into a \(kind.rawValue)",
        line: line,
        column: names[0])
    }
  }
}
