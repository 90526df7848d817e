/// Which of a table's own sources assert its rows, where columns say so (as `from_ncbi` and `from_ensembl`).
public struct SourceSupport: Sendable, Hashable {
  /// Trust in a pair that some of a table's sources do not assert.
  static let partial = 0.9

  /// Rows that the same sources assert.
  public struct Part: Sendable, Hashable {
    /// The sources.
    public var sources: [String]
    /// How many rows.
    public var rows: Int
  }

  /// The parts, more sources first.
  public let parts: [Part]

  /// Counts the rows of a table; nil when it does not say who asserts them.
  public init?(_ table: MappingTable) {
    let columns = Self.columns(table)
    guard !columns.isEmpty else { return nil }
    var counts: [[Int]: Int] = [:]
    for row in table.rows { counts[columns.filter { row[$0] == "1" }, default: 0] += 1 }
    parts = counts.keys.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
      .map { set in
        Part(
          sources: set.map { table.columns[$0].name.replacing("from_", with: "", maxReplacements: 1) },
          rows: counts[set] ?? 0)
      }
  }

  static func columns(_ table: MappingTable) -> [Int] {
    table.columns.indices.filter { table.columns[$0].role == .source }
  }
}
