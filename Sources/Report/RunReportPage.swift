internal import Schema

/// The HTML page of a run.
public enum RunReportPage {
  /// How many targets the page lists; the full list is `ranking.tsv`.
  static let listed = 200

  /// The page in UTF-8.
  public static func render(_ report: RunReport) -> [UInt8] {
    var page = HTMLPage(title: "\(report.study): target ranking")
    page.add("<h1>\(HTMLText.escape(report.study))</h1>")
    page.add("<p class=\"dim\">\(HTMLText.escape(report.contrast))</p>")
    let mark = report.verdicts.status == .ranked ? "" : report.verdicts.status == .refused ? " refused" : " none"
    for (index, reason) in report.verdicts.reasons.enumerated() {
      page.add(
        index == 0
          ? "<p class=\"verdict\(mark)\">\(HTMLText.escape(reason))</p>" : "<p>\(HTMLText.escape(reason))</p>")
    }
    if !report.ranking.candidates.isEmpty {
      page.section("Leading targets", targets(report))
      page.section("RNA against protein", ScatterPlot.channels(report))
    }
    if !report.followers.isEmpty { page.section("Targets that ride along", RobustnessSection.followers(report)) }
    let artefacts = RobustnessSection.artefacts(report)
    if !artefacts.isEmpty { page.section("Targets that may be artefacts", artefacts) }
    if !report.compounds.isEmpty { page.section("Compounds beside the leading targets", compounds(report)) }
    if !report.pathways.isEmpty { page.section("Pathways among the leading targets", pathways(report)) }
    if !report.engines.isEmpty { page.section("Second opinions", EngineSection.html(report)) }
    page.section("Checks", checks(report.verdicts))
    page.section("Identifiers", identifiers(report))
    page.section("Ledger", ledger(report.ledger))
    page.section("Stages", stages(report.record))
    page.section("What went in", components(report.record))
    return page.render()
  }

  private static func targets(_ report: RunReport) -> String {
    var byTarget: [String: [EvidenceChannel: Evidence]] = [:]
    for item in report.evidence where byTarget[item.target]?[item.channel] == nil {
      byTarget[item.target, default: [:]][item.channel] = item
    }
    let rows = report.ranking.candidates.prefix(listed).map { candidate -> [String] in
      let channels = byTarget[candidate.target] ?? [:]
      let flags = candidate.flags.map { "<span class=\"tag\">\(HTMLText.escape($0))</span>" }.joined()
      return [
        "\(candidate.rank)",
        "<strong>\(HTMLText.escape(candidate.symbol))</strong> <span class=\"dim\">\(HTMLText.escape(candidate.target))</span>",
        NumberText.fixed(candidate.score, 2), NumberText.pValue(candidate.qValue),
        interval(candidate), NumberText.percent(candidate.topTen), candidate.targetClass.rawValue,
        direction(candidate.direction),
        z(channels[.rna]), z(channels[.protein]), z(channels[.discordance]), z(channels[.detection]),
        z(channels[.network]), "\(candidate.rankNoPrior)", flags,
      ]
    }
    let note =
      report.ranking.candidates.count > listed
      ? "<p class=\"dim\">The first \(listed) of \(NumberText.count(report.ranking.candidates.count)) targets; all of "
        + "them are in ranking.tsv, their evidence in evidence.tsv.</p>" : ""
    return note
      + HTMLPage.table(
        [
          "rank", "target", "score", "q", "rank 5-95 %", "in top 10", "class", "direction", "z RNA", "z protein",
          "z discordance", "z detection", "z network", "rank without prior", "flags",
        ], rows, numeric: [0, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13])
  }

  private static func interval(_ candidate: TargetCandidate) -> String {
    candidate.rankLow.isNaN
      ? "NA" : "\(NumberText.fixed(candidate.rankLow, 0))-\(NumberText.fixed(candidate.rankHigh, 0))"
  }

