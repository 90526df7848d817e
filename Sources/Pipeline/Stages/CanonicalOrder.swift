internal import Schema

/// Features and rows in an order that does not depend on the file's: by kind, accession and id.
///
/// Sums over features of one target then have one order of terms, so that a file with its rows moved gives the same bytes.
enum CanonicalOrder {
  /// A dataset with its features sorted, and one of its tables with rows to match; other tables are left out.
  static func apply(_ dataset: Dataset, _ table: AbundanceTable) -> (dataset: Dataset, table: AbundanceTable) {
    let rows = Array(dataset.features)
    let order = rows.indices.sorted { precedes(rows[$0], rows[$1]) }
    var place = [Int](repeating: 0, count: rows.count)
    for (position, row) in order.enumerated() { place[row] = position }
    var sorted = dataset
    sorted.features = FeatureTable(order.map { rows[$0] })
    sorted.identifications = IdentificationTable()
    let source = table.features.indices.sorted { place[table.features[$0]] < place[table.features[$1]] }
    var result = table
    result.features = source.map { place[table.features[$0]] }
    result.missing = []
    let count = table.rowCount
    for column in 0..<table.columnCount {
      for (row, old) in source.enumerated() { result.values[column * count + row] = table.values[column * count + old] }
    }
    sorted.abundances = [result]
    return (sorted, result)
  }

  private static func precedes(_ a: Feature, _ b: Feature) -> Bool {
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    if a.accession != b.accession { return a.accession.utf8.lexicographicallyPrecedes(b.accession.utf8) }
    return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
  }
}
