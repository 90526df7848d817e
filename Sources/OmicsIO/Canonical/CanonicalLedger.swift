import Schema

/// `ledger.tsv` (the sums of each unit) and `ledger_details.tsv` (the reasons).
enum CanonicalLedger {
  static let columns = ["unit", "read", "kept", "merged", "filtered", "rejected"]
  static let detailColumns = ["unit", "outcome", "reason", "count", "first_file", "first_line"]

  static func table(_ ledger: Ledger) -> CanonicalTableWriter {
    var table = CanonicalTableWriter("ledger", columns: columns)
    for unit in ledger.units {
      let line = ledger[unit]
      table.text(unit)
      for count in [line.read, line.kept, line.merged, line.filtered, line.rejected] { table.integer(count) }
      table.endRow()
    }
    return table
  }

  static func details(_ ledger: Ledger) -> CanonicalTableWriter {
    var table = CanonicalTableWriter("ledger_details", columns: detailColumns)
    for detail in ledger.details {
      table.text(detail.unit)
      table.text(detail.outcome.rawValue)
      table.text(detail.reason)
      table.integer(detail.count)
      table.statedText(detail.firstFile)
      table.integer(detail.firstLine, missing: 0)
      table.endRow()
    }
    return table
  }

  static func read(_ table: inout CanonicalTableReader, into ledger: inout Ledger) throws(OmicsError) {
    try table.require(columns)
    while try table.next() {
      let unit = try table.text(0)
      guard !ledger.units.contains(unit) else { throw table.error(.duplicate, "the unit occurs twice", column: 0) }
      var line = Ledger.Line()
      line.read = try table.integer(1)
      line.kept = try table.integer(2)
      line.merged = try table.integer(3)
      line.filtered = try table.integer(4)
      line.rejected = try table.integer(5)
      ledger.restore(unit, line)
    }
  }

  static func readDetails(_ table: inout CanonicalTableReader, into ledger: inout Ledger) throws(OmicsError) {
    try table.require(detailColumns)
    while try table.next() {
      let before = ledger.details.count
      ledger.note(
        try table.text(0), try table.word(1, LedgerOutcome.self), reason: try table.text(2),
        file: try table.statedText(4), line: try table.integer(5, missing: 0), count: try table.integer(3))
      guard ledger.details.count == before + 1 else {
        throw table.error(.duplicate, "this unit, outcome and reason occur twice")
      }
    }
  }
}
