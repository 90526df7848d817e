import Schema

/// Checks that a dataset's names and indices agree before it is written.
enum CanonicalNames {
  static func check(_ dataset: Dataset) throws(OmicsError) {
    var samples: Set<String> = []
    for (index, sample) in dataset.samples.rows.enumerated() {
      guard !sample.name.isEmpty else { throw OmicsError(.missing, "sample \(index + 1) has no name") }
      guard samples.insert(sample.name).inserted else {
        throw OmicsError(.duplicate, "sample \"\(sample.name)\" occurs twice")
      }
    }
    var features: [FeatureKind: Set<String>] = [:]
    for (index, feature) in dataset.features.rows.enumerated() {
      guard !feature.id.isEmpty else {
        throw OmicsError(.missing, "\(feature.kind.rawValue) \(index + 1) has no id")
      }
      guard features[feature.kind, default: []].insert(feature.id).inserted else {
        throw OmicsError(.duplicate, "\(feature.kind.rawValue) \"\(feature.id)\" occurs twice")
      }
    }
    for table in dataset.abundances { try check(table, dataset) }
  }

  private static func check(_ table: AbundanceTable, _ dataset: Dataset) throws(OmicsError) {
    let name = "the \(table.measure.rawValue) table of \(table.kind.rawValue)"
    guard table.values.count == table.features.count * table.samples.count else {
      throw OmicsError(.malformed, "\(name) has \(table.values.count) values for its rows and columns")
    }
    var seen: Set<Int> = []
    for index in table.features {
      guard dataset.features.rows.indices.contains(index), dataset.features.rows[index].kind == table.kind else {
        throw OmicsError(.dangling, "\(name) has a row without such a feature")
      }
      guard seen.insert(index).inserted else {
        throw OmicsError(.duplicate, "\(name) has \"\(dataset.features.rows[index].id)\" twice")
      }
    }
    seen.removeAll()
    for index in table.samples {
      guard dataset.samples.rows.indices.contains(index), seen.insert(index).inserted else {
        throw OmicsError(.dangling, "\(name) has a column without a sample of its own")
      }
    }
    for cell in table.missing {
      guard table.features.indices.contains(Int(cell.row)), table.samples.indices.contains(Int(cell.column)) else {
        throw OmicsError(.dangling, "\(name) marks a missing cell outside itself")
      }
    }
  }
}
