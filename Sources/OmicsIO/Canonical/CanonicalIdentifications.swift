import Schema

/// `identifications.tsv`: one row a peptide-spectrum match; its attributes follow the fixed columns.
enum CanonicalIdentifications {
  static let columns = [
    "spectrum", "ms_run", "rank", "sequence", "proforma", "charge", "mz_experimental", "mz_calculated",
    "pass_threshold", "decoy", "accessions", "scores", "line",
  ]

  static func table(_ identifications: IdentificationTable, to sink: ByteSink? = nil) -> CanonicalTableWriter {
    var attributes = AttributeColumns(identifications.attributes) { identifications.whole($0)?.attributes }
    var table = CanonicalTableWriter(
      "identifications", columns: columns + attributes.names(reserved: columns), to: sink)
    let words = ScoreWords(identifications.scores)
    for row in 0..<identifications.count {
      if let whole = identifications.whole(row) {
        append(whole, &attributes, to: &table)
        continue
      }
      table.statedText(row, of: identifications.spectra)
      table.statedText(row, of: identifications.msRuns)
      table.integer(identifications.rank(row), missing: 0)
      table.statedText(row, of: identifications.sequences)
      table.scratch.removeAll(keepingCapacity: true)
      identifications.appendProforma(row, to: &table.scratch)
      table.statedText()
      table.integer(identifications.charge(row), missing: 0)
      table.number(identifications.mzExperimental(row))
      table.number(identifications.mzCalculated(row))
      table.flag(identifications.passThreshold(row))
      table.flag(identifications.decoy(row))
      table.list(row, of: identifications.accessions)
      table.scores(row, of: identifications.scores, words)
      table.integer(identifications.line(row), missing: 0)
      attributes.append(row, of: identifications.attributes, to: &table)
      table.endRow()
    }
    return table
  }

  private static func append(
    _ row: Identification, _ attributes: inout AttributeColumns, to table: inout CanonicalTableWriter
  ) {
    table.statedText(row.spectrum)
    table.statedText(row.msRun)
    table.integer(row.rank, missing: 0)
    table.statedText(row.sequence)
    table.statedText(row.proforma)
    table.integer(row.charge, missing: 0)
    table.number(row.mzExperimental)
    table.number(row.mzCalculated)
    table.flag(row.passThreshold)
    table.flag(row.decoy)
    table.list(row.accessions)
    table.scores(row.scores)
    table.integer(row.line, missing: 0)
    attributes.append(row.attributes, to: &table)
    table.endRow()
  }

  static func read(_ table: inout CanonicalTableReader) throws(OmicsError) -> IdentificationTable {
    try table.require(columns, more: true)
    let hasOrder = table.columns.last == AttributeColumns.orderColumn
    let keys = table.columns.dropFirst(columns.count).dropLast(hasOrder ? 1 : 0).map(AttributeColumns.key)
    var identifications = IdentificationTable()
    while try table.next() {
      var row = Identification(spectrum: try table.statedText(0))
      row.msRun = try table.statedText(1)
      row.rank = try table.integer(2, missing: 0)
      row.sequence = try table.statedText(3)
      row.proforma = try table.statedText(4)
      row.charge = try table.integer(5, missing: 0)
      row.mzExperimental = try table.number(6)
      row.mzCalculated = try table.number(7)
      row.passThreshold = try table.flag(8)
      row.decoy = try table.flag(9)
      row.accessions = try table.list(10)
      row.scores = try table.scores(11)
      row.line = try table.integer(12, missing: 0)
      row.attributes = try AttributeColumns.attributes(of: table, keys: keys, from: columns.count, hasOrder: hasOrder)
      identifications.append(row)
    }
    return identifications
  }
}
