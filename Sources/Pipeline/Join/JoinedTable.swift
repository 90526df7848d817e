internal import Schema

/// One table of values that grows as datasets are joined: rows by feature, columns by sample.
struct JoinedTable {
  /// A cell that two datasets state.
  struct Clash {
    var feature: Int
    var sample: Int
    /// The datasets that the sample's earlier values came from.
    var parts: [Int]
  }

  private struct Column {
    var sample: Int
    /// Values by row; what stands behind the end is missing.
    var values: [Double] = []
    var reasons: [Int: MissingReason] = [:]
    /// The datasets that put something here, in order.
    var parts: [Int] = []
  }

  private let kind: FeatureKind
  private let measure: Measure
  private let scale: Scale
  private var features: [Int] = []
  private var rowOf: [Int: Int] = [:]
  private var columns: [Column] = []
  private var columnOf: [Int: Int] = [:]

  /// An empty table of the kind, measure and scale of another.
  init(like table: AbundanceTable) {
    kind = table.kind
    measure = table.measure
    scale = table.scale
  }

  /// Whether a table belongs here.
  func holds(_ table: AbundanceTable) -> Bool {
    table.kind == kind && table.measure == measure && table.scale == scale
  }

  /// Adds a dataset's table; gives the first cell that is stated already.
  mutating func add(_ table: AbundanceTable, features own: [Int], samples: [Int], part: Int) -> Clash? {
    var rows: [Int] = []
    rows.reserveCapacity(own.count)
    for feature in own {
      if let row = rowOf[feature] {
        rows.append(row)
      } else {
        rowOf[feature] = features.count
        rows.append(features.count)
        features.append(feature)
      }
    }
    let top = (rows.max() ?? -1) + 1
    var missing = table.missing[...]
    for (place, sample) in samples.enumerated() {
      var reasons: [Int: MissingReason] = [:]
      while let cell = missing.first, Int(cell.column) == place {
        reasons[rows[Int(cell.row)]] = cell.reason
        missing.removeFirst()
      }
      let index = columnOf[sample] ?? columns.count
      if index == columns.count {
        columnOf[sample] = index
        columns.append(Column(sample: sample))
      }
      if columns[index].values.count < top {
        columns[index].values += [Double](repeating: .nan, count: top - columns[index].values.count)
      }
      for (row, target) in rows.enumerated() {
        let value = table.values[place * own.count + row]
        guard !value.isNaN || reasons[target] != nil else { continue }
        if !columns[index].values[target].isNaN || columns[index].reasons[target] != nil {
          return Clash(feature: features[target], sample: sample, parts: columns[index].parts)
        }
        columns[index].values[target] = value
      }
      columns[index].reasons.merge(reasons) { own, _ in own }
      columns[index].parts.append(part)
    }
    return nil
  }

  /// The table.
  var table: AbundanceTable {
    var values: [Double] = []
    values.reserveCapacity(features.count * columns.count)
    var missing: [MissingCell] = []
    for (place, column) in columns.enumerated() {
      values += column.values
      values += [Double](repeating: .nan, count: features.count - column.values.count)
      for row in column.reasons.keys.sorted() {
        guard let reason = column.reasons[row] else { continue }
        missing.append(MissingCell(row: row, column: place, reason: reason))
      }
    }
    return AbundanceTable(
      kind: kind, measure: measure, scale: scale, features: features, samples: columns.map(\.sample), values: values,
      missing: missing)
  }
}
