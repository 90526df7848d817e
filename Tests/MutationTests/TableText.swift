/// A delimited text as lines: where its header and rows are, as far as a mutation needs to know.
struct TableText {
  /// What kind of table it is, for mutations that fit only some.
  enum Family: String {
    case mztab, gtf, counts, vendor, sheet
  }

  let family: Family
  let lineEnd: String
  let delimiter: Character
  /// All lines without their ends.
  var lines: [String]
  /// The position of the header; nil for tables without one.
  let header: Int?
  /// The positions of the data rows of one table.
  let rows: [Int]

  /// The table in a text; nil where there is none with at least four rows, all of one width.
  init?(_ bytes: [UInt8], family: Family) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let plain = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    guard !plain.contains("\"") || family == .gtf else { return nil }
    lineEnd = plain.contains("\r\n") ? "\r\n" : "\n"
    var lines = plain.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    self.family = family
    var header: Int?
    var rows: [Int] = []
    switch family {
    case .mztab:
      delimiter = "\t"
      let prefixes = [("PRH", "PRT"), ("PEH", "PEP"), ("PSH", "PSM")]
      for (top, data) in prefixes where header == nil {
        header = lines.firstIndex { $0.hasPrefix(top + "\t") }
        rows = lines.indices.filter { lines[$0].hasPrefix(data + "\t") }
      }
    case .gtf:
      delimiter = "\t"
      for index in lines.indices where !lines[index].hasPrefix("#") && !lines[index].isEmpty {
        if lines[index].hasPrefix(">") { break }
        rows.append(index)
      }
    case .counts, .vendor, .sheet:
      let body = lines.indices.filter { !lines[$0].isEmpty && !lines[$0].hasPrefix("#") }
      guard let first = body.first else { return nil }
      delimiter = lines[first].contains("\t") ? "\t" : ","
      header = first
      rows = Array(body.dropFirst())
    }
    self.header = header
    self.rows = rows
    guard rows.count >= 4, family == .gtf || header != nil else { return nil }
    // A first row with numbers is no header.
    if let header, cells(header).contains(where: { Double($0) != nil }) { return nil }
    let width = cells(header ?? rows[0]).count
    guard width > 2, rows.allSatisfy({ cells($0).count == width }) else { return nil }
  }

  /// The cells of a line.
  func cells(_ line: Int) -> [String] {
    lines[line].split(separator: delimiter, omittingEmptySubsequences: false).map(String.init)
  }

  /// Changes the cells of a line.
  mutating func edit(_ line: Int, _ change: (inout [String]) -> Void) {
    var parts = cells(line)
    change(&parts)
    lines[line] = parts.joined(separator: String(delimiter))
  }

  /// Whether the last line has its end.
  var isEnded = true

  /// The text again.
  var bytes: [UInt8] { Array((lines.joined(separator: lineEnd) + (isEnded ? lineEnd : "")).utf8) }

  /// The columns that no mutation of identifiers touches: all behind the first, in mzTab behind the second.
  var firstColumn: Int { family == .mztab ? 2 : 1 }

  /// Columns with a number in every row, at least one of them not 0.
  var numericColumns: [Int] {
    if family == .gtf { return [3, 4] }
    return (firstColumn..<cells(rows[0]).count).filter { column in
      let texts = rows.map { cells($0)[column] }
      return texts.allSatisfy { Double($0) != nil && $0.allSatisfy { "0123456789.".contains($0) } }
    }
  }
}
