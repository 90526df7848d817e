public import OmicsIO
public import Schema

/// SSSOM/TSV (Matentzoglu et al. 2022, doi:10.1093/database/baac035): a block of `#` lines in YAML, then a table whose
/// quotes are literal. Unknown columns and the block are kept as they stand, so that a canonical file comes back byte for
/// byte.
public enum SssomText {
  /// Reads a set of mappings.
  ///
  /// - Throws: `missing` when a needed column lacks, `value` for a modifier that is not `Not` or a confidence out of range.
  public static func read(_ source: inout ByteSource) throws(OmicsError) -> MappingTable {
    var scanner = DelimitedScanner(delimiter: 0x09)
    var table = MappingTable(kind: "sssom", columns: [], rows: [], lines: [], file: source.name)
    var block: [String] = []
    while let row = try scanner.next(&source) {
      if table.columns.isEmpty, row.hasPrefix(0, "#") {
        block.append(String(decoding: row.line, as: UTF8.self))
        continue
      }
      if table.columns.isEmpty {
        table.columns = row.strings().map(column)
        for name in ["predicate_id", "mapping_justification"] where table.column(named: name) == nil {
          throw OmicsError(
            .missing, "SSSOM needs the column \(name)", at: SourceLocation(file: source.name, line: row.lineNumber))
        }
        continue
      }
      if row.isBlank { continue }
      guard row.count == table.columns.count else {
        throw OmicsError(
          .malformed, "expected \(table.columns.count) cells, found \(row.count)",
          at: SourceLocation(file: source.name, line: row.lineNumber))
      }
      table.rows.append(row.strings())
      table.lines.append(row.lineNumber)
    }
    table.facts = [("sssom_block", block.joined(separator: "\n"))]
    try check(table)
    return table
  }

  private static func column(_ name: String) -> MappingTable.Column {
    switch name {
    case "subject_id": MappingTable.Column(name: name, role: .subject)
    case "object_id": MappingTable.Column(name: name, role: .object)
    case "confidence": MappingTable.Column(name: name, role: .confidence)
    default: MappingTable.Column(name: name)
    }
  }

  private static func check(_ table: MappingTable) throws(OmicsError) {
    let (modifier, confidence) = (table.column(named: "predicate_modifier"), table.column(.confidence))
    for (index, row) in table.rows.enumerated() {
      if let modifier, !row[modifier].isEmpty, row[modifier] != "Not" {
        throw OmicsError(
          .value, "predicate_modifier is Not or empty, found \"\(row[modifier])\"",
          at: SourceLocation(file: table.file, line: table.lines[index], column: "predicate_modifier"))
      }
      if let confidence, !row[confidence].isEmpty,
        !(NumberParsing.double(row[confidence]).map { (0...1).contains($0) } ?? false)
      {
        throw OmicsError(
          .value, "confidence is a number from 0 to 1, found \"\(row[confidence])\"",
          at: SourceLocation(file: table.file, line: table.lines[index], column: "confidence"))
      }
    }
  }

  /// A set of mappings as text; pairs of another kind become exact matches with their namespaces as prefixes.
  ///
  /// - Throws: `refused` for a table that is no set of pairs.
  public static func bytes(of table: MappingTable) throws(OmicsError) -> [UInt8] {
    if table.kind == "sssom" {
      var text = table.facts.first { $0.key == "sssom_block" }?.value ?? ""
      if !text.isEmpty { text += "\n" }
      text += table.columns.map(\.name).joined(separator: "\t") + "\n"
      for row in table.rows { text += row.joined(separator: "\t") + "\n" }
      return Array(text.utf8)
    }
    guard let subject = table.column(.subject) ?? table.column(.id),
      let object = table.column(.object) ?? table.column(.successors)
    else {
      throw OmicsError(.refused, "a table of kind \(table.kind) holds no pairs that SSSOM could say")
    }
    let (left, right) = (table.columns[subject].namespace.rawValue, table.columns[object].namespace.rawValue)
    let predicate = table.column(.subject) == nil ? "IAO:0100001" : "skos:exactMatch"
    var text = "#curie_map:\n"
    for prefix in Set([left, right, "skos", "IAO", "semapv"]).sorted() where !prefix.isEmpty {
      text += "#  \(prefix): \(expansion(prefix))\n"
    }
    text += "#license: \(table.facts.first { $0.key == "licence" }?.value ?? "unspecified")\n"
    text += "#mapping_set_id: https://w3id.org/plumbline/\(table.kind)\n"
    text += "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    func curie(_ prefix: String, _ id: String) -> String {
      prefix.isEmpty || id.lowercased().hasPrefix("\(prefix):") ? id : "\(prefix):\(id)"
    }
    var lines: Set<String> = []
    for row in table.rows.indices {
      for target in table.values(row, object) {
        let source = table.rows[row][subject]
        guard !source.isEmpty else { continue }
        lines.insert("\(curie(left, source))\t\(predicate)\t\(curie(right, target))\tsemapv:UnspecifiedMatching\n")
      }
    }
    text += lines.sorted().joined()
    return Array(text.utf8)
  }

  private static func expansion(_ prefix: String) -> String {
    switch prefix {
    case "skos": "http://www.w3.org/2004/02/skos/core#"
    case "IAO": "http://purl.obolibrary.org/obo/IAO_"
    case "semapv": "https://w3id.org/semapv/vocab/"
    default: "https://bioregistry.io/\(prefix):"
    }
  }
}
