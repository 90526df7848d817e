public import OmicsIO
public import Schema

/// Reads a mapping table of any kind: as its source publishes it, as canonical text, or as SSSOM.
public enum MappingTableReader {
  /// The first word of a canonical table.
  static let stamp = "#table mapping 1"

  /// The kinds that can be named.
  public static var kinds: [String] { ["sssom", "uniprot-idmapping"] + TableKind.all.map(\.name) }

  /// Reads a whole source.
  ///
  /// - Parameters:
  ///   - kind: overrules recognition.
  ///   - columns: for a table of any shape: `subject=COLUMN`, `object=COLUMN`, `id=COLUMN`, `symbol=COLUMN`, and
  ///     `subject_namespace`, `object_namespace`, `namespace`.
  /// - Throws: `unknownFormat` for a header of no known kind, `malformed` for a ragged row, `limit` for a line that is too
  ///   long.
  public static func read(
    _ source: inout ByteSource, kind: String? = nil, columns: [String: String] = [:]
  ) throws(OmicsError) -> MappingTable {
    let head = try source.head(1 << 16)
    let text = String(decoding: head.prefix(1 << 16), as: UTF8.self)
    if kind == "sssom" || (kind == nil && isSssom(text)) { return try SssomText.read(&source) }
    if kind == "uniprot-idmapping" || (kind == nil && isIdMapping(text)) { return try idMapping(&source) }
    if text.hasPrefix(stamp) { return try canonical(&source) }
    return try headed(&source, text: text, kind: kind, columns: columns)
  }

  private static func isSssom(_ text: String) -> Bool {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("#") {
      let cells = line.split(separator: "\t").map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
      return cells.contains("predicate_id") && cells.contains("mapping_justification")
    }
    return false
  }

  /// UniProt's idmapping.dat: accession, database, id, without a header.
  private static func isIdMapping(_ text: String) -> Bool {
    let lines = text.split(separator: "\n").prefix(5)
    guard !lines.isEmpty else { return false }
    return lines.allSatisfy { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 3, let first = cells.first else { return false }
      let accession = first.split(separator: "-").first ?? first
      return IdentifierPattern.isUniProt(Array(accession.utf8)) && cells[1].first?.isUppercase == true
    }
  }

  private static func idMapping(_ source: inout ByteSource) throws(OmicsError) -> MappingTable {
    var table = MappingTable(
      kind: "uniprot-idmapping",
      columns: [
        .init(name: "subject", role: .subject, namespace: .uniprot), .init(name: "database"),
        .init(name: "object", role: .object),
      ], rows: [], lines: [], file: source.name)
    var scanner = DelimitedScanner(delimiter: 0x09)
    while let row = try scanner.next(&source) { try append(row, to: &table, source.name) }
    return table
  }

  private static func append(_ row: Row, to table: inout MappingTable, _ file: String) throws(OmicsError) {
    if row.isBlank { return }
    guard row.count == table.columns.count else {
      throw OmicsError(
        .malformed, "expected \(table.columns.count) cells, found \(row.count)",
        at: SourceLocation(file: file, line: row.lineNumber))
    }
    table.rows.append(row.strings())
    table.lines.append(row.lineNumber)
  }