  private static func direction(_ direction: TargetDirection) -> String {
    switch direction {
    case .up: "<span class=\"up\">up</span>"
    case .down: "<span class=\"down\">down</span>"
    case .mixed: "mixed"
    case .unknown: "unknown"
    }
  }

  private static func z(_ evidence: Evidence?) -> String {
    guard let value = evidence?.statistic, !value.isNaN else { return "<span class=\"dim\">-</span>" }
    return "<span class=\"\(value > 0 ? "up" : "down")\">\(NumberText.fixed(value, 1))</span>"
  }

  private static func compounds(_ report: RunReport) -> String {
    let rows = report.compounds.map { item -> [String] in
      let fit = item.fits.map { $0 ? "opposes the change" : "goes with the change" } ?? "unknown"
      return [
        HTMLText.escape(item.symbol), HTMLText.escape(item.compound), HTMLText.escape(item.action), fit,
        item.role.rawValue + (item.via.isEmpty ? "" : " (\(HTMLText.escape(item.via)))"), item.wanted.rawValue,
        item.potency.isNaN ? "-" : NumberText.fixed(item.potency, 1), HTMLText.escape(item.evidence),
        HTMLText.escape(item.source), HTMLText.escape(item.licence),
      ]
    }
    return "<p class=\"dim\">From a table of its own; it never feeds back into the ranking.</p>"
      + HTMLPage.table(
        [
          "target", "compound", "action", "direction", "acts on", "wanted", "potency", "evidence", "source", "licence",
        ], rows, numeric: [6])
  }

  private static func pathways(_ report: RunReport) -> String {
    let rows = report.pathways.map { line in
      [
        HTMLText.escape(line.name), "\(line.overlap)", "\(line.size)", NumberText.pValue(line.pValue),
        NumberText.pValue(line.qValue), HTMLText.escape(line.members.joined(separator: ", ")),
      ]
    }
    return HTMLPage.table(["pathway", "leading", "measured", "p", "q", "members"], rows, numeric: [1, 2, 3, 4])
  }

  private static func checks(_ verdicts: RunVerdicts) -> String {
    HTMLPage.table(
      ["check", "value", "threshold", "verdict", "meaning"],
      verdicts.checks.map {
        [
          HTMLText.escape($0.id), $0.value.isNaN ? "-" : NumberText.fixed($0.value, 3),
          $0.threshold.isNaN ? "-" : NumberText.fixed($0.threshold, 3), HTMLText.escape($0.verdict),
          HTMLText.escape($0.explanation),
        ]
      }, numeric: [1, 2])
  }

  private static func identifiers(_ report: RunReport) -> String {
    HTMLPage.table(
      ["input"] + MappingStatus.allCases.map(\.rawValue),
      report.coverage.map { entry in
        [HTMLText.escape(entry.name)] + MappingStatus.allCases.map { NumberText.count(entry.coverage[$0]) }
      }, numeric: Set(1...MappingStatus.allCases.count))
  }

  private static func ledger(_ ledger: Ledger) -> String {
    HTMLPage.table(
      ["unit", "read", "kept", "merged", "filtered", "rejected"],
      ledger.units.map { unit in
        let line = ledger[unit]
        return [HTMLText.escape(unit)]
          + [line.read, line.kept, line.merged, line.filtered, line.rejected].map(NumberText.count)
      }, numeric: [1, 2, 3, 4, 5])
  }

  private static func stages(_ record: RunRecord) -> String {
    HTMLPage.table(
      ["stage", "in", "out", "what was done"],
      record.stages.map {
        [HTMLText.escape($0.name), NumberText.count($0.rowsIn), NumberText.count($0.rowsOut), HTMLText.escape($0.note)]
      }, numeric: [1, 2])
  }

  private static func components(_ record: RunRecord) -> String {
    HTMLPage.table(
      ["kind", "name", "value", "digest"],
      record.components.map {
        [
          $0.kind.rawValue, HTMLText.escape($0.name), HTMLText.escape($0.label),
          $0.digest == $0.label ? "" : "<code>\(HTMLText.escape(String($0.digest.prefix(12))))</code>",
        ]
      })
  }
}
