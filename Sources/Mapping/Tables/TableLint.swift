internal import OmicsIO
public import Schema

/// What is wrong or odd in a table, before it is released.
public struct TableLint: Sendable {
  /// A finding: a code with its severity, how often, and the first line.
  public struct Finding: Sendable, Hashable {
    /// The code, such as `duplicate-key`.
    public var code: String
    /// Errors keep a table from being released.
    public var severity: Severity
    /// What it is, with the first case.
    public var message: String
    /// The line of the first case; 0 where there is none.
    public var line: Int
    /// How many cases.
    public var count: Int
  }

  /// The findings, errors first, then by code.
  public private(set) var findings: [Finding] = []

  /// Whether a finding is an error.
  public var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// Checks a table; `licence` is what is known of its licence outside the file, `registry` how ids look.
  public init(_ table: MappingTable, licence: String = "", registry: NamespaceRegistry = NamespaceRegistry()) {
    keys(table, registry)
    successors(table)
    symbols(table)
    cells(table)
    taxa(table)
    if table.kind == "sssom" {
      var cases: [(String, Severity, String, Int)] = []
      SssomLint.check(table) { cases.append(($0, $1, $2, $3)) }
      for (code, severity, message, line) in cases { add(code, severity, message, line) }
    }
    let own = table.facts.first { $0.key == "licence" }?.value ?? ""
    let block = table.facts.first { $0.key == "sssom_block" }?.value ?? ""
    if licence.isEmpty && own.isEmpty && !block.contains("license:") {
      add("missing-licence", .warning, "the table states no licence", 0)
    }
    findings.sort { $0.severity == $1.severity ? $0.code < $1.code : $0.severity > $1.severity }
  }

  private mutating func add(_ code: String, _ severity: Severity, _ message: @autoclosure () -> String, _ line: Int) {
    if let index = findings.firstIndex(where: { $0.code == code }) {
      findings[index].count += 1
    } else {
      findings.append(Finding(code: code, severity: severity, message: message(), line: line, count: 1))
    }
  }

  // MARK: Checks

  private mutating func keys(_ table: MappingTable, _ registry: NamespaceRegistry) {
    let columns = table.column(.id).map { [$0] } ?? [table.column(.subject), table.column(.object)].compactMap { $0 }
    let predicate = table.column(named: "predicate_id")
    var seen: [String: Int] = [:]
    for row in table.rows.indices {
      let line = table.lines[row]
      let key = (columns + [predicate].compactMap { $0 }).map { table.rows[row][$0] }.joined(separator: " -> ")
      if columns.contains(where: { table.rows[row][$0].isEmpty }) && table.column(.id) != nil {
        add("empty-key", .error, "a row without an id", line)
        continue
      }
      if let other = seen.updateValue(line, forKey: key), !key.isEmpty {
        add("duplicate-key", .error, "\"\(key)\" stands on line \(other) already", line)
      }
      for column in columns {
        let (id, namespace) = (table.rows[row][column], table.columns[column].namespace)
        if !id.isEmpty, !Self.isWellFormed(id, namespace, registry) {
          add("malformed-id", .error, "\"\(id)\" is no id of \(namespace.rawValue)", line)
        }
      }
    }
  }

  /// Whether an id can be one of a namespace; namespaces without a rule take any.
  static func isWellFormed(_ id: String, _ namespace: Namespace, _ registry: NamespaceRegistry) -> Bool {
    let bytes = Array(id.utf8)
    switch namespace.rawValue.split(separator: "@").first ?? "" {
    case "hgnc": return IdentifierPattern.isHgnc(id)
    case "ncbigene", "omim", "pubchem.compound": return IdentifierPattern.isDigits(bytes)
    case "uniprot": return IdentifierPattern.isUniProt(Array((id.split(separator: "-").first ?? "").utf8))
    case "ensembl": return id.hasPrefix("ENS") || id.hasPrefix("LRG_") || id.first?.isLetter == true
    case "chebi", "mgi":
      return IdentifierPattern.isDigits(Array(id.split(separator: ":").last.map(String.init)?.utf8 ?? "".utf8))
    case "go": return id.hasPrefix("GO:") && bytes.count == 10 && IdentifierPattern.isDigits(Array(bytes.dropFirst(3)))
    case "chembl.compound": return id.hasPrefix("CHEMBL") && IdentifierPattern.isDigits(Array(bytes.dropFirst(6)))
    default: return registry.isWellFormed(id, namespace)
    }
  }

