internal import OmicsIO
internal import ReaderKit

/// Columns that the format leaves open and a file fills with numbers: a cell that is none there looks damaged.
///
/// A warning, never an error: only the file's own habit speaks against the cell.
struct MostlyNumbers {
  private struct Column {
    var column: Int
    var name: String
    var numbers = 0
    var texts = 0
    var lines: [(line: Int, text: String)] = []
  }

  private var columns: [Column]

  /// Watches these columns.
  init(_ columns: [(column: Int, name: String)]) {
    self.columns = columns.filter { !$0.name.contains("spectrum") && !$0.name.contains("sequence") }.map {
      Column(column: $0.column, name: $0.name)
    }
  }

  /// Takes a row. A column that shows many texts is no longer watched.
  mutating func observe(_ fields: TabFields) {
    for index in columns.indices where columns[index].texts < 20 {
      switch MzTabNumber(fields[columns[index].column]) {
      case .number: columns[index].numbers += 1
      case .missing, .notANumber, .empty: break
      case .text:
        columns[index].texts += 1
        if columns[index].lines.count < 5 {
          columns[index].lines.append((fields.number, String(fields.text(columns[index].column).prefix(40))))
        }
      }
    }
  }

  /// Warns of texts in columns of at least nine numbers for each of them.
  func report(into builder: inout DatasetBuilder) {
    for column in columns where column.texts > 0 && column.texts < 20 && column.numbers >= 9 * column.texts {
      for (line, text) in column.lines {
        builder.warn(
          "unusual-text", "\"\(text)\" stands where \(column.numbers) other rows have a number; it is kept as text",
          line: line, column: column.name)
      }
    }
  }
}
