internal import Report
internal import Schema

/// The ledger of a file on the terminal: nothing disappears.
enum LedgerText {
  static func render(_ ledger: Ledger) -> String {
    guard !ledger.units.isEmpty else { return "" }
    var text = "  ledger:\n"
    text += TerminalTable.render(
      ["    unit", "read", "kept", "merged", "filtered", "rejected"],
      ledger.units.map { unit in
        let line = ledger[unit]
        return ["    \(unit)"]
          + [line.read, line.kept, line.merged, line.filtered, line.rejected].map(NumberText.count)
      }, numeric: [1, 2, 3, 4, 5])
    for detail in ledger.details.prefix(12) {
      text += "    \(NumberText.count(detail.count)) \(detail.unit) \(detail.outcome.rawValue): "
      text += "\(HTMLText.terminal(detail.reason))"
      text += detail.firstLine > 0 ? " (first at line \(detail.firstLine))\n" : "\n"
    }
    return text
  }
}
