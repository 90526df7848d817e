internal import OmicsIO
public import Schema

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

  /// The lines before the rows: a stamp with the facts, the roles of the columns, a header.
  static func top(of table: MappingTable, layout: String? = nil) -> String {
    var text = "\(MappingTableReader.stamp)\tkind=\(table.kind)"
    if let layout { text += "\t\(layout)" }
    for fact in table.facts.sorted(by: { $0.key < $1.key }) { text += "\t\(fact.key)=\(fact.value)" }
    text += "\n#"
    text += table.columns.map { column in
      let (namespace, separator) = (column.namespace.rawValue, column.separator)
      return "\(column.role.rawValue) \(namespace.isEmpty ? "." : namespace) \(separator.isEmpty ? "." : separator)"
    }.joined(separator: "\t")
    return text + "\n" + table.columns.map(\.name).joined(separator: "\t") + "\n"
  }

  /// The table's bytes; the same for any order of rows.
  public static func bytes(of table: MappingTable) -> [UInt8] {
    var bytes = Array(top(of: table).utf8)
    for row in table.rows.map({ Array($0.joined(separator: "\t").utf8) }).sorted(by: {
      $0.lexicographicallyPrecedes($1)
    }) {
      bytes += row
      bytes.append(0x0A)
    }
    return bytes
  }
}
