internal import OmicsIO
internal import Schema

/// Columns besides the values that a file fills with numbers, whether a description reads them or not: a cell that is
/// none there looks damaged.
///
/// A warning, never an error: only the file's own habit speaks against the cell. A column that shows many texts is not
/// watched any longer.
struct MostlyNumeric {
  private struct Column {
    var column: Int
    var numbers = 0
    var texts: [(line: Int, text: String)] = []
  }

  private static let most = 20
  private let names: [String]
  private let mark: DecimalMark
  private let missing: MissingSpellings
  private var columns: [Column]

  init(_ layout: DelimitedLayout, mark: DecimalMark, missing: MissingSpellings) {
    let names = layout.header.names
    self.names = names
    self.mark = mark
    self.missing = missing
    let values = Set(layout.valueColumns)
    columns = names.indices.filter { !values.contains($0) && !names[$0].isEmpty }.map { Column(column: $0) }
  }

  /// Takes a row.
  mutating func observe(_ row: Row) {
    var index = 0
    while index < columns.count {
      let bytes = row.bytes(columns[index].column)
      switch NumberParsing.cell(bytes, missing: missing, decimalMark: mark) {
      case .number: columns[index].numbers += 1
      case .missing, .notANumber: break
      case .text, .infinite, .overflow:
        if isList(bytes) { break }
        columns[index].texts.append((row.lineNumber, String(decoding: bytes.prefix(60), as: UTF8.self)))
      }
      if columns[index].texts.count > Self.most { columns.remove(at: index) } else { index += 1 }
    }
  }

  /// Whether a cell lists numbers, joined by semicolons.
  private func isList(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard var end = bytes.firstIndex(of: 0x3B) else { return false }
    var start = 0
    while start < bytes.count {
      let part = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      guard part.isEmpty || NumberParsing.double(part, decimalMark: mark) != nil else { return false }
      start = end + 1
      end = bytes[min(start, bytes.count)...].firstIndex(of: 0x3B) ?? bytes.count
    }
    return true
  }

  /// Warns of texts in columns of mostly numbers: at least nine for each, or three where one text stands alone.
  func report(into builder: inout DatasetBuilder) {
    for column in columns where !column.texts.isEmpty {
      guard column.numbers >= (column.texts.count == 1 ? 3 : 9 * column.texts.count) else { continue }
      for (line, text) in column.texts {
        builder.warn(
          "unusual-text", "\"\(text)\" stands where \(column.numbers) other rows have a number", line: line,
          column: names[column.column])
      }
    }
  }
}
