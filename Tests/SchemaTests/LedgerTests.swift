import Schema
import Testing

@Suite struct LedgerTests {
  @Test func balances() throws {
    var ledger = Ledger()
    ledger.keep("PSM", count: 7)
    ledger.record("PSM", .merged, reason: "same PSM_ID", file: "a", line: 3, count: 2)
    ledger.record("PSM", .merged, reason: "same PSM_ID", file: "a", line: 9)
    ledger.record("PRT", .rejected, reason: "no accession", file: "a", line: 4)
    ledger.record("PRT", .filtered, reason: "never", file: "a", line: 5, count: 0)
    try ledger.assertBalance()
    #expect(ledger.units == ["PSM", "PRT"])
    #expect(ledger["PSM"].read == 10)
    #expect(ledger["PSM"].merged == 3)
    #expect(ledger["PRT"].rejected == 1)
    #expect(ledger["absent"] == Ledger.Line())
    #expect(ledger.details.map(\.count) == [3, 1])
    #expect(ledger.details.first?.firstLine == 3)
  }

  @Test func lostRecordIsAnImbalance() {
    var line = Ledger.Line()
    line.read = 5
    line.kept = 4
    var ledger = Ledger()
    ledger.restore("row", line)
    let error = #expect(throws: OmicsError.self) { try ledger.assertBalance() }
    #expect(error?.code == .ledgerImbalance)
    #expect(error?.message.contains("ledger of row") == true)
  }

  @Test func unexplainedRecordIsAnImbalance() throws {
    var line = Ledger.Line()
    line.read = 5
    line.kept = 4
    line.rejected = 1
    var ledger = Ledger()
    ledger.restore("row", line)
    #expect(throws: OmicsError.self) { try ledger.assertBalance() }
    ledger.note("row", .rejected, reason: "ragged", file: "a", line: 2, count: 1)
    try ledger.assertBalance()
    ledger.note("row", .rejected, reason: "other", file: "a", line: 2, count: 1)
    #expect(throws: OmicsError.self) { try ledger.assertBalance() }
  }

  @Test func sumsAdd() throws {
    var a = Ledger()
    a.keep("row", count: 2)
    a.record("row", .filtered, reason: "x", file: "a", line: 1)
    var b = Ledger()
    b.record("row", .filtered, reason: "x", file: "b", line: 7, count: 4)
    b.keep("exon")
    a.add(b)
    try a.assertBalance()
    #expect(a["row"].filtered == 5)
    #expect(a["exon"].kept == 1)
    #expect(a.details.count == 1)
    #expect(a.details.first?.firstFile == "a")
  }
}
