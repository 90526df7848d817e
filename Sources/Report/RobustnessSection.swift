internal import Schema

/// What keeps a leading target from being taken at face value: it rides along, or may be an artefact.
enum RobustnessSection {
  /// How far down the ranking artefacts are shown; all of them are in artefacts.tsv.
  static let shown = 100

  /// Followers with their leaders.
  static func followers(_ report: RunReport) -> String {
    HTMLPage.table(
      ["target", "tie", "better-ranked target", "r RNA", "r protein", "bases apart"],
      report.followers.map { item in
        [
          HTMLText.escape(item.symbol.isEmpty ? item.target : item.symbol), item.relation.rawValue,
          HTMLText.escape(item.leaderSymbol.isEmpty ? item.leader : item.leaderSymbol),
          NumberText.fixed(item.rnaCorrelation, 2), NumberText.fixed(item.proteinCorrelation, 2),
          item.distance.map(NumberText.count) ?? "-",
        ]
      }, numeric: [3, 4, 5])
  }

  /// Findings on the leading targets in rank order; empty when there are none.
  static func artefacts(_ report: RunReport) -> String {
    var leading: [String: TargetCandidate] = [:]
    for candidate in report.ranking.candidates.prefix(shown) { leading[candidate.target] = candidate }
    let found = report.artefacts.compactMap { finding in leading[finding.target].map { ($0, finding) } }
    guard !found.isEmpty else { return "" }
    // Findings come in a fixed order, which breaks ties.
    let order = found.indices.sorted { (found[$0].0.rank, $0) < (found[$1].0.rank, $1) }
    return "<p class=\"dim\">Of the first \(shown) targets; artefacts.tsv lists all. They stay in the ranking.</p>"
      + HTMLPage.table(
        [
          "rank", "target", "reason", "cohort", "layer", "z without batch", "z", "label explains", "explained by",
          "share",
        ],
        order.map { index in
          let (candidate, item) = found[index]
          return [
            "\(candidate.rank)", HTMLText.escape(candidate.symbol), item.reason.rawValue, HTMLText.escape(item.cohort),
            item.layer.rawValue, NumberText.fixed(item.rawZ, 1), NumberText.fixed(item.adjustedZ, 1),
            NumberText.percent(item.labelShare), HTMLText.escape(item.technical),
            NumberText.percent(item.technicalShare),
          ]
        }, numeric: [0, 5, 6, 7, 9])
  }
}
