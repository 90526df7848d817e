public import Schema

/// The HTML page of a drift between two runs: verdict, bump chart, attribution, cards, changes, table.
public enum DriftReportPage {
  /// How many rows the table of targets has at most; the full list is `drift.tsv`.
  static let listed = 500
  /// How many called targets get a card.
  static let cards = 40

  /// The page in UTF-8; `base` and `new` name the two runs, `gates` are sentences about conditions and what they found.
  public static func render(_ findings: DriftFindings, base: String, new: String, gates: [String] = []) -> [UInt8] {
    var page = HTMLPage(title: "Drift: \(base) to \(new)", style: style)
    page.add("<h1>Drift</h1><p class=\"dim\">\(HTMLText.escape(base)) to \(HTMLText.escape(new))</p>")
    let moved = findings.targets.contains(where: \.called)
    page.add("<p class=\"verdict\(moved ? " moved" : "")\">\(HTMLText.escape(findings.verdict))</p>")
    page.add(measures(findings, gates))
    page.section("Ranks before and after", DriftBumpChart.render(findings))
    if !findings.causes.isEmpty {
      page.section("What the drift is made of", DriftWaterfall.render(findings) + causes(findings))
    }
    let called = findings.targets.filter(\.called)
    if !called.isEmpty { page.section("Targets beyond noise", DriftCards.render(findings, most: cards)) }
    if !findings.interactions.isEmpty { page.section("Interactions", interactions(findings)) }
    if !findings.changed.isEmpty { page.section("What changed", changes(findings)) }
    if !findings.inert.isEmpty { page.section("Changed without effect", list(findings.inert)) }
    if !findings.onTheCut.isEmpty {
      page.section("On the cut", "<p>Within 1e-9 of a threshold in one of the runs:</p>" + list(findings.onTheCut))
    }
    page.section("Targets", targets(findings))
    if !findings.engines.isEmpty { page.section("Second opinions", DriftEngineSection.html(findings.engines)) }
    return page.render()
  }

  private static func list(_ items: [String], most: Int = 50) -> String {
    let rest = items.count > most ? "<li>and \(items.count - most) more</li>" : ""
    return "<ul>" + items.prefix(most).map { "<li>\(HTMLText.escape($0))</li>" }.joined() + rest + "</ul>"
  }

