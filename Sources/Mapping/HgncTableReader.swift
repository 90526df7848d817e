public import OmicsIO
public import Schema

/// Reads an HGNC custom download (TSV, quotes literal), in any of its column layouts since 2018.
public enum HgncTableReader {
  /// Reads the whole source.
  ///
  /// - Throws: `missing` when a needed column is absent (naming what other releases call it), `malformed` for ragged
  ///   rows, `value` for an unknown status, `duplicate` for an id that stands twice.
  public static func read(_ source: inout ByteSource) throws(OmicsError) -> HgncTable {
    var scanner = DelimitedScanner(delimiter: 0x09, quoting: .none)
    guard let header = try scanner.next(&source) else {
      throw OmicsError(.malformed, "the table is empty", at: SourceLocation(file: source.name))
    }
    var names: [String] = []
    for column in 0..<header.count { names.append(header.string(column)) }
    let columns = try Columns(names, file: source.name)
    var table = HgncTable(rows: [], columns: names)
    var lineOfID: [String: Int] = [:]
    while let row = try scanner.next(&source) {
      let line = row.lineNumber
      guard row.count == names.count else {
        throw OmicsError(
          .malformed, "expected \(names.count) columns, found \(row.count)",
          at: SourceLocation(file: source.name, line: line))
      }
      let id = row.string(columns.id)
      guard IdentifierPattern.isHgnc(id) else {
        throw OmicsError(
          .value, "expected an HGNC id, found \"\(id)\"",
          at: SourceLocation(file: source.name, line: line, column: names[columns.id]))
      }
      let local = AccessionParser.hgncLocal(id)
      if let other = lineOfID.updateValue(line, forKey: local) {
        throw OmicsError(
          .duplicate, "HGNC:\(local) stands on line \(other) already",
          at: SourceLocation(file: source.name, line: line))
      }
      let statusText = row.string(columns.status)
      guard let status = HgncTable.Status(rawValue: statusText) else {
        throw OmicsError(
          .value, "unknown status \"\(statusText)\"",
          at: SourceLocation(file: source.name, line: line, column: names[columns.status]))
      }
      let name = row.string(columns.name)
      table.rows.append(
        HgncTable.Row(
          id: local, symbol: row.string(columns.symbol), name: name, status: status,
          aliases: list(row, columns.aliases), previous: list(row, columns.previous),
          ncbiGene: text(row, columns.ncbiGene), uniprot: list(row, columns.uniprot),
          ensembl: text(row, columns.ensembl),
          successors: status == .approved ? [] : HgncTable.successors(in: name), line: line))
    }
    return table
  }

  private static func text(_ row: Row, _ column: Int?) -> String {
    guard let column else { return "" }
    return row.string(column)
  }

  /// Lists are separated by a comma and a blank; names themselves may hold commas.
  private static func list(_ row: Row, _ column: Int?) -> [String] {
    guard let column, !row.isEmpty(column) else { return [] }
    let cell = row.string(column)
    var items: [String] = []
    var start = cell.startIndex
    var index = cell.startIndex
    while index < cell.endIndex {
      let after = cell.index(after: index)
      if cell[index] == ",", after < cell.endIndex, cell[after] == " " {
        items.append(String(cell[start..<index]))
        start = cell.index(after: after)
        index = start
      } else {
        index = after
      }
    }
    items.append(String(cell[start...]))
    return items.filter { !$0.isEmpty }
  }

  /// Where each field stands, by the names that releases have given it.
  private struct Columns {
    var id: Int
    var symbol: Int
    var name: Int
    var status: Int
    var aliases: Int?
    var previous: Int?
    var ncbiGene: Int?
    var uniprot: Int?
    var ensembl: Int?

    init(_ names: [String], file: String) throws(OmicsError) {
      func find(_ spellings: [String]) -> Int? { names.firstIndex { spellings.contains($0.lowercased()) } }
      func need(_ spellings: [String]) throws(OmicsError) -> Int {
        if let index = find(spellings) { return index }
        throw OmicsError(
          .missing, "this table has no column \"\(spellings[0])\"", at: SourceLocation(file: file, line: 1),
          hint: "Releases spell it: \(spellings.joined(separator: ", ")).")
      }
      id = try need(["hgnc id", "hgnc_id"])
      symbol = try need(["approved symbol", "symbol"])
      name = try need(["approved name", "name"])
      status = try need(["status"])
      aliases = find(["alias symbols", "synonyms", "alias_symbol"])
      previous = find(["previous symbols", "prev_symbol"])
      ncbiGene = find(["ncbi gene id(supplied by ncbi)", "ncbi gene id", "entrez_id"])
      uniprot = find(["uniprot id(supplied by uniprot)", "uniprot id", "uniprot_ids"])
      ensembl = find(["ensembl gene id", "ensembl id(supplied by ensembl)", "ensembl_gene_id"])
    }
  }
}
