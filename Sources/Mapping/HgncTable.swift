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