  private mutating func successors(_ table: MappingTable) {
    guard let id = table.column(.id) else { return }
    var next: [String: [String]] = [:]
    var lines: [String: Int] = [:]
    for row in table.rows.indices {
      lines[table.rows[row][id]] = table.lines[row]
      let successors = table.successors(row)
      if !successors.isEmpty { next[table.rows[row][id], default: []] += successors }
    }
    let holdsAll = table.column(.successors) == nil
    for key in next.keys.sorted() {
      for successor in next[key] ?? [] where holdsAll && lines[successor] == nil {
        add(
          "dangling-successor", .warning, "\(key) is replaced by \(successor), which is not in the table",
          lines[key] ?? 0)
      }
      if let cycle = Self.cycle(from: key, next) {
        add("cycle", .error, "entries replace each other: \(cycle.joined(separator: " > "))", lines[key] ?? 0)
      }
    }
  }

  /// The members of a cycle that a chain runs into at its start; nil without one.
  static func cycle(from start: String, _ next: [String: [String]]) -> [String]? {
    var path = [start]
    var seen: Set<String> = [start]
    var here = start
    while let following = next[here]?.first {
      if following == start { return path + [start] }
      guard seen.insert(following).inserted else { return nil }
      path.append(following)
      here = following
    }
    return nil
  }

  private mutating func symbols(_ table: MappingTable) {
    guard let symbol = table.column(.symbol), let id = table.column(.id) else { return }
    var owners: [String: Int] = [:]
    for row in table.rows.indices where table.isCurrent(row) {
      let name = table.rows[row][symbol]
      guard !name.isEmpty else { continue }
      if let other = owners.updateValue(row, forKey: name), table.rows[other][id] != table.rows[row][id] {
        add(
          "symbol-twice", table.kind == "hgnc" ? .error : .warning,
          "\(name) is the symbol of \(table.rows[other][id]) and \(table.rows[row][id])", table.lines[row])
      }
      if let kind = ExcelDamage.classify(name), [.dayMonth, .monthYear, .isoDate, .slashDate].contains(kind) {
        add("spreadsheet-damage", .error, "\"\(name)\" is a date, as spreadsheets make of symbols", table.lines[row])
      }
    }
    for (role, code) in [(MappingTable.Role.alias, "alias-is-symbol"), (.previous, "previous-is-symbol")] {
      guard let column = table.column(role) else { continue }
      for row in table.rows.indices where table.isCurrent(row) {
        for name in table.values(row, column) {
          if ["NA", "N/A", "P", "-", "null"].contains(name) {
            add("missing-word-resolves", .note, "\"\(name)\" is a name of \(table.rows[row][id])", table.lines[row])
          }
          if let owner = owners[name], owner != row {
            add(
              code, .note, "\(name) of \(table.rows[row][id]) is also the symbol of \(table.rows[owner][id])",
              table.lines[row])
          }
        }
      }
    }
  }

  private mutating func cells(_ table: MappingTable) {
    let confidence = table.column(.confidence)
    for row in table.rows.indices {
      let line = table.lines[row]
      for (column, cell) in table.rows[row].enumerated() {
        guard let first = cell.utf8.first else { continue }
        if first == 0x20 || cell.utf8.last == 0x20 {
          add("outer-blank", .warning, "blanks around \"\(cell.prefix(40))\" in \(table.columns[column].name)", line)
        }
        if cell.utf8.reduce(0, { $0 + ($1 == 0x22 ? 1 : 0) }) % 2 == 1 {
          add("unbalanced-quote", .warning, "a lone quote in \(table.columns[column].name)", line)
        }
        if table.columns[column].role == .object, table.columns[column].separator.isEmpty, cell.utf8.contains(0x7C) {
          add(
            "list-in-cell", .warning, "\"\(cell.prefix(40))\" in \(table.columns[column].name) is a list of several",
            line)
        }
        let isName = [.id, .symbol, .subject, .object, .alias, .previous].contains(table.columns[column].role)
        if isName, cell.utf8.contains(where: { $0 > 0x7F }) {
          add("non-ascii-name", .warning, "\"\(cell)\" holds letters beyond ASCII", line)
        }
      }
      if let confidence, !table.rows[row][confidence].isEmpty,
        !(NumberParsing.double(table.rows[row][confidence]).map { (0...1).contains($0) } ?? false)
      {
        add("confidence-range", .error, "confidence \(table.rows[row][confidence]) is not from 0 to 1", line)
      }
    }
  }

  private mutating func taxa(_ table: MappingTable) {
    guard let column = table.column(.taxon) else { return }
    var counts: [String: Int] = [:]
    for row in table.rows { counts[row[column], default: 0] += 1 }
    guard counts.count > 1 else { return }
    let words = counts.keys.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
      .map { "\($0) in \(counts[$0] ?? 0) rows" }
    add("mixed-species", .warning, "several species: \(words.joined(separator: ", "))", 0)
  }
}
