internal import Numerics
internal import OmicsIO
internal import Schema

/// A delimited table whose rows fall into groups named by a column, such as ions of proteins.
///
/// Text columns name rows, columns of numbers are samples; with a sheet, only columns it names are. Row ids are the
/// first text column beside the group column, made unique by `.1`, `.2`, … where a name returns within its group.
enum GroupedMatrix {
  /// Reads the table.
  ///
  /// - Throws: `missing` without the group column, `malformed` for ragged rows, `value` for a cell of a sample that is
  ///   no number.
  static func read(
    _ path: String, groupColumn: String, sheetSamples: Set<String>?, measure: Measure, scale: Scale
  ) throws(OmicsError) -> (matrix: MatrixDoor, groups: [String]) {
    var header: [String] = []
    var group = 0
    var columns: [Column] = []
    var lines: [Int] = []
    try walk(path) { (cells) throws(OmicsError) in
      guard let place = cells.firstIndex(of: groupColumn) else {
        throw OmicsError(
          .missing, "the table has no column \"\(groupColumn)\"", at: SourceLocation(file: path, line: 1),
          hint: "It has: \(cells.prefix(8).joined(separator: ", ")).")
      }
      (header, group) = (cells, place)
      columns = cells.indices.map { column in
        Column(mayBeSample: column != place && sheetSamples?.contains(cells[column]) != false)
      }
    } row: { (line, cells) throws(OmicsError) in
      lines.append(line)
      for (column, cell) in cells.enumerated() {
        if !columns[column].append(cell), sheetSamples != nil {
          throw OmicsError(
            .value, "expected a number, found \"\(cell)\"",
            at: SourceLocation(file: path, line: line, column: header[column]))
        }
      }
      // Only the first column of words names the rows: the words of those after it are of no use.
      let first = columns.indices.first { $0 != group && !columns[$0].mayBeSample } ?? columns.count
      for column in columns.indices where column > first && column != group { columns[column].words = nil }
    }
    guard !lines.isEmpty else { throw OmicsError(.malformed, "the table has no rows", at: SourceLocation(file: path)) }
    let samples = columns.indices.filter { columns[$0].mayBeSample }
    guard !samples.isEmpty else {
      throw OmicsError(
        .missing, "the table has no column of numbers beside \"\(groupColumn)\"",
        at: SourceLocation(file: path, line: 1))
    }
    let groups = columns[group].words ?? []
    let names = header.indices.first { $0 != group && !columns[$0].mayBeSample }
    let words = names.flatMap { columns[$0].words } ?? groups
    var values: [Double] = []
    values.reserveCapacity(lines.count * samples.count)
    for column in samples {
      values += columns[column].numbers
      columns[column] = Column(mayBeSample: true)
    }
    var seen: [String: Int] = [:]
    let ids = zip(groups, words).map { group, name in
      let count = seen[group + "\t" + name, default: 0]
      seen[group + "\t" + name] = count + 1
      return count == 0 ? name : "\(name).\(count)"
    }
    var notes: [Diagnostic] = []
    if names == nil { notes.append(Diagnostic(.note, "row-ids", "the table has no column that names its rows")) }
    var matrix = MatrixDoor(
      ids: ids, samples: samples.map { header[$0] },
      values: Matrix(rows: lines.count, columns: samples.count, values: values), measure: measure, scale: scale,
      notes: notes)
    let places = lines
    matrix.place = { SourceLocation(file: path, line: places[$0]) }
    return (matrix, groups)
  }

  /// A column while rows come: its numbers as long as it has no others, its words as long as they may be wanted.
  private struct Column {
    var mayBeSample: Bool
    var numbers: [Double] = []
    var words: [String]? = []

    /// Takes a cell; false when a column that may be a sample meets a word.
    mutating func append(_ cell: String) -> Bool {
      words?.append(cell)
      guard mayBeSample else { return true }
      if let number = NumberParsing.double(cell) {
        numbers.append(number)
      } else if cell.isEmpty || cell == "NA" {
        numbers.append(.nan)
      } else {
        (mayBeSample, numbers) = (false, [])
        return false
      }
      return true
    }
  }

  /// Header and rows with their line numbers.
  static func cells(
    _ path: String
  ) throws(OmicsError) -> (header: [String], rows: [(number: Int, cells: [String])]) {
    var header: [String] = []
    var rows: [(number: Int, cells: [String])] = []
    try walk(path) {
      header = $0
    } row: {
      rows.append(($0, $1))
    }
    return (header, rows)
  }

  /// Gives the header, then every row that is not blank with its line.
  private static func walk(
    _ path: String, header: ([String]) throws(OmicsError) -> Void,
    row take: (Int, [String]) throws(OmicsError) -> Void
  ) throws(OmicsError) {
    var source = path == "-" ? ByteSource.standardInput() : try ByteSource.file(path)
    let delimiter = try DelimiterEvidence.decide(head: try source.head(65_536), name: path).delimiter
    var scanner = DelimitedScanner(delimiter: delimiter, quoting: delimiter == 0x09 ? .none : .csv)
    guard let first = try scanner.next(&source) else {
      throw OmicsError(.malformed, "the table is empty", at: SourceLocation(file: path))
    }
    let width = first.count
    try header(first.strings())
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      guard row.count == width else {
        throw OmicsError(
          .malformed, "expected \(width) columns, found \(row.count)",
          at: SourceLocation(file: path, line: row.lineNumber))
      }
      try take(row.lineNumber, row.strings())
    }
  }
}
