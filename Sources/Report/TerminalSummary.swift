internal import Schema

/// What `run` prints on the terminal.
public enum TerminalSummary {
  /// The verdict, the leading targets and the compounds beside them.
  public static func run(_ report: RunReport, top: Int = 10) -> String {
    var text = report.verdicts.reasons.map { HTMLText.terminal($0) + "\n" }.joined()
    for check in report.verdicts.checks where check.verdict == "warn" || check.verdict == "fail" {
      text += "\(check.verdict): \(HTMLText.terminal(check.explanation)) (\(NumberText.fixed(check.value, 3)))\n"
    }
    guard !report.ranking.candidates.isEmpty else { return text }
    let leading = report.ranking.candidates.prefix(top)
    text += "\n"
    text += TerminalTable.render(
      ["rank", "target", "symbol", "score", "q", "5-95 %", "top 10", "class", "direction", "flags"],
      leading.map { candidate in
        [
          "\(candidate.rank)", candidate.target, candidate.symbol, NumberText.fixed(candidate.score, 2),
          NumberText.pValue(candidate.qValue),
          candidate.rankLow.isNaN
            ? "NA" : "\(NumberText.fixed(candidate.rankLow, 0))-\(NumberText.fixed(candidate.rankHigh, 0))",
          NumberText.percent(candidate.topTen), candidate.targetClass.rawValue, candidate.direction.rawValue,
          candidate.flags.joined(separator: ","),
        ]
      }, numeric: [0, 3, 4, 5, 6])
    let named = Set(leading.map(\.target))
    let compounds = report.compounds.filter { named.contains($0.target) }
    text += "\n"
    if compounds.isEmpty {
      text += "compounds: the table names none for these targets\n"
      if !report.compounds.isEmpty {
        text += "compounds further down the list:\n" + compoundTable(Array(report.compounds.prefix(5)), report)
      }
    } else {
      text += "compounds (from a table of its own, never part of the ranking):\n"
      text += compoundTable(Array(compounds.prefix(10)), report)
    }
    return text
  }

  private static func compoundTable(_ compounds: [Compound], _ report: RunReport) -> String {
    var ranks: [String: Int] = [:]
    for candidate in report.ranking.candidates { ranks[candidate.target] = candidate.rank }
    return TerminalTable.render(
      ["rank", "symbol", "compound", "action", "direction"],
      compounds.map {
        [
          ranks[$0.target].map(String.init) ?? "-", $0.symbol, $0.compound, $0.action.isEmpty ? "unknown" : $0.action,
          $0.fits.map { $0 ? "opposes the change" : "goes with the change" } ?? "unknown",
        ]
      }, numeric: [0])
  }
}
