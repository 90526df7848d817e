public import Schema

/// What changed between two releases of a table, by stable id, never by name.
///
/// Keyed tables compare entries; pair tables compare pairs, and an id whose set of partners changed is retargeted.
public struct TableDifference: Sendable, Hashable {
  /// How an entry changed.
  public enum Change: String, Sendable, CaseIterable {
    /// New.
    case added
    /// Gone without a word.
    case removed
    /// Current in both, under another symbol.
    case renamed
    /// The same symbol now means another entry.
    case retargeted
    /// Current before, withdrawn now.
    case withdrawn
    /// Withdrawn, with one successor.
    case merged
    /// Withdrawn, with several successors.
    case split
    /// Withdrawn before, current now.
    case resurrected
    /// Some other cell differs.
    case attributeOnly = "attribute_only"
    /// A column that only one release has.
    case schemaChange = "schema_change"
  }

  /// One change.
  public struct Line: Sendable, Hashable {
    /// What happened.
    public var change: Change
    /// The id, symbol, pair or column.
    public var key: String
    /// The value before.
    public var before: String
    /// The value now.
    public var after: String
    /// The columns that differ.
    public var columns: [String]
  }

  /// The changes, sorted by kind, then key.
  public private(set) var lines: [Line] = []

  /// How many changes of a kind; merged and split entries are counted as withdrawn too.
  public func count(_ change: Change) -> Int { lines.reduce(0) { $0 + ($1.change == change ? 1 : 0) } }

  /// Compares two releases.
  ///
  /// - Throws: `refused` for tables of different kinds.
  public init(_ old: MappingTable, _ new: MappingTable) throws(OmicsError) {
    let isPairs = old.column(.id) == nil
    guard isPairs == (new.column(.id) == nil) else {
      throw OmicsError(.refused, "a table of kind \(old.kind) cannot be compared with one of kind \(new.kind)")
    }
    schema(old, new)
    if isPairs { try pairs(old, new) } else { try entries(old, new) }
    let order = Change.allCases.enumerated().reduce(into: [:]) { $0[$1.element] = $1.offset }
    lines.sort {
      let (a, b) = (order[$0.change] ?? 0, order[$1.change] ?? 0)
      return a == b ? ($0.key.utf8.count, $0.key, $0.after) < ($1.key.utf8.count, $1.key, $1.after) : a < b
    }
  }

  private mutating func schema(_ old: MappingTable, _ new: MappingTable) {
    let (before, after) = (Set(old.columns.map(\.name)), Set(new.columns.map(\.name)))
    for name in before.subtracting(after) {
      lines.append(Line(change: .schemaChange, key: name, before: "column", after: "", columns: [name]))
    }
    for name in after.subtracting(before) {
      lines.append(Line(change: .schemaChange, key: name, before: "", after: "column", columns: [name]))
    }
  }

  // MARK: Entries

  private mutating func entries(_ old: MappingTable, _ new: MappingTable) throws(OmicsError) {
    guard let oldID = old.column(.id), let newID = new.column(.id) else { return }
    let (before, after) = (Self.byKey(old, oldID), Self.byKey(new, newID))
    let common = old.columns.indices.compactMap { index -> (name: String, old: Int, new: Int)? in
      guard let other = new.column(named: old.columns[index].name) else { return nil }
      return (old.columns[index].name, index, other)
    }
    let (oldSymbol, newSymbol) = (old.column(.symbol), new.column(.symbol))
    func symbol(_ table: MappingTable, _ row: Int, _ column: Int?) -> String {
      column.map { table.rows[row][$0] } ?? ""
    }
    for (key, row) in before {
      guard let other = after[key] else {
        lines.append(Line(change: .removed, key: key, before: symbol(old, row, oldSymbol), after: "", columns: []))
        continue
      }
      let (was, now) = (symbol(old, row, oldSymbol), symbol(new, other, newSymbol))
      let differing = common.filter { old.rows[row][$0.old] != new.rows[other][$0.new] }.map(\.name)
      let change: Change
      switch (old.isCurrent(row), new.isCurrent(other)) {
      case (true, false): change = .withdrawn
      case (false, true): change = .resurrected
      case (true, true) where oldSymbol != nil && newSymbol != nil && was != now: change = .renamed
      default:
        guard !differing.isEmpty else { continue }
        change = .attributeOnly
      }
      lines.append(Line(change: change, key: key, before: was, after: now, columns: differing))
      if change == .withdrawn {
        let successors = new.successors(other)
        if !successors.isEmpty {
          lines.append(
            Line(
              change: successors.count == 1 ? .merged : .split, key: key, before: was,
              after: successors.joined(separator: ";"), columns: []))
        }
      }
    }
    for (key, row) in after where before[key] == nil {
      lines.append(Line(change: .added, key: key, before: "", after: symbol(new, row, newSymbol), columns: []))
    }
    retargeted(old, new, oldSymbol, newSymbol, oldID, newID)
  }

