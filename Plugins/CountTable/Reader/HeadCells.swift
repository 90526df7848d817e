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
  /// The line of each of them, from 1.
  private var numbers: [Int]

  init(_ head: FileHead, delimiter given: UInt8?) {
    let lines = head.lines
    preamble = 0
    if let first = lines.first, first.hasPrefix("#1.2") || first.hasPrefix("#1.3") {
      preamble = 2
    } else {
      while preamble < lines.count, lines[preamble].hasPrefix("#"), !lines[preamble].hasPrefix("#\t") { preamble += 1 }
    }
    let places = lines.indices.dropFirst(preamble).prefix(200).filter { !lines[$0].isEmpty }
    let body = places.map { lines[$0] }
    numbers = places.map { $0 + 1 }
    delimiter = given ?? Self.delimiter(Array(body.prefix(20)))
    isQuoted = body.first?.contains("\"") == true
    let mark = Character(Unicode.Scalar(delimiter))
    let quoted = isQuoted
    rows = body.map { line in Self.cells(line, mark, quoted: quoted) }
  }

  /// The header and the rows of one width.
  init(_ other: HeadCells, width: Int) {
    self = other
    let kept = other.rows.indices.filter { $0 == 0 || other.rows[$0].count == width }
    rows = kept.map { other.rows[$0] }
    numbers = kept.map { other.numbers[$0] }
  }

  /// The mark that cuts the first lines into the same number of cells, more than one; tab first.
  private static func delimiter(_ lines: [Substring]) -> UInt8 {
    guard !lines.isEmpty else { return 0x09 }
    let marks: [UInt8] = [0x09, 0x2C, 0x3B, 0x20]
    func count(_ line: Substring, _ mark: UInt8) -> Int { line.utf8.count { $0 == mark } }
    /// How often a mark stands in every line below the first; nil where lines differ.
    func common(_ mark: UInt8) -> Int? {
      let counts = Set(lines.dropFirst().map { count($0, mark) })
      return counts.count == 1 && counts.first != 0 ? counts.first : nil
    }
    // The first line has as many, or one fewer where the ids have no name; else it is no header of this table.
    for missing in [0, 1] {
      for mark in marks where common(mark).map({ $0 == count(lines[0], mark) + missing }) == true { return mark }
    }
    // Ragged rows: the mark that every line has.
    return marks.first { mark in !lines.isEmpty && lines.allSatisfy { count($0, mark) > 0 } } ?? 0x09
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

  /// The header for rows of a width: with an empty name above the ids where it is one name short.
  func header(_ width: Int) -> [String] { rows[0].count == width ? rows[0] : [""] + rows[0] }

  /// Whether a cell is a number with either decimal mark, a missing word or empty.
  static func isNumeric(_ cell: String, missing: [String] = []) -> Bool {
    if isNumber(cell) || cell == "Inf" || cell == "-Inf" { return true }
    return ValueWords.missing.spellings.contains(cell) || missing.contains(cell)
  }

  /// Whether a cell is a number with either decimal mark.
  static func isNumber(_ cell: String) -> Bool {
    var cell = cell
    return cell.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      return NumberParsing.double(raw) != nil || NumberParsing.double(raw, decimalMark: .comma) != nil
    }
  }

  /// Whether a column holds text: most of its stated cells are no numbers. Single texts among numbers are faults of
  /// their rows, which the reader names.
  func isText(_ column: Int, in rows: some Collection<[String]>, missing: [String] = []) -> Bool {
    let texts = rows.count { column >= $0.count || !Self.isNumeric($0[column], missing: missing) }
    let numbers = rows.count { column < $0.count && Self.isNumber($0[column]) }
    return texts > numbers
  }

  /// Whether the first line is a header: most of its cells beyond the first are no numbers.
  var hasHeader: Bool {
    guard let first = rows.first else { return false }
    let others = first.dropFirst().filter { !$0.isEmpty }
    return others.count { !Self.isNumber($0) } * 2 > others.count
  }

  /// What the cells of the columns of values say about the decimal mark.
  func decimalEvidence(_ columns: [Int]) -> DecimalMarkEvidence {
    var evidence = DecimalMarkEvidence()
    for (row, line) in zip(rows, numbers) {
      for column in columns where column < row.count {
        var cell = row[column]
        cell.withUTF8 { evidence.observe(UnsafeRawBufferPointer($0), line: line) }
      }
    }
    return evidence
  }
}

/// The words that mean a missing value in count tables.
enum ValueWords {
  static let missing = MissingSpellings(["", "NA", "NaN", "nan", "null", "NULL", "N/A", "n/a", "#N/A"])
}
