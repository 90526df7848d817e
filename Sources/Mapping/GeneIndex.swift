/// The lookups over an HGNC table: names and ids to row numbers. All hits of a name are kept, in row order.
///
/// Approved, previous and alias names come from approved entries only.
public struct GeneIndex: Sendable {
  /// The table.
  public let table: HgncTable
  private(set) var byID: [String: Int32] = [:]
  private(set) var approved: [String: Hits] = [:]
  private(set) var previous: [String: Hits] = [:]
  private(set) var alias: [String: Hits] = [:]
  private(set) var withdrawn: [String: Hits] = [:]
  private(set) var folded: [String: Hits] = [:]
  private(set) var ensembl: [String: Hits] = [:]
  private(set) var ncbiGene: [String: Hits] = [:]
  private(set) var uniprot: [String: Hits] = [:]

  /// Row numbers of a name: mostly one, so the first is stored inline.
  struct Hits: Sendable {
    var first: Int32
    var rest: [Int32] = []
    var all: [Int32] { [first] + rest }
  }

  /// Builds the lookups; O(rows + names).
  public init(_ table: HgncTable) {
    self.table = table
    approved.reserveCapacity(table.rows.count)
    byID.reserveCapacity(table.rows.count)
    alias.reserveCapacity(table.rows.count)
    for (index, row) in table.rows.enumerated() {
      let number = Int32(index)
      byID[row.id] = number
      guard row.status == .approved else {
        Self.add(number, row.symbol, to: &withdrawn)
        continue
      }
      Self.add(number, row.symbol, to: &approved)
      for name in row.previous { Self.add(number, name, to: &previous) }
      for name in row.aliases { Self.add(number, name, to: &alias) }
      Self.add(number, row.ensembl, to: &ensembl)
      Self.add(number, row.ncbiGene, to: &ncbiGene)
      for accession in row.uniprot { Self.add(number, accession, to: &uniprot) }
    }
    for (index, row) in table.rows.enumerated() where row.status == .approved {
      let number = Int32(index)
      Self.add(number, row.symbol.lowercased(), to: &folded)
    }
    for (index, row) in table.rows.enumerated() where row.status == .approved {
      let number = Int32(index)
      for name in row.previous { Self.add(number, name.lowercased(), to: &folded) }
      for name in row.aliases { Self.add(number, name.lowercased(), to: &folded) }
    }
  }

  private static func add(_ number: Int32, _ name: String, to map: inout [String: Hits]) {
    guard !name.isEmpty else { return }
    if map[name] == nil {
      map[name] = Hits(first: number)
    } else if map[name]?.first != number, map[name]?.rest.contains(number) != true {
      map[name]?.rest.append(number)
    }
  }

  /// The entry with a row number.
  func row(_ number: Int32) -> HgncTable.Row { table.rows[Int(number)] }
}
