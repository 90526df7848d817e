public import Schema

/// A mapping table of any kind in one shape: named columns, rows of text, and what the columns mean.
///
/// Rows keep the order of the file. A keyed table has a stable id a row; a pair table has none, its rows are subject and
/// object.
public struct MappingTable: Sendable, Hashable {
  /// What a column says of a row.
  public enum Role: String, Sendable, CaseIterable {
    /// The stable id.
    case id
    /// The current name.
    case symbol
    /// Current, or withdrawn in one of its ways.
    case status
    /// Names it had.
    case previous
    /// Further names.
    case alias
    /// Ids of the entries that took its place.
    case successors
    /// The left side of a pair.
    case subject
    /// The right side of a pair.
    case object
    /// An id in another namespace.
    case reference
    /// A species.
    case taxon
    /// Trust from 0 to 1.
    case confidence
    /// Whether one of the table's sources, which the column is named after, asserts the row: 1, or 0.
    case source
    /// Anything else.
    case attribute
  }

  /// A column.
  public struct Column: Sendable, Hashable {
    /// Its name, the same in all releases whatever the exporter called it.
    public var name: String
    /// Its name in the file.
    public var written: String
    /// What it says.
    public var role: Role
    /// The namespace of its ids; empty for other text.
    public var namespace: Namespace
    /// What stands between several values of a cell; empty when there is one.
    public var separator: String

    /// A column.
    public init(
      name: String, written: String? = nil, role: Role = .attribute, namespace: Namespace = Namespace(rawValue: ""),
      separator: String = ""
    ) {
      self.name = name
      self.written = written ?? name
      self.role = role
      self.namespace = namespace
      self.separator = separator
    }

    /// The values of a cell: split at the separator, blanks around them removed, empty ones left out.
    public func values(_ cell: String) -> [String] {
      guard let mark = separator.first else { return cell.isEmpty ? [] : [cell] }
      return cell.split(separator: mark).map { part in
        var part = part
        while part.first == " " || part.first == "\"" { part = part.dropFirst() }
        while part.last == " " || part.last == "\"" { part = part.dropLast() }
        return String(part)
      }.filter { !$0.isEmpty }
    }
  }

  /// Words for entries that are current.
  static let currentWords: Set<String> = ["Approved", "current", "O", "C", ""]

  /// The kind, such as `hgnc` or `pairs`.
  public var kind: String
  /// The columns.
  public var columns: [Column]
  /// The rows, a cell a column.
  public var rows: [[String]]
  /// The line of each row in the file.
  public var lines: [Int]
  /// Facts of the table by key: licence, source, prefixes.
  public var facts: [(key: String, value: String)]
  /// The file it was read from.
  public var file: String

  /// A table.
  public init(
    kind: String, columns: [Column], rows: [[String]], lines: [Int], facts: [(key: String, value: String)] = [],
    file: String
  ) {
    self.kind = kind
    self.columns = columns
    self.rows = rows
    self.lines = lines
    self.facts = facts
    self.file = file
  }

  /// Tables are equal when kind, columns and rows are.
  public static func == (left: MappingTable, right: MappingTable) -> Bool {
    left.kind == right.kind && left.columns == right.columns && left.rows == right.rows
  }

  /// Hashes kind and rows.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(rows)
  }

  /// The first column of a role.
  public func column(_ role: Role) -> Int? { columns.firstIndex { $0.role == role } }

  /// The first column of a name.
  public func column(named name: String) -> Int? { columns.firstIndex { $0.name == name } }

  /// The values of a cell.
  public func values(_ row: Int, _ column: Int) -> [String] { columns[column].values(rows[row][column]) }

  /// Whether a row is current; a table without status holds current rows alone, but for terms that say they are obsolete.
  public func isCurrent(_ row: Int) -> Bool {
    if let status = column(.status) { return Self.currentWords.contains(rows[row][status]) }
    guard kind == "go-terms", let term = column(.symbol) else { return true }
    return !rows[row][term].hasPrefix("obsolete ")
  }

  /// The ids of the entries that took a row's place.
  public func successors(_ row: Int) -> [String] {
    if let column = column(.successors) {
      return values(row, column).filter { id in
        // Signs for nothing; and Ensembl's history maps a retired id to itself.
        !["-", "null", "\\N"].contains(id)
          && !(kind == "ensembl-history" && id == rows[row][self.column(.id) ?? column])
      }
    }
    guard kind == "hgnc", !isCurrent(row), let name = column(named: "name") else { return [] }
    return HgncTable.successors(in: rows[row][name]).map { "HGNC:\($0)" }
  }
}