  private static func measures(_ findings: DriftFindings, _ gates: [String]) -> String {
    let figures = [
      ("rank-biased overlap (p 0.98)", NumberText.fixed(findings.rbo, 4)),
      ("Jaccard, top 10", NumberText.fixed(findings.jaccardTen, 3)),
      ("Jaccard, top 50", NumberText.fixed(findings.jaccardFifty, 3)),
      ("Kendall's tau-b", NumberText.fixed(findings.kendallTau, 4)),
      ("median noise floor, log2 rank", NumberText.fixed(findings.noiseFloor, 2)),
      ("targets beyond noise", "\(findings.targets.filter(\.called).count) of \(findings.targets.count)"),
    ]
    var html = "<dl class=\"figures\">"
    for (name, value) in figures { html += "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
    html += "</dl>"
    if !gates.isEmpty { html += list(gates) }
    return html + "<p class=\"dim\">\(method(findings))</p>"
  }

  private static func method(_ findings: DriftFindings) -> String {
    switch findings.method {
    case .single: "One cause or none: nothing had to be replayed to tell causes apart."
    case .exact: "Shares are exact Shapley values over \(findings.replays) replayed mixtures of the two runs."
    case .grouped:
      "Shares are exact over groups of changes and inside the group that matters most (\(findings.replays) replays)."
    case .sampled:
      "Shares are exact over groups of changes; inside the group that matters most they come from sampled orderings, "
        + "with standard errors (\(findings.replays) replays)."
    }
  }

  private static func causes(_ findings: DriftFindings) -> String {
    HTMLPage.table(
      ["kind", "component", "change", "share of 1 - RBO", "standard error", "targets called", "how"],
      findings.causes.map { cause in
        [
          cause.kind.rawValue, HTMLText.escape(cause.subject), HTMLText.escape(cause.change),
          NumberText.fixed(cause.share, 4),
          cause.standardError > 0 ? NumberText.fixed(cause.standardError, 4) : "exact", "\(cause.targets.count)",
          HTMLText.escape(cause.note),
        ]
      }, numeric: [3, 4, 5])
  }

  private static func interactions(_ findings: DriftFindings) -> String {
    "<p>What two changes do together beyond what each does alone, above the target's noise floor.</p>"
      + HTMLPage.table(
        ["target", "changes", "log2 rank"],
        findings.interactions.prefix(50).map { item in
          [
            HTMLText.escape(item.target),
            HTMLText.escape(item.causes.map { findings.causes[$0].subject }.joined(separator: " and ")),
            NumberText.fixed(item.value, 2),
          ]
        }, numeric: [2])
  }

  private static func changes(_ findings: DriftFindings) -> String {
    HTMLPage.table(
      ["kind", "component", "before", "after", "effect", "in detail"],
      findings.changed.map { change in
        [
          change.kind.rawValue, HTMLText.escape(change.subject), HTMLText.escape(change.before),
          HTMLText.escape(change.after), change.effect.rawValue.split(separator: "_").joined(separator: " "),
          change.details.prefix(12).map { HTMLText.escape($0) }.joined(separator: "<br>"),
        ]
      })
  }

  private static func targets(_ findings: DriftFindings) -> String {
    let all = findings.targets.filter { $0.delta != 0 || $0.called }.sorted {
      ($1.called ? 1 : 0, abs($1.delta), $0.target) < ($0.called ? 1 : 0, abs($0.delta), $1.target)
    }
    guard !all.isEmpty else { return "<p>No leading target changed its rank.</p>" }
    let rows = all.prefix(listed).map { target -> [String] in
      [
        "<strong>\(HTMLText.escape(target.symbol))</strong> <span class=\"dim\">\(HTMLText.escape(target.target))</span>",
        target.rankBefore.map(String.init) ?? "absent", target.rankAfter.map(String.init) ?? "absent",
        NumberText.fixed(target.delta, 2), NumberText.fixed(target.floor, 2),
        target.status.rawValue.split(separator: "_").joined(separator: " "),
        target.causes.prefix(4).map { part in
          "\(HTMLText.escape(findings.causes[part.cause].subject)) \(NumberText.fixed(part.share, 2))"
        }.joined(separator: ", "), HTMLText.escape(target.reason),
      ]
    }
    let note =
      all.count > listed
      ? "<p class=\"dim\">The \(listed) largest of \(all.count) movements; all of them are in drift.tsv.</p>" : ""
    return note
      + HTMLPage.table(
        ["target", "rank before", "rank after", "movement, log2", "noise floor", "verdict", "because of", "remark"],
        rows, numeric: [1, 2, 3, 4])
  }

  /// Okabe-Ito colours; dark by media query; cards break well in print.
  private static let style = """
    :root{--rise:#0072b2;--fall:#d55e00;--part:#009e73;--still:#9aa3af;--soft:#f4f6f9}
    @media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--dim:#9aa3af;--line:#39414d;--ground:#14181e;--soft:#1d232c;
    --rise:#56b4e9;--fall:#e69f00;--part:#35c79a;--still:#6b7480}p.verdict{background:var(--soft)}}
    dl.figures{display:flex;flex-wrap:wrap;gap:10px;margin:12px 0}
    dl.figures div{background:var(--soft);padding:6px 12px;border-radius:4px}
    dl.figures dt{font-size:12px;color:var(--dim)}dl.figures dd{margin:0;font-size:17px}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(310px,1fr));gap:12px}
    .card{border:1px solid var(--line);border-left:5px solid var(--fall);border-radius:4px;padding:8px 12px;
    break-inside:avoid}.card.rise{border-left-color:var(--rise)}
    .card h3{margin:0 0 2px;font-size:16px}.card p{margin:3px 0;font-size:13px}.card table{font-size:12px}
    .rise{color:var(--rise)}.fall{color:var(--fall)}.card.rise,.card.fall{color:inherit}
    @media print{main{max-width:none;padding:0}th{position:static}}
    """
}
