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
    var features: [FeatureKind: TextIndex] = [:]
    for row in dataset.features.indices {
      let kind = dataset.features.kind(row)
      var id = dataset.features.id(row)
      guard !id.isEmpty else { throw OmicsError(.missing, "\(kind.rawValue) \(row + 1) has no id") }
      let isNew = id.withUTF8 { text in
        let text = UnsafeRawBufferPointer(text)
        return features[kind, default: TextIndex()].add(row, text) { dataset.features.isNamed($0, kind, text) }
      }
      guard isNew else { throw OmicsError(.duplicate, "\(kind.rawValue) \"\(id)\" occurs twice") }
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
      guard dataset.features.indices.contains(index), dataset.features.kind(index) == table.kind else {
        throw OmicsError(.dangling, "\(name) has a row without such a feature")
      }
      guard seen.insert(index).inserted else {
        throw OmicsError(.duplicate, "\(name) has \"\(dataset.features.id(index))\" twice")
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
