import Schema

/// `abundance.<kind>.<measure>.tsv` and `missing.<kind>.<measure>.tsv`: values by feature and sample.
///
/// A second table of the same kind and measure gets `.2` after its name, a third `.3`.
enum CanonicalAbundance {
  static let missingColumns = ["feature", "sample", "reason"]

  /// The names of the tables without their first word, in order: `gene.tpm`, `gene.tpm.2`.
  static func names(of tables: [AbundanceTable]) -> [String] {
    var counts: [String: Int] = [:]
    var names: [String] = []
    for table in tables {
      let stem = "\(table.kind.rawValue).\(table.measure.rawValue)"
      let count = counts[stem, default: 0] + 1
      counts[stem] = count
      names.append(count == 1 ? stem : "\(stem).\(count)")
    }
    return names
  }

  static func facts(_ table: AbundanceTable) -> [(String, String)] {
    [("kind", table.kind.rawValue), ("measure", table.measure.rawValue), ("scale", table.scale.rawValue)]
  }

  static func table(
    _ values: AbundanceTable, name: String, dataset: Dataset, to sink: ByteSink? = nil
  ) -> CanonicalTableWriter {
    let columns = values.samples.map { dataset.samples.rows[$0].name }
    var table = CanonicalTableWriter(
      "abundance." + name, facts: facts(values), columns: ["feature"] + columns, to: sink)
    for row in 0..<values.rowCount {
      table.text(dataset.features.id(values.features[row]))
      for column in 0..<values.columnCount { table.number(values[row, column]) }
      table.endRow()
    }
    return table
  }

  static func missingTable(
    _ values: AbundanceTable, name: String, dataset: Dataset
  ) -> CanonicalTableWriter {
    var table = CanonicalTableWriter("missing." + name, facts: facts(values), columns: missingColumns)
    for cell in values.missing {
      table.text(dataset.features.id(values.features[Int(cell.row)]))
      table.text(dataset.samples.rows[values.samples[Int(cell.column)]].name)
      table.text(cell.reason.rawValue)
      table.endRow()
    }
    return table
  }

  /// The indices of samples and features by name, for reading tables back.
  struct Index {
    var samples: [String: Int] = [:]
    var features: [FeatureKind: [String: Int]] = [:]

    init(_ dataset: Dataset) {
      for (index, sample) in dataset.samples.rows.enumerated() { samples[sample.name] = index }
      for index in dataset.features.indices {
        features[dataset.features.kind(index), default: [:]][dataset.features.id(index)] = index
      }
    }
  }

  /// A table without its missing reasons.
  static func read(_ table: inout CanonicalTableReader, index: Index) throws(OmicsError) -> AbundanceTable {
    try table.require(["feature"], more: true)
    var result = try shape(of: table)
    for name in table.columns.dropFirst() {
      guard let sample = index.samples[name] else {
        throw OmicsError(
          .dangling, "column \"\(name)\" is no sample of samples.tsv",
          at: SourceLocation(file: table.file, line: 2, column: name))
      }
      result.samples.append(sample)
    }
    let ids = index.features[result.kind] ?? [:]
    let width = result.samples.count
    var rowMajor: [Double] = []
    var seen: Set<Int> = []
    while try table.next() {
      let id = try table.name(0)
      guard let feature = ids[id] else {
        throw table.error(.dangling, "there is no \(result.kind.rawValue) \"\(id)\" in features.tsv", column: 0)
      }
      guard seen.insert(feature).inserted else {
        throw table.error(.duplicate, "\"\(id)\" occurs twice", column: 0)
      }
      result.features.append(feature)
      for column in 0..<width { rowMajor.append(try table.number(column + 1)) }
    }
    let height = result.features.count
    result.values = [Double](repeating: .nan, count: rowMajor.count)
    for row in 0..<height {
      for column in 0..<width { result.values[column * height + row] = rowMajor[row * width + column] }
    }
    return result
  }

  private static func shape(of table: CanonicalTableReader) throws(OmicsError) -> AbundanceTable {
    let stamp = SourceLocation(file: table.file, line: 1)
    guard
      let kind = FeatureKind(rawValue: try table.fact("kind")),
      let measure = Measure(rawValue: try table.fact("measure")), let scale = Scale(rawValue: try table.fact("scale"))
    else { throw OmicsError(.value, "the stamp names an unknown kind, measure or scale", at: stamp) }
    return AbundanceTable(kind: kind, measure: measure, scale: scale, features: [], samples: [], values: [])
  }

  /// Adds the reasons of a `missing` table to its abundance table.
  static func readMissing(
    _ table: inout CanonicalTableReader, into values: inout AbundanceTable, dataset: Dataset
  ) throws(OmicsError) {
    try table.require(missingColumns)
    let found = try shape(of: table)
    guard found.kind == values.kind, found.measure == values.measure, found.scale == values.scale else {
      throw OmicsError(
        .malformed, "the stamp differs from that of the abundance table",
        at: SourceLocation(file: table.file, line: 1))
    }
    var rows: [String: Int] = [:]
    for (row, feature) in values.features.enumerated() { rows[dataset.features.id(feature)] = row }
    var columns: [String: Int] = [:]
    for (column, sample) in values.samples.enumerated() { columns[dataset.samples.rows[sample].name] = column }
    while try table.next() {
      guard let row = rows[try table.name(0)] else {
        throw table.error(.dangling, "no such feature in the abundance table", column: 0)
      }
      guard let column = columns[try table.name(1)] else {
        throw table.error(.dangling, "no such sample in the abundance table", column: 1)
      }
      values.missing.append(MissingCell(row: row, column: column, reason: try table.word(2, MissingReason.self)))
    }
  }
}
