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
    try open(&source, kind: kind, columns: columns).table(&source)
  }

  /// Opens a source to be read row by row.
  ///
  /// - Throws: as `read`.
  public static func open(
    _ source: inout ByteSource, kind: String? = nil, columns: [String: String] = [:]
  ) throws(OmicsError) -> TableStream {
    let head = try source.head(1 << 16)
    // Without carriage returns and byte-order mark: in a String, CR and LF together are one character.
    let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head[3...] : head[...]
    let text = String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self)
    if kind == "sssom" || (kind == nil && isSssom(text)) { return TableStream(whole: try SssomText.read(&source)) }
    if kind == "uniprot-idmapping" || (kind == nil && isIdMapping(text)) {
      return try TableStream(
        TableStream.Shape(
          kind: "uniprot-idmapping",
          columns: [
            .init(name: "subject", role: .subject, namespace: .uniprot), .init(name: "database"),
            .init(name: "object", role: .object),
          ], hasHeader: false), &source)
    }
    if text.hasPrefix(stamp) { return try canonical(&source) }
    return try headed(&source, text: text, kind: kind, columns: columns)
  }

  private static func isSssom(_ text: String) -> Bool {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("#") {
      let cells = line.split(separator: "\t")
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

  private static func headed(
    _ source: inout ByteSource, text: String, kind: String?, columns named: [String: String]
  ) throws(OmicsError) -> TableStream {
    if let kind, !TableKind.all.contains(where: { $0.name == kind }) {
      throw OmicsError(
        .usage, "there is no kind of table \"\(kind)\"", hint: "Kinds: \(kinds.sorted().joined(separator: ", ")).")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // UniProt's list of secondary accessions has a preamble and columns cut by blanks.
    if kind == nil || kind == "uniprot-secondary",
      let start = lines.firstIndex(where: { $0.hasPrefix("Secondary AC") && !$0.contains("\t") })
    {
      return TableStream(whole: try secondaryAccessions(&source, header: start + 1))
    }
    let first = String(lines.first ?? "")
    let delimiter: UInt8 = first.contains("\t") ? 0x09 : 0x2C
    let header = cells(first, delimiter)
    for known in TableKind.all where kind == nil || known.name == kind {
      guard named.isEmpty, var columns = known.columns(of: header) else { continue }
      if known.name == "hgnc", header.contains("prev_symbol") || header.contains("alias_symbol") {
        // The complete set joins lists by bars.
        for index in columns.indices where columns[index].separator == "," { columns[index].separator = "|" }
      }
      return try TableStream(TableStream.Shape(kind: known.name, columns: columns, delimiter: delimiter), &source)
    }
    if named.isEmpty, kind == nil, let shape = HeaderlessTable.shape(first: header, delimiter: delimiter) {
      return try TableStream(shape, &source)
    }
    if !named.isEmpty {
      return try TableStream(
        try ColumnSpec(named).shape(first: header, delimiter: delimiter, file: source.name), &source)
    }
    let names = cells(first, 0x09).prefix(8).map { $0.utf8.count > 40 ? "\($0.prefix(40))…" : $0 }
    throw OmicsError(
      .unknownFormat,
      "the columns are those of no known kind of table: \(names.joined(separator: ", "))",
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

  private static func canonical(_ source: inout ByteSource) throws(OmicsError) -> TableStream {
    var scanner = DelimitedScanner(delimiter: 0x09)
    let file = source.name
    guard let first = try scanner.next(&source) else { throw OmicsError(.truncated, "the table is empty") }
    var table = MappingTable(kind: "", columns: [], rows: [], lines: [], file: file)
    for word in first.strings().dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      if parts[0] == "layout" { continue }
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
    return TableStream(table, scanner)
  }
}
