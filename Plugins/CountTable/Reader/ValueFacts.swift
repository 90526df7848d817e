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

  /// Makes attributes of the columns that are no samples; a single sample left takes the file's name.
  func dropAttributes(from table: inout AbundanceTable, _ shape: TableShape, in dataset: inout Dataset) {
    let kept = shape.values.indices.filter { specials == 0 || emptyInSpecials[$0, default: 0] < specials }
    guard kept.count < shape.values.count, !kept.isEmpty else { return }
    var features = Array(dataset.features)
    for column in shape.values.indices where !kept.contains(column) {
      let key = "attribute_\(shape.values[column].column)"
      for (row, feature) in table.features.enumerated() where !table[row, column].isNaN {
        features[feature].attributes.append(.init(key, shortestText(table[row, column])))
      }
    }
    dataset.features = FeatureTable(features)
    var samples = kept.map { dataset.samples.rows[table.samples[$0]] }
    if samples.count == 1, let mark = samples[0].name.lastIndex(of: "_") {
      samples[0].name = String(samples[0].name[..<mark])
    }
    dataset.samples.rows = samples
    table.values = kept.flatMap { table.values[($0 * table.rowCount)..<(($0 + 1) * table.rowCount)] }
    table.samples = Array(samples.indices)
  }
}
