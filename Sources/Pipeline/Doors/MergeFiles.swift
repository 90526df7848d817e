internal import Mapping
internal import OmicsIO
internal import Schema

/// The files beside a merged table: its conflicts, which can be edited and read back, and what became of own changes.
enum MergeFiles {
  private static let columns = ["key", "column", "base", "theirs", "ours", "kind", "suggestion", "resolution"]

  /// The conflicts; the last column is empty, for the reviewer.
  static func conflicts(_ merge: TableMerge) -> [UInt8] {
    var table = TableText(columns)
    for conflict in merge.conflicts {
      table.append([
        .text(conflict.key), .text(conflict.column), .text(conflict.base), .text(conflict.theirs),
        .text(conflict.ours), .text(conflict.kind.rawValue), .text(conflict.suggestion), .text(""),
      ])
    }
    return table.bytes
  }

  /// The own changes with what the source did meanwhile.
  static func overrides(_ merge: TableMerge) -> [UInt8] {
    var table = TableText(["state", "key", "column", "base", "theirs", "ours"])
    for change in merge.overrides {
      table.append([
        .text(change.state.rawValue), .text(change.key), .text(change.column), .text(change.base),
        .text(change.theirs), .text(change.ours),
      ])
    }
    return table.bytes
  }

  /// The decisions of a file of conflicts: `base`, `theirs`, `ours`, `suggestion` or `=text`; rows without one stay open.
  ///
  /// - Throws: `missing` for an absent column, `value` for another word.
  static func decisions(_ path: String) throws(OmicsError) -> [TableMerge.Place: TableMerge.Decision] {
    var source = try ByteSource.file(path)
    var scanner = DelimitedScanner(delimiter: 0x09)
    let header = try scanner.next(&source)?.strings() ?? []
    func place(_ name: String) throws(OmicsError) -> Int {
      if let place = header.firstIndex(of: name) { return place }
      throw OmicsError(
        .missing, "a file of conflicts has a column \"\(name)\"", at: SourceLocation(file: path, line: 1))
    }
    let (key, column, resolution) = (try place("key"), try place("column"), try place("resolution"))
    var decisions: [TableMerge.Place: TableMerge.Decision] = [:]
    while let row = try scanner.next(&source) {
      guard row.count == header.count else {
        throw OmicsError(
          .malformed, "expected \(header.count) cells, found \(row.count)",
          at: SourceLocation(file: path, line: row.lineNumber))
      }
      let word = row.string(resolution)
      if word.isEmpty || word == "NA" { continue }
      guard let decision = TableMerge.Decision(word) else {
        throw OmicsError(
          .value, "a resolution is base, theirs, ours, suggestion or =text, found \"\(word)\"",
          at: SourceLocation(file: path, line: row.lineNumber, column: "resolution"))
      }
      let name = row.string(column)
      decisions[TableMerge.Place(key: row.string(key), column: name == "NA" ? "" : name)] = decision
    }
    return decisions
  }
}