  /// Symbols of current entries that mean another entry now.
  private mutating func retargeted(
    _ old: MappingTable, _ new: MappingTable, _ oldSymbol: Int?, _ newSymbol: Int?, _ oldID: Int, _ newID: Int
  ) {
    guard let oldSymbol, let newSymbol else { return }
    func owners(_ table: MappingTable, _ symbol: Int, _ id: Int) -> [String: Set<String>] {
      var owners: [String: Set<String>] = [:]
      for row in table.rows.indices where table.isCurrent(row) {
        owners[table.rows[row][symbol], default: []].insert(table.rows[row][id])
      }
      return owners
    }
    let (before, after) = (owners(old, oldSymbol, oldID), owners(new, newSymbol, newID))
    for (name, ids) in before where !name.isEmpty {
      guard let others = after[name], ids.isDisjoint(with: others) else { continue }
      lines.append(
        Line(
          change: .retargeted, key: name, before: ids.sorted().joined(separator: ";"),
          after: others.sorted().joined(separator: ";"), columns: []))
    }
  }

  private static func byKey(_ table: MappingTable, _ column: Int) -> [String: Int] {
    var rows: [String: Int] = [:]
    for row in table.rows.indices where rows[table.rows[row][column]] == nil { rows[table.rows[row][column]] = row }
    return rows
  }

  // MARK: Pairs

  private mutating func pairs(_ old: MappingTable, _ new: MappingTable) throws(OmicsError) {
    let (before, after) = (try Self.partners(old), try Self.partners(new))
    for (subject, objects) in before {
      for object in objects.subtracting(after[subject] ?? []) {
        lines.append(Line(change: .removed, key: subject, before: object, after: "", columns: []))
      }
    }
    for (subject, objects) in after {
      for object in objects.subtracting(before[subject] ?? []) {
        lines.append(Line(change: .added, key: subject, before: "", after: object, columns: []))
      }
      if let was = before[subject], was != objects {
        lines.append(
          Line(
            change: .retargeted, key: subject, before: was.sorted().joined(separator: ";"),
            after: objects.sorted().joined(separator: ";"), columns: []))
      }
    }
  }

  private static func partners(_ table: MappingTable) throws(OmicsError) -> [String: Set<String>] {
    guard let subject = table.column(.subject), let object = table.column(.object) else {
      throw OmicsError(.refused, "a table of kind \(table.kind) has neither ids nor pairs")
    }
    let predicate = table.column(named: "predicate_id")
    let modifier = table.column(named: "predicate_modifier")
    var partners: [String: Set<String>] = [:]
    for row in table.rows.indices {
      for target in table.values(row, object) {
        var words = [modifier, predicate].compactMap { $0.map { table.rows[row][$0] } }.filter { !$0.isEmpty }
        words.append(target)
        partners[table.rows[row][subject], default: []].insert(words.joined(separator: " "))
      }
    }
    return partners
  }
}
