public import Schema

/// Canonical text as one stream: what an executable plugin prints.
///
/// The first line is `#stream plumbline/1 layer=<layer>`, with `count.<key>=<number>` for figures that `inspect` shows.
/// Tables follow in any order, each from its stamp line `#table <name> 1 …` to the next; cells are those of a canonical
/// folder. The last line is `#end tables=<number> rows=<number>`: without it the stream was cut. Lines end with LF.
public enum CanonicalStream {
  /// The dataset of a stream, which is not believed: everything a canonical folder is checked for is checked.
  ///
  /// - Parameter name: stands before table names in errors.
  /// - Throws: `truncated` without an end, `malformed` when the numbers of the end are wrong or a table is none.
  public static func dataset(_ bytes: [UInt8], name: String) throws(OmicsError) -> Dataset {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let first = lines.first, first.starts(with: Array("#stream ".utf8)) else {
      throw OmicsError(
        .malformed, "the output does not begin with \"#stream plumbline/1 layer=…\"",
        at: SourceLocation(file: name, line: 1))
    }
    let head = try facts(first, after: "#stream plumbline/1", SourceLocation(file: name, line: 1))
    guard let layer = head["layer"].flatMap(Layer.init(rawValue:)) else {
      throw OmicsError(
        .malformed, "the first line names no layer (\(Layer.allCases.map(\.rawValue).joined(separator: ", ")))",
        at: SourceLocation(file: name, line: 1))
    }
    guard lines.last?.isEmpty == true, lines.count >= 3, lines[lines.count - 2].starts(with: Array("#end ".utf8)) else {
      throw OmicsError(
        .truncated, "the output has no \"#end\" line: it ends half-way",
        at: SourceLocation(file: name, line: lines.count))
    }
    let place = SourceLocation(file: name, line: lines.count - 1)
    let end = try facts(lines[lines.count - 2], after: "#end", place)
    let tables = try tables(lines[1..<(lines.count - 2)], name: name)
    let rows = tables.reduce(0) { $0 + $1.rows }
    for (key, found) in [("tables", tables.count), ("rows", rows)] where end[key] != String(found) {
      throw OmicsError(.malformed, "the end says \(end[key] ?? "nothing of") \(key), and there are \(found)", at: place)
    }
    var frame = Dataset(layer: layer)
    for key in head.keys.sorted() where key.hasPrefix("count.") {
      guard let value = head[key].flatMap(Int.init), value >= 0 else {
        throw OmicsError(.malformed, "\(key) is no number", at: SourceLocation(file: name, line: 1))
      }
      frame.counts.append(.init(String(key.dropFirst(6)), value))
    }
    for table in tables where table.name == "ledger" {
      var reader = try CanonicalTableReader(table.bytes, name: "ledger", file: "\(name)/ledger")
      try CanonicalLedger.read(&reader, into: &frame.ledger)
    }
    let document = DatasetDocument.bytes(
      of: frame, tables: tables.map { DatasetDocument.Table(name: $0.name, rows: $0.rows) })
    return try CanonicalText.dataset(
      of: [.init(name: "dataset.json", bytes: document)]
        + tables.map { CanonicalText.File(name: $0.name + ".tsv", bytes: $0.bytes) }, folder: name)
  }

  private typealias Table = (name: String, bytes: [UInt8], rows: Int, rank: Int)

  /// The tables in the order of a canonical folder.
  private static func tables(
    _ lines: ArraySlice<ArraySlice<UInt8>>, name: String
  ) throws(OmicsError) -> [Table] {
    var tables: [Table] = []
    for (offset, line) in lines.enumerated() {
      if line.starts(with: Array("#table ".utf8)) {
        let words = line.split(separator: 0x20)
        let table = String(decoding: words.count > 1 ? words[1] : [], as: UTF8.self)
        guard !tables.contains(where: { $0.name == table }) else {
          throw OmicsError(
            .duplicate, "the table \"\(table)\" stands twice", at: SourceLocation(file: name, line: offset + 2))
        }
        tables.append((table, [], -2, rank(table)))
      }
      guard !tables.isEmpty else {
        throw OmicsError(
          .malformed, "expected a \"#table\" line", at: SourceLocation(file: name, line: offset + 2))
      }
      tables[tables.count - 1].bytes.append(contentsOf: line)
      tables[tables.count - 1].bytes.append(0x0A)
      tables[tables.count - 1].rows += 1
    }
    return tables.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }

  private static func rank(_ table: String) -> Int {
    let order = [
      "samples", "features", "abundance.", "missing.", "identifications", "annotation", "genes", "ledger",
      "ledger_details",
    ]
    return order.firstIndex { $0.hasSuffix(".") ? table.hasPrefix($0) : table == $0 } ?? order.count
  }

  private static func facts(
    _ line: ArraySlice<UInt8>, after start: String, _ place: SourceLocation
  ) throws(OmicsError) -> [String: String] {
    let words = String(decoding: line, as: UTF8.self)
    guard words == start || words.hasPrefix(start + " ") else {
      throw OmicsError(.malformed, "expected \"\(start) …\"", at: place)
    }
    var facts: [String: String] = [:]
    for word in words.dropFirst(start.count).split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, facts.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
        throw OmicsError(.malformed, "expected key=value, found \"\(word)\"", at: place)
      }
    }
    return facts
  }
}
