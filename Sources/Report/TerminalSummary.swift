public import Schema

/// What `run` and `drift` print on the terminal.
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

  /// The verdict, the measures, the causes and the targets that moved beyond noise.
  public static func drift(_ findings: DriftFindings) -> String {
    var text = HTMLText.terminal(findings.verdict) + "\n\n"
    text += "rank-biased overlap \(NumberText.fixed(findings.rbo, 4)), Jaccard top 10 "
    text += "\(NumberText.fixed(findings.jaccardTen, 3)), top 50 \(NumberText.fixed(findings.jaccardFifty, 3)), "
    text +=
      "tau \(NumberText.fixed(findings.kendallTau, 4)), median noise floor \(NumberText.fixed(findings.noiseFloor, 2))\n"
    if !findings.causes.isEmpty {
      text += "\n"
      text += TerminalTable.render(
        ["kind", "component", "change", "share of 1 - RBO", "targets"],
        findings.causes.map {
          [$0.kind.rawValue, $0.subject, $0.change, NumberText.fixed($0.share, 4), "\($0.targets.count)"]
        }, numeric: [3, 4])
    }
    let called = findings.targets.filter(\.called)
    if !called.isEmpty {
      text += "\n"
      text += TerminalTable.render(
        ["target", "before", "after", "movement", "floor", "because of"],
        called.prefix(10).map { target in
          [
            target.symbol.isEmpty ? target.target : target.symbol, target.rankBefore.map(String.init) ?? "absent",
            target.rankAfter.map(String.init) ?? "absent", NumberText.fixed(target.delta, 2),
            NumberText.fixed(target.floor, 2),
            target.causes.map { "\(findings.causes[$0.cause].subject) \(NumberText.fixed($0.share, 2))" }
              .joined(separator: ", "),
          ]
        }, numeric: [1, 2, 3, 4])
    }
    for line in findings.inert { text += "inert: \(HTMLText.terminal(line))\n" }
    return text
  }
}
