internal import OmicsIO
public import Schema

/// A ledger as JSON: unit to sums, and the reasons.
public enum LedgerJSON {
  /// The JSON text.
  public static func text(_ ledger: Ledger) -> String {
    JSONWriter(isIndented: true).text(
      of: .members([
        "ledger": .object(
          ledger.units.map { unit in
            let line = ledger[unit]
            return JSONValue.Member(
              unit,
              .members([
                "read": .integer(line.read), "kept": .integer(line.kept), "merged": .integer(line.merged),
                "filtered": .integer(line.filtered), "rejected": .integer(line.rejected),
              ]))
          }),
        "details": .array(
          ledger.details.map {
            .members([
              "unit": .string($0.unit), "outcome": .string($0.outcome.rawValue), "reason": .string($0.reason),
              "count": .integer($0.count), "first_file": .string($0.firstFile), "first_line": .integer($0.firstLine),
            ])
          }),
      ]))
  }
}
