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
    let (header, rows) = try cells(path)
    guard let group = header.firstIndex(of: groupColumn) else {
      throw OmicsError(
        .missing, "the table has no column \"\(groupColumn)\"", at: SourceLocation(file: path, line: 1),
        hint: "It has: \(header.prefix(8).joined(separator: ", ")).")
    }
    guard !rows.isEmpty else { throw OmicsError(.malformed, "the table has no rows", at: SourceLocation(file: path)) }
    var notes: [Diagnostic] = []
    var samples: [Int] = []
    for column in header.indices where column != group {
      let isNumeric = rows.allSatisfy { isNumber($0.cells[column]) }
      if let sheetSamples {
        if sheetSamples.contains(header[column]) { samples.append(column) }
      } else if isNumeric {
        samples.append(column)
      }
    }
    guard !samples.isEmpty else {
      throw OmicsError(
        .missing, "the table has no column of numbers beside \"\(groupColumn)\"",
        at: SourceLocation(file: path, line: 1))
    }
    let names = header.indices.first { $0 != group && !samples.contains($0) }
    var values = Matrix(rows: rows.count, columns: samples.count)
    var seen: [String: Int] = [:]
    var ids: [String] = []
    for (row, line) in rows.enumerated() {
      for (position, column) in samples.enumerated() {
        guard isNumber(line.cells[column]) else {
          throw OmicsError(
            .value, "expected a number, found \"\(line.cells[column])\"",
            at: SourceLocation(file: path, line: line.number, column: header[column]))
        }
        values[row, position] = NumberParsing.double(line.cells[column]) ?? .nan
      }
      let name = names.map { line.cells[$0] } ?? line.cells[group]
      let count = seen[line.cells[group] + "\t" + name, default: 0]
      seen[line.cells[group] + "\t" + name] = count + 1
      ids.append(count == 0 ? name : "\(name).\(count)")
    }
    if names == nil { notes.append(Diagnostic(.note, "row-ids", "the table has no column that names its rows")) }
    var matrix = MatrixDoor(
      ids: ids, samples: samples.map { header[$0] }, values: values, measure: measure, scale: scale, notes: notes)
    let lines = rows.map(\.number)
    matrix.place = { SourceLocation(file: path, line: lines[$0]) }
    return (matrix, rows.map { $0.cells[group] })
  }

  private static func isNumber(_ cell: String) -> Bool {
    cell.isEmpty || cell == "NA" || NumberParsing.double(cell) != nil
  }

  /// Header and rows with their line numbers.
  static func cells(
    _ path: String
  ) throws(OmicsError) -> (header: [String], rows: [(number: Int, cells: [String])]) {
    var source = path == "-" ? ByteSource.standardInput() : try ByteSource.file(path)
    let delimiter = try DelimiterEvidence.decide(head: try source.head(65_536), name: path).delimiter
    var scanner = DelimitedScanner(delimiter: delimiter, quoting: delimiter == 0x09 ? .none : .csv)
    guard let first = try scanner.next(&source) else {
      throw OmicsError(.malformed, "the table is empty", at: SourceLocation(file: path))
    }
    let header = first.strings()
    var rows: [(number: Int, cells: [String])] = []
    while let row = try scanner.next(&source) {
      if row.isBlank { continue }
      guard row.count == header.count else {
        throw OmicsError(
          .malformed, "expected \(header.count) columns, found \(row.count)",
          at: SourceLocation(file: path, line: row.lineNumber))
      }
      rows.append((row.lineNumber, row.strings()))
    }
    return (header, rows)
  }
}
