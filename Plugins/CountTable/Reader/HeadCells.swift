internal import OmicsIO
internal import ReaderKit

/// The first lines of a table cut into cells: only for recognition and for finding columns.
struct HeadCells {
  var delimiter: UInt8
  var isQuoted: Bool
  /// Lines before the table: comments and GCT's first lines.
  var preamble: Int
  /// Cells of the first lines after the preamble.
  var rows: [[String]]

  init(_ head: FileHead, delimiter given: UInt8?) {
    let lines = head.lines
    preamble = 0
    if let first = lines.first, first.hasPrefix("#1.2") || first.hasPrefix("#1.3") {
      preamble = 2
    } else {
      while preamble < lines.count, lines[preamble].hasPrefix("#"), !lines[preamble].hasPrefix("#\t") { preamble += 1 }
    }
    let body = lines.dropFirst(preamble).prefix(200).filter { !$0.isEmpty }
    delimiter = given ?? Self.delimiter(Array(body.prefix(20)))
    isQuoted = body.first?.contains("\"") == true
    let mark = Character(Unicode.Scalar(delimiter))
    let quoted = isQuoted
    rows = body.map { line in Self.cells(line, mark, quoted: quoted) }
  }

  /// The header and the rows of one width.
  init(_ other: HeadCells, width: Int) {
    self = other
    rows = [other.rows[0]] + other.rows.dropFirst().filter { $0.count == width }
  }

  /// The mark that cuts the first lines into the same number of cells, more than one; tab first.
  private static func delimiter(_ lines: [Substring]) -> UInt8 {
    for mark in [UInt8(0x09), 0x2C, 0x3B, 0x20] {
      let counts = Set(lines.dropFirst().map { $0.utf8.filter { $0 == mark }.count })
      if let count = counts.first, counts.count == 1, count > 0 { return mark }
    }
    return 0x09
  }

  private static func cells(_ line: Substring, _ mark: Character, quoted: Bool) -> [String] {
    guard quoted else { return line.split(separator: mark, omittingEmptySubsequences: false).map(String.init) }
    var cells: [String] = []
    var cell = ""
    var inside = false
    for character in line {
      if character == "\"" {
        inside.toggle()
      } else if character == mark && !inside {
        cells.append(cell)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return cells + [cell]
  }

  /// Whether a cell is a number, a missing word or empty.
  static func isNumeric(_ cell: String) -> Bool {
    NumberParsing.double(cell) != nil || ValueWords.missing.spellings.contains(cell) || cell == "Inf" || cell == "-Inf"
  }

  /// Whether the first line is a header: it has a cell beyond the first that is no number.
  var hasHeader: Bool {
    guard let first = rows.first else { return false }
    return first.dropFirst().contains { !$0.isEmpty && NumberParsing.double($0) == nil }
  }
}

/// The words that mean a missing value in count tables.
enum ValueWords {
  static let missing = MissingSpellings(["", "NA", "NaN", "nan", "null", "N/A", "#N/A"])
}
