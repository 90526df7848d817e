public import Schema

/// Writes one abundance table as GCT 1.3, the Broad Institute's annotated matrix
/// (https://clue.io/connectopedia/gct_format).
///
/// Row metadata: `accession`, `namespace`, `members`, `description`, those that some feature states. Column metadata: the
/// stated sample columns, then the characteristics. Missing values are `NaN`, missing metadata `NA`, cells without
/// meaning `na`. The format has no escapes: tabs and line ends inside texts become spaces. Values keep their scale.
public enum GctWriter {
  /// The bytes of the file.
  ///
  /// - Throws: `missing` or `undecided` when the selection fits no table or several.
  public static func bytes(
    of dataset: Dataset, selection: TableSelection = TableSelection()
  ) throws(OmicsError) -> [UInt8] {
    let table = try selection.table(of: dataset)
    let features = table.features.map { dataset.features.rows[$0] }
    let samples = table.samples.map { dataset.samples.rows[$0] }
    let rowColumns: [(String, [String])] = [
      ("accession", features.map(\.accession)), ("namespace", features.map(\.namespace.rawValue)),
      ("members", features.map { $0.members.joined(separator: ";") }), ("description", features.map(\.description)),
    ].filter { column in column.1.contains { !$0.isEmpty } }
    let names = SampleTable.fixedColumns.dropFirst() + SampleTable(samples).characteristicColumns
    let columnRows: [(String, [String])] = names.map { name in
      (name, samples.map { $0.value(of: name) ?? "" })
    }.filter { row in row.1.contains { !$0.isEmpty } }

    var lines = DelimitedLine()
    lines.text("#1.3")
    lines.end()
    for count in [features.count, samples.count, rowColumns.count, columnRows.count] { lines.text("\(count)") }
    lines.end()
    lines.text("id")
    for (name, _) in rowColumns { lines.text(name) }
    for sample in samples { lines.text(sample.name) }
    lines.end()
    for (name, values) in columnRows {
      lines.text(name)
      for _ in rowColumns { lines.text("na") }
      for value in values { lines.text(value, missing: "NA") }
      lines.end()
    }
    for (row, feature) in features.enumerated() {
      lines.text(feature.id)
      for (_, values) in rowColumns { lines.text(values[row], missing: "NA") }
      for column in samples.indices { lines.number(table[row, column], missing: "NaN") }
      lines.end()
    }
    return lines.bytes
  }
}
