public import Schema

/// One release of the HGNC gene nomenclature, withdrawn entries included, in file order.
public struct HgncTable: Sendable {
  /// What HGNC says of an entry.
  public enum Status: String, Sendable {
    /// A current gene.
    case approved = "Approved"
    /// The symbol was withdrawn in favour of one or more successors.
    case symbolWithdrawn = "Symbol Withdrawn"
    /// The entry was withdrawn.
    case entryWithdrawn = "Entry Withdrawn"
  }

  /// One entry.
  public struct Row: Sendable {
    /// The HGNC id without its prefix.
    public var id: String
    /// The approved (or withdrawn) symbol.
    public var symbol: String
    /// The name; of withdrawn entries the remark that names the successors.
    public var name: String
    /// The status.
    public var status: Status
    /// Alias symbols.
    public var aliases: [String]
    /// Previous symbols.
    public var previous: [String]
    /// NCBI Gene id; empty when there is none.
    public var ncbiGene: String
    /// UniProt accessions.
    public var uniprot: [String]
    /// Ensembl gene id; empty when there is none.
    public var ensembl: String
    /// HGNC ids of the successors of a withdrawn entry.
    public var successors: [String]
    /// The line in the file, from 1.
    public var line: Int
  }

  /// The entries.
  public var rows: [Row]
  /// The header of the file as it was read.
  public var columns: [String]

  init(rows: [Row], columns: [String]) {
    self.rows = rows
    self.columns = columns
  }

  /// The entries of an imported table of kind `hgnc`.
  ///
  /// - Throws: `refused` for a table of another kind, `value` for a status HGNC does not have.
  public init(_ table: MappingTable) throws(OmicsError) {
    guard table.kind == "hgnc", let id = table.column(.id), let symbol = table.column(.symbol),
      let status = table.column(.status)
    else {
      throw OmicsError(.refused, "a table of kind \(table.kind) is none of HGNC", at: SourceLocation(file: table.file))
    }
    let name = table.column(named: "name")
    func cell(_ row: Int, _ column: String) -> String { table.column(named: column).map { table.rows[row][$0] } ?? "" }
    func list(_ row: Int, _ column: String) -> [String] {
      table.column(named: column).map { table.values(row, $0) } ?? []
    }
    columns = table.columns.map(\.written)
    rows = []
    rows.reserveCapacity(table.rows.count)
    for row in table.rows.indices {
      guard let known = Status(rawValue: table.rows[row][status]) else {
        throw OmicsError(
          .value, "HGNC has no status \"\(table.rows[row][status])\"",
          at: SourceLocation(file: table.file, line: table.lines[row]))
      }
      let text = name.map { table.rows[row][$0] } ?? ""
      rows.append(
        Row(
          id: AccessionParser.hgncLocal(table.rows[row][id]), symbol: table.rows[row][symbol], name: text,
          status: known,
          aliases: list(row, "alias"), previous: list(row, "previous"), ncbiGene: cell(row, "ncbigene"),
          uniprot: list(row, "uniprot"), ensembl: cell(row, "ensembl"),
          successors: known == .approved ? [] : Self.successors(in: text), line: table.lines[row]))
    }
  }

  /// The HGNC ids named in a withdrawn entry's name: `symbol withdrawn, see [HGNC:12469](…)`, several for a split.
  static func successors(in name: String) -> [String] {
    var ids: [String] = []
    var rest = Substring(name)
    while let open = rest.firstIndex(of: "[") {
      rest = rest[rest.index(after: open)...]
      guard rest.hasPrefix("HGNC:"), let close = rest.firstIndex(of: "]") else { continue }
      let id = String(rest[rest.index(rest.startIndex, offsetBy: 5)..<close])
      if !id.isEmpty, id.utf8.allSatisfy(IdentifierPattern.isDigit), !ids.contains(id) { ids.append(id) }
      rest = rest[close...]
    }
    return ids
  }
}
