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
    /// What kind of contradiction it is.
    public var kind: Kind
    /// A list that holds the changes of both sides; empty where there is no such thing.
    public var suggestion: String

    /// Kinds of contradictions.
    public enum Kind: String, Sendable, CaseIterable {
      /// Both changed a cell.
      case cell
      /// Both added the row, with different cells.
      case addedTwice = "added_twice"
      /// The source deleted a row that we edited.
      case deletedByTheirs = "deleted_by_theirs"
      /// We deleted a row that the source edited.
      case deletedByOurs = "deleted_by_ours"
    }
  }

  /// What became of an own change.
  public struct Override: Sendable, Hashable {
    /// What the source did meanwhile.
    public enum State: String, Sendable, CaseIterable {
      /// Nothing: the own value stays.
      case kept
      /// It reached the same value: the own change can go.
      case stale = "stale-override"
      /// It moved to a third value: a conflict.
      case contested
    }

    /// The row's key.
    public var key: String
    /// The column; empty for a whole row.
    public var column: String
    /// The three values.
    public var base: String
    /// The value of the source.
    public var theirs: String
    /// The own value.
    public var ours: String
    /// What became of it.
    public var state: State
  }

  /// How a conflict was decided: one side, the base, the suggestion, or a text of one's own.
  public enum Decision: Sendable, Hashable {
    /// The base's value.
    case base
    /// The source's.
    case theirs
    /// The own.
    case ours
    /// The suggestion.
    case suggestion
    /// This text.
    case text(String)

    /// A decision as written: a word, or `=text`; nil when it is none.
    public init?(_ word: String) {
      switch word {
      case "base": self = .base
      case "theirs": self = .theirs
      case "ours": self = .ours
      case "suggestion": self = .suggestion
      default:
        guard word.hasPrefix("=") else { return nil }
        self = .text(String(word.dropFirst()))
      }
    }
  }

  /// Where a conflict is: key and column.
  public struct Place: Sendable, Hashable {
    /// The row's key.
    public var key: String
    /// The column; empty for a whole row.
    public var column: String
    /// A place.
    public init(key: String, column: String) {
      self.key = key
      self.column = column
    }
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
  /// The own changes, by key and column.
  public private(set) var overrides: [Override] = []
  private let decisions: [Place: Decision]

  /// Merges.
  ///
  /// - Throws: `refused` for tables of different shape, `duplicate` for a key that stands twice.
  public init(
    base: MappingTable, theirs: MappingTable, ours: MappingTable, prefer: Preference = .none,
    decisions: [Place: Decision] = [:]
  ) throws(OmicsError) {
    self.decisions = decisions
    let keys = try [base, theirs, ours].map { (table) throws(OmicsError) in try Self.keyed(table) }
    // The columns of the source, then those only we have.
    var columns = theirs.columns
    for column in ours.columns where !columns.contains(where: { $0.name == column.name }) { columns.append(column) }
    table = MappingTable(
      kind: theirs.kind, columns: columns, rows: [], lines: [], facts: theirs.facts, file: theirs.file)
    // Where each table has the merged table's columns.
    let tables = [base, theirs, ours]
    let places = tables.map { table in columns.map { table.column(named: $0.name) } }
    let all = Set(keys.flatMap(\.keys)).map { ($0.utf8.count, $0) }.sorted { $0 < $1 }
    for (_, key) in all {
      let found = keys.map { $0[key] }
      // Most rows are the same everywhere.
      if let one = found[0], let two = found[1], let three = found[2], places[0] == places[1], places[1] == places[2],
        base.rows[one] == theirs.rows[two], theirs.rows[two] == ours.rows[three]
      {
        append(places[1].map { $0.map { theirs.rows[two][$0] } ?? "" })
        continue
      }
      let rows = found.enumerated().map { index, row in
        row.map { row in places[index].map { $0.map { tables[index].rows[row][$0] } } }
      }
      if let merged = merged(key, rows, columns, prefer) { append(merged) }
    }
  }

  private mutating func append(_ row: [String]) {
    table.rows.append(row)
    table.lines.append(table.rows.count)
  }

  /// The merged cells of a row; nil when it is gone. A cell of a column that its table lacks is nil.
  private mutating func merged(
    _ key: String, _ rows: [[String?]?], _ columns: [MappingTable.Column], _ prefer: Preference
  ) -> [String]? {
    let (base, theirs, ours) = (rows[0], rows[1], rows[2])
    switch (base, theirs, ours) {
    case (_, nil, nil): return nil
    case (nil, let row?, nil): return row.map { $0 ?? "" }
    case (nil, nil, let row?):
      note(key, "", "", "", Self.whole(row), .kept)
      return row.map { $0 ?? "" }
    case (let was?, let row?, nil), (let was?, nil, let row?):
      // Deleted on one side: gone unless the other side edited it.
      if zip(was, row).allSatisfy({ $0 ?? "" == $1 ?? $0 ?? "" }) { return nil }
      let words = rows.map(Self.whole)
      let conflict = Conflict(
        key: key, column: "", base: words[0], theirs: words[1], ours: words[2],
        kind: theirs == nil ? .deletedByTheirs : .deletedByOurs, suggestion: "")
      note(key, "", conflict.base, conflict.theirs, conflict.ours, .contested)
      switch decision(conflict, prefer) {
      case .theirs: return theirs?.map { $0 ?? "" }
      case .ours: return ours?.map { $0 ?? "" }
      default:
        conflicts.append(conflict)
        return was.map { $0 ?? "" }
      }
    case (_, let theirs?, let ours?):
      return columns.enumerated().map { index, column in
        cell(
          key, column, base: base.flatMap { $0[index] }, theirs: theirs[index], ours: ours[index], isNew: base == nil,
          prefer)
      }
    }
  }

  private mutating func cell(
    _ key: String, _ column: MappingTable.Column, base was: String?, theirs: String?, ours: String?, isNew: Bool,
    _ prefer: Preference
  ) -> String {
    guard let left = theirs else { return ours ?? "" }
    guard let right = ours, right != was else { return left }
    if left == right {
      if !isNew { note(key, column.name, was ?? "", left, right, .stale) }
      return left
    }
    if left == was {
      note(key, column.name, left, left, right, .kept)
      return right
    }
    let conflict = Conflict(
      key: key, column: column.name, base: was ?? "", theirs: left, ours: right, kind: isNew ? .addedTwice : .cell,
      suggestion: Self.union(was ?? "", left, right, column.separator))
    note(key, column.name, was ?? "", left, right, .contested)
    switch decision(conflict, prefer) {
    case .theirs: return left
    case .ours: return right
    case .suggestion: return conflict.suggestion
    case .text(let text): return text
    case .base: return was ?? ""
    case nil:
      conflicts.append(conflict)
      return was ?? left
    }
  }

  private func decision(_ conflict: Conflict, _ prefer: Preference) -> Decision? {
    if let decision = decisions[Place(key: conflict.key, column: conflict.column)] { return decision }
    switch prefer {
    case .none: return nil
    case .theirs: return .theirs
    case .ours: return .ours
    }
  }

  private mutating func note(
    _ key: String, _ column: String, _ base: String, _ theirs: String, _ ours: String, _ state: Override.State
  ) {
    overrides.append(Override(key: key, column: column, base: base, theirs: theirs, ours: ours, state: state))
  }

  private static func whole(_ row: [String?]?) -> String {
    row.map { $0.map { $0 ?? "" }.joined(separator: " | ") } ?? "deleted"
  }

  /// The base's list with what either side added and without what either side took out; empty for a cell that is no list.
  private static func union(_ base: String, _ theirs: String, _ ours: String, _ separator: String) -> String {
    guard let mark = separator.first else { return "" }
    func items(_ cell: String) -> [String] {
      cell.split(separator: mark).map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
    let (was, left, right) = (items(base), items(theirs), items(ours))
    var list = was.filter { left.contains($0) && right.contains($0) }
    for item in left + right where !was.contains(item) && !list.contains(item) { list.append(item) }
    return list.joined(separator: mark == "," ? ", " : separator)
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
