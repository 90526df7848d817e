public import Schema

/// A three-way merge of a table: the common base, the release of the source, and the one's own.
///
/// Row by row and cell by cell: what both say is taken, what one side changed is taken, what both changed in different
/// ways is a conflict, and so is a row that one side deleted and the other edited.
public struct TableMerge: Sendable {
  /// What could not be decided.
  public struct Conflict: Sendable, Hashable {
    /// The row's key.
    public var key: String
    /// The column; empty when a whole row is at stake.
    public var column: String
    /// The value in the base.
    public var base: String
    /// The value of the source.
    public var theirs: String
    /// The own value.
    public var ours: String
  }

  /// What a merged cell takes when both sides changed it.
  public enum Preference: String, Sendable, CaseIterable {
    /// Nothing: it is a conflict.
    case none
    /// The source's.
    case theirs
    /// The own.
    case ours
  }

  /// The merged table; conflicts keep the base's value.
  public private(set) var table: MappingTable
  /// The conflicts, by key and column.
  public private(set) var conflicts: [Conflict] = []

  /// Merges.
  ///
  /// - Throws: `refused` for tables of different shape, `duplicate` for a key that stands twice.
  public init(
    base: MappingTable, theirs: MappingTable, ours: MappingTable, prefer: Preference = .none
  ) throws(OmicsError) {
    let keys = try [base, theirs, ours].map { (table) throws(OmicsError) in try Self.keyed(table) }
    // The columns of the source, then those only we have.
    var columns = theirs.columns
    for column in ours.columns where !columns.contains(where: { $0.name == column.name }) { columns.append(column) }
    table = MappingTable(
      kind: theirs.kind, columns: columns, rows: [], lines: [], facts: theirs.facts, file: theirs.file)
    let all = Set(keys.flatMap(\.keys)).sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    for key in all {
      let rows = [base, theirs, ours].enumerated().map { index, table in keys[index][key].map { Self.cells(table, $0) }
      }
      guard let merged = merged(key, rows, columns, prefer) else { continue }
      table.rows.append(merged)
      table.lines.append(table.rows.count)
    }
  }

  /// The merged cells of a row; nil when it is gone.
  private mutating func merged(
    _ key: String, _ rows: [[String: String]?], _ columns: [MappingTable.Column], _ prefer: Preference
  ) -> [String]? {
    let (base, theirs, ours) = (rows[0], rows[1], rows[2])
    switch (base, theirs, ours) {
    case (_, nil, nil): return nil
    case (nil, let row?, nil), (nil, nil, let row?): return columns.map { row[$0.name] ?? "" }
    case (let was?, let row?, nil), (let was?, nil, let row?):
      // Deleted on one side: gone unless the other side edited it.
      if columns.allSatisfy({ was[$0.name] ?? "" == row[$0.name] ?? was[$0.name] ?? "" }) { return nil }
      switch prefer {
      case .theirs: return theirs.map { row in columns.map { row[$0.name] ?? "" } }
      case .ours: return ours.map { row in columns.map { row[$0.name] ?? "" } }
      case .none:
        func whole(_ row: [String: String]?) -> String {
          row.map { row in columns.map { row[$0.name] ?? "" }.joined(separator: " | ") } ?? "deleted"
        }
        conflicts.append(
          Conflict(key: key, column: "", base: whole(base), theirs: whole(theirs), ours: whole(ours)))
        return columns.map { was[$0.name] ?? "" }
      }
    case (_, let theirs?, let ours?):
      return columns.map { column in
        let name = column.name
        let was = base?[name]
        guard let left = theirs[name] else { return ours[name] ?? "" }
        guard let right = ours[name] else { return left }
        if left == right || right == was { return left }
        if left == was { return right }
        switch prefer {
        case .theirs: return left
        case .ours: return right
        case .none:
          conflicts.append(Conflict(key: key, column: name, base: was ?? "", theirs: left, ours: right))
          return was ?? left
        }
      }
    }
  }

  private static func cells(_ table: MappingTable, _ row: Int) -> [String: String] {
    var cells: [String: String] = [:]
    for (index, column) in table.columns.enumerated() { cells[column.name] = table.rows[row][index] }
    return cells
  }

  /// Rows by key: the id, or subject and object of a pair.
  private static func keyed(_ table: MappingTable) throws(OmicsError) -> [String: Int] {
    let columns = table.column(.id).map { [$0] } ?? [table.column(.subject), table.column(.object)].compactMap { $0 }
    guard !columns.isEmpty else {
      throw OmicsError(.refused, "a table of kind \(table.kind) has neither ids nor pairs to merge by")
    }
    var rows: [String: Int] = [:]
    for row in table.rows.indices {
      let key = columns.map { table.rows[row][$0] }.joined(separator: " -> ")
      guard let other = rows.updateValue(row, forKey: key) else { continue }
      // The same row twice is no contradiction.
      guard table.rows[other] != table.rows[row] else { continue }
      throw OmicsError(
        .duplicate, "\"\(key)\" stands on line \(table.lines[other]) already, with other cells",
        at: SourceLocation(file: table.file, line: table.lines[row]), hint: "tables lint lists all of them.")
    }
    return rows
  }
}