  private static func headed(
    _ source: inout ByteSource, text: String, kind: String?, columns named: [String: String]
  ) throws(OmicsError) -> MappingTable {
    if let kind, !TableKind.all.contains(where: { $0.name == kind }) {
      throw OmicsError(
        .usage, "there is no kind of table \"\(kind)\"", hint: "Kinds: \(kinds.sorted().joined(separator: ", ")).")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // UniProt's list of secondary accessions has a preamble and columns cut by blanks.
    if kind == nil || kind == "uniprot-secondary",
      let start = lines.firstIndex(where: { $0.hasPrefix("Secondary AC") && !$0.contains("\t") })
    {
      return try secondaryAccessions(&source, header: start + 1)
    }
    let first = String(lines.first.map { $0.hasSuffix("\r") ? $0.dropLast() : $0 } ?? "")
    let delimiter: UInt8 = first.contains("\t") ? 0x09 : 0x2C
    let header = cells(first, delimiter)
    for known in TableKind.all where kind == nil || known.name == kind {
      guard named.isEmpty, var columns = known.columns(of: header) else { continue }
      if known.name == "hgnc", header.contains("prev_symbol") || header.contains("alias_symbol") {
        // The complete set joins lists by bars.
        for index in columns.indices where columns[index].separator == "," { columns[index].separator = "|" }
      }
      return try rows(&source, kind: known.name, columns: columns, delimiter: delimiter)
    }
    if named.isEmpty, kind == nil, let table = try HeaderlessTable.read(&source, first: header, delimiter: delimiter) {
      return table
    }
    if !named.isEmpty { return try ColumnSpec(named).read(&source, first: header, delimiter: delimiter) }
    throw OmicsError(
      .unknownFormat,
      "the columns are those of no known kind of table: \(cells(first, 0x09).prefix(8).joined(separator: ", "))",
      at: SourceLocation(file: source.name, line: 1),
      hint: "Name its columns: --column subject=NAME --column object=NAME --column subject_namespace=NS …")
  }

  static func cells(_ line: String, _ delimiter: UInt8) -> [String] {
    var list: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    for byte in line.utf8 {
      if byte == 0x22 && delimiter == 0x2C {
        isQuoted.toggle()
      } else if byte == delimiter && !isQuoted {
        list.append(String(decoding: cell, as: UTF8.self))
        cell = []
      } else {
        cell.append(byte)
      }
    }
    list.append(String(decoding: cell, as: UTF8.self))
    return list
  }

  static func rows(
    _ source: inout ByteSource, kind: String, columns: [MappingTable.Column], delimiter: UInt8, hasHeader: Bool = true
  ) throws(OmicsError) -> MappingTable {
    var table = MappingTable(kind: kind, columns: columns, rows: [], lines: [], file: source.name)
    var scanner = DelimitedScanner(delimiter: delimiter, quoting: delimiter == 0x2C ? .csv : .none)
    if hasHeader { _ = try scanner.next(&source) }
    while let row = try scanner.next(&source) { try append(row, to: &table, source.name) }
    if kind == "ncbi-gene" || kind == "ncbi-history" || kind == "gene2ensembl" {
      for index in table.rows.indices {
        for column in table.rows[index].indices where table.rows[index][column] == "-" {
          table.rows[index][column] = ""
        }
      }
    }
    return table
  }

  private static func secondaryAccessions(
    _ source: inout ByteSource, header: Int
  ) throws(OmicsError) -> MappingTable {
    var table = MappingTable(
      kind: "uniprot-secondary",
      columns: [
        .init(name: "secondary", role: .id, namespace: .uniprot),
        .init(name: "primary", role: .successors, namespace: .uniprot),
      ], rows: [], lines: [], file: source.name)
    var scanner = LineScanner()
    while let line = try scanner.next(&source) {
      guard line.number > header else { continue }
      let words = line.string.split(separator: " ").map(String.init)
      if words.isEmpty || words[0].allSatisfy({ $0 == "_" || $0 == "-" }) { continue }
      guard words.count == 2 else {
        throw OmicsError(
          .malformed, "expected a secondary and a primary accession",
          at: SourceLocation(file: source.name, line: line.number))
      }
      table.rows.append(words)
      table.lines.append(line.number)
    }
    return table
  }

  // MARK: Canonical text

  private static func canonical(_ source: inout ByteSource) throws(OmicsError) -> MappingTable {
    var scanner = DelimitedScanner(delimiter: 0x09)
    let file = source.name
    guard let first = try scanner.next(&source) else { throw OmicsError(.truncated, "the table is empty") }
    var table = MappingTable(kind: "", columns: [], rows: [], lines: [], file: file)
    for word in first.strings().dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      if parts[0] == "kind" { table.kind = parts[1] } else { table.facts.append((parts[0], parts[1])) }
    }
    let roles = try scanner.next(&source)?.strings() ?? []
    let header = try scanner.next(&source)?.strings() ?? []
    guard !header.isEmpty, roles.count == header.count else {
      throw OmicsError(
        .malformed, "a canonical mapping table has a line of roles and a header",
        at: SourceLocation(file: file, line: 2))
    }
    for (name, stated) in zip(header, roles) {
      var words = stated.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      if table.columns.isEmpty, words.first?.hasPrefix("#") == true { words[0].removeFirst() }
      guard words.count == 3, let role = MappingTable.Role(rawValue: words[0]) else {
        throw OmicsError(
          .malformed, "\"\(stated)\" is no role of a column", at: SourceLocation(file: file, line: 2))
      }
      table.columns.append(
        MappingTable.Column(
          name: name, role: role, namespace: Namespace(rawValue: words[1] == "." ? "" : words[1]),
          separator: words[2] == "." ? "" : words[2]))
    }
    while let row = try scanner.next(&source) { try append(row, to: &table, file) }
    return table
  }
}

/// Writes a mapping table as canonical text: a stamp with its facts, the roles of its columns, a header, rows sorted.
public enum MappingTableWriter {
  /// SHA-256 over the names of the columns and the rows sorted bytewise: the same whatever order, facts and compression.
  public static func contentDigest(of table: MappingTable) -> String {
    var digest = SHA256Digest()
    let rows = table.rows.map { Array($0.joined(separator: "\t").utf8) }
    for line in [Array(table.columns.map(\.name).joined(separator: "\t").utf8)]
      + rows.sorted(by: { $0.lexicographicallyPrecedes($1) })
    {
      (line + [0x0A]).withUnsafeBytes { digest.update($0) }
    }
    return digest.finalize()
  }

  /// The table's bytes; the same for any order of rows.
  public static func bytes(of table: MappingTable) -> [UInt8] {
    var text = "\(MappingTableReader.stamp)\tkind=\(table.kind)"
    for fact in table.facts.sorted(by: { $0.key < $1.key }) { text += "\t\(fact.key)=\(fact.value)" }
    text += "\n#"
    text += table.columns.map { column in
      let (namespace, separator) = (column.namespace.rawValue, column.separator)
      return "\(column.role.rawValue) \(namespace.isEmpty ? "." : namespace) \(separator.isEmpty ? "." : separator)"
    }.joined(separator: "\t")
    text += "\n" + table.columns.map(\.name).joined(separator: "\t") + "\n"
    var bytes = Array(text.utf8)
    for row in table.rows.map({ Array($0.joined(separator: "\t").utf8) }).sorted(by: {
      $0.lexicographicallyPrecedes($1)
    }) {
      bytes += row
      bytes.append(0x0A)
    }
    return bytes
  }
}
