import Schema

/// `samples.tsv`: one row a sample; characteristics follow the fixed columns.
enum CanonicalSamples {
  static func table(_ samples: SampleTable) -> CanonicalTableWriter {
    var columns = AttributeColumns(samples.rows.map(\.characteristics))
    let fixed = SampleTable.fixedColumns
    var table = CanonicalTableWriter("samples", columns: fixed + columns.names(reserved: fixed))
    for sample in samples.rows {
      table.text(sample.name)
      for text in [
        sample.sourceName, sample.subject, sample.assay, sample.msRun, sample.organism, sample.condition, sample.batch,
        sample.cohort, sample.channel,
      ] { table.statedText(text) }
      columns.append(sample.characteristics, to: &table)
      table.endRow()
    }
    return table
  }

  static func read(_ table: inout CanonicalTableReader) throws(OmicsError) -> SampleTable {
    let fixed = SampleTable.fixedColumns
    try table.require(fixed, more: true)
    let hasOrder = table.columns.last == AttributeColumns.orderColumn
    let keys = table.columns.dropFirst(fixed.count).dropLast(hasOrder ? 1 : 0).map(AttributeColumns.key)
    var samples = SampleTable()
    var seen: Set<String> = []
    while try table.next() {
      var sample = Sample(name: try table.name(0))
      guard seen.insert(sample.name).inserted else {
        throw table.error(.duplicate, "sample \"\(sample.name)\" occurs twice", column: 0)
      }
      sample.sourceName = try table.statedText(1)
      sample.subject = try table.statedText(2)
      sample.assay = try table.statedText(3)
      sample.msRun = try table.statedText(4)
      sample.organism = try table.statedText(5)
      sample.condition = try table.statedText(6)
      sample.batch = try table.statedText(7)
      sample.cohort = try table.statedText(8)
      sample.channel = try table.statedText(9)
      sample.characteristics = try AttributeColumns.attributes(
        of: table, keys: keys, from: fixed.count, hasOrder: hasOrder)
      samples.rows.append(sample)
    }
    return samples
  }
}
