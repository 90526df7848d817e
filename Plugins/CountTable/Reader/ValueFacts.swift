internal import OmicsIO
internal import Schema

/// What special rows say of columns: HTSeq leaves attribute columns empty there, so a numeric column that is empty in
/// every special row is an attribute, not a sample.
struct ValueFacts {
  private(set) var largest = 0.0
  private var specials = 0
  private var emptyInSpecials: [Int: Int] = [:]

  mutating func observe(_ value: Double) { largest = max(largest, value) }

  mutating func observeSpecial(_ row: Row, _ shape: TableShape) {
    guard row.count == shape.width else { return }
    specials += 1
    for (index, value) in shape.values.enumerated() where row.isEmpty(value.column) {
      emptyInSpecials[index, default: 0] += 1
    }
  }

  /// The table without the columns that are attributes.
  func withoutAttributes(_ table: AbundanceTable, _ shape: TableShape) -> AbundanceTable {
    let kept = shape.values.indices.filter { specials == 0 || emptyInSpecials[$0, default: 0] < specials }
    guard kept.count < shape.values.count, !kept.isEmpty else { return table }
    var result = table
    result.samples = kept.map { table.samples[$0] }
    result.values = kept.flatMap { table.values[($0 * table.rowCount)..<(($0 + 1) * table.rowCount)] }
    return result
  }
}
