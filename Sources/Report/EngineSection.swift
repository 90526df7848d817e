internal import Schema

/// The second-opinion engines in a run's page: verdicts first, then the leading targets' ranks side by side. An engine
/// that does not beat its control is greyed, with that sentence.
enum EngineSection {
  /// How many targets are compared.
  static let listed = 50

  static func html(_ report: RunReport) -> String {
    var text = ""
    for engine in report.engines {
      let grey = engine.findings.beatsControl ? "" : " class=\"grey\""
      text += "<p\(grey)><strong>\(HTMLText.escape(engine.findings.engine))</strong>: "
      text += "\(HTMLText.escape(engine.findings.sentence)) "
      text += "Agreement with the ranking above: rank-biased overlap \(NumberText.fixed(engine.overlap, 2)), "
      text += "tau \(NumberText.fixed(engine.tau, 2)).</p>\n"
    }
    return text + figures(report) + ranks(report)
  }

  private static func figures(_ report: RunReport) -> String {
    HTMLPage.table(
      ["engine", "metric", "score", "controls", "beats its controls"],
      report.engines.map { engine in
        let findings = engine.findings
        let controls = findings.controls.map { "\(HTMLText.escape($0.id)) \(NumberText.fixed($0.score, 3))" }
        return [
          HTMLText.escape(findings.engine), HTMLText.escape(findings.metric), NumberText.fixed(findings.score, 3),
          controls.joined(separator: ", "), findings.beatsControl ? "yes" : "no",
        ]
      }, numeric: [2])
  }

  private static func ranks(_ report: RunReport) -> String {
    let places = report.engines.map { engine in
      var place: [String: EngineFindings.Target] = [:]
      for target in engine.findings.ranking { place[target.target] = target }
      return place
    }
    let rows = report.ranking.candidates.prefix(listed).map { candidate -> [String] in
      var cells = ["\(candidate.rank)", "<strong>\(HTMLText.escape(candidate.symbol))</strong>"]
      for (place, engine) in zip(places, report.engines) {
        guard let target = place[candidate.target] else {
          cells.append("<span class=\"dim\">-</span>")
          continue
        }
        let interval =
          target.rankLow.isNaN
          ? "" : " (\(NumberText.fixed(target.rankLow, 0))-\(NumberText.fixed(target.rankHigh, 0)))"
        let words = "\(target.rank)\(interval)"
        cells.append(engine.findings.beatsControl ? words : "<span class=\"grey\">\(words)</span>")
      }
      return cells
    }
    return HTMLPage.table(
      ["rank", "target"] + report.engines.map(\.findings.engine), rows, numeric: Set([0] + (2..<(2 + places.count))))
  }
}
