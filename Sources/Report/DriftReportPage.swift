public import Schema

/// The HTML page of a drift between two runs.
public enum DriftReportPage {
  /// The page in UTF-8; `base` and `new` name the two runs.
  public static func render(_ findings: DriftFindings, base: String, new: String) -> [UInt8] {
    var page = HTMLPage(title: "Drift: \(base) to \(new)")
    page.add("<h1>Drift</h1><p class=\"dim\">\(HTMLText.escape(base)) to \(HTMLText.escape(new))</p>")
    let moved = findings.targets.contains(where: \.called)
    page.add("<p class=\"verdict\(moved ? " moved" : "")\">\(HTMLText.escape(findings.verdict))</p>")
    page.section(
      "The lists",
      HTMLPage.table(
        ["measure", "value"],
        [
          ["rank-biased overlap (p 0.98)", NumberText.fixed(findings.rbo, 4)],
          ["Jaccard, top 10", NumberText.fixed(findings.jaccardTen, 3)],
          ["Jaccard, top 50", NumberText.fixed(findings.jaccardFifty, 3)],
          ["Kendall's tau-b", NumberText.fixed(findings.kendallTau, 4)],
          ["median noise floor, log2 rank", NumberText.fixed(findings.noiseFloor, 3)],
        ], numeric: [1]))
    if !findings.causes.isEmpty {
      page.section(
        "Causes",
        HTMLPage.table(
          ["kind", "component", "change", "share of 1 - RBO", "targets called", "how"],
          findings.causes.map { cause in
            [
              cause.kind.rawValue, HTMLText.escape(cause.subject), HTMLText.escape(cause.change),
              NumberText.fixed(cause.share, 4), "\(cause.targets.count)", HTMLText.escape(cause.note),
            ]
          }, numeric: [3, 4]))
    }
    if !findings.inert.isEmpty {
      page.section(
        "Changed without effect", "<ul>" + findings.inert.map { "<li>\(HTMLText.escape($0))</li>" }.joined() + "</ul>")
    }
    page.section("Targets", targets(findings))
    return page.render()
  }

  private static func targets(_ findings: DriftFindings) -> String {
    let rows = findings.targets.filter { $0.delta != 0 || $0.called }.sorted {
      ($1.called ? 1 : 0, abs($1.delta), $0.target) < ($0.called ? 1 : 0, abs($0.delta), $1.target)
    }.map { target -> [String] in
      let causes = target.causes.map { part in
        "\(HTMLText.escape(findings.causes[part.cause].subject)) \(NumberText.fixed(part.share, 2))"
      }
      return [
        "<strong>\(HTMLText.escape(target.symbol))</strong> <span class=\"dim\">\(HTMLText.escape(target.target))</span>",
        target.rankBefore.map(String.init) ?? "absent", target.rankAfter.map(String.init) ?? "absent",
        NumberText.fixed(target.delta, 2), NumberText.fixed(target.floor, 2),
        target.called ? "beyond noise" : "within noise",
        causes.joined(separator: ", "),
      ]
    }
    guard !rows.isEmpty else { return "<p>No leading target changed its rank.</p>" }
    return HTMLPage.table(
      ["target", "rank before", "rank after", "movement, log2", "noise floor", "verdict", "because of"], rows,
      numeric: [1, 2, 3, 4])
  }
}
