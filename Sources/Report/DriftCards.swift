internal import Schema

/// A card for each called target: where it was, where it is, what moved it and through which channel.
enum DriftCards {
  static func render(_ findings: DriftFindings, most: Int) -> String {
    let called = findings.targets.filter(\.called).sorted {
      abs($0.delta) == abs($1.delta) ? $0.target < $1.target : abs($0.delta) > abs($1.delta)
    }
    let note =
      called.count > most
      ? "<p class=\"dim\">The \(most) largest of \(called.count) called movements; all are in the table below.</p>" : ""
    return note + "<div class=\"cards\">" + called.prefix(most).map { card($0, findings) }.joined() + "</div>\n"
  }

  private static func card(_ target: DriftTarget, _ findings: DriftFindings) -> String {
    let direction = target.delta > 0 ? "rise" : "fall"
    var html = "<div class=\"card \(direction)\"><h3>\(HTMLText.escape(target.symbol)) "
    html += "<span class=\"dim\">\(HTMLText.escape(target.target))</span></h3>"
    html += "<p>rank \(target.rankBefore.map(String.init) ?? "absent") to "
    html += "<strong>\(target.rankAfter.map(String.init) ?? "absent")</strong>; movement "
    html += "<strong class=\"\(direction)\">\(NumberText.fixed(target.delta, 2))</strong>, noise floor "
    html +=
      "\(NumberText.fixed(target.floor, 2)), \(target.status.rawValue.split(separator: "_").joined(separator: " "))</p>"
    if !target.reason.isEmpty { html += "<p>\(HTMLText.escape(target.reason))</p>" }
    html += bars(target, findings)
    if !target.channels.isEmpty {
      html += HTMLPage.table(
        ["channel", "z before", "z after", "share before", "share after"],
        target.channels.prefix(5).map {
          [
            HTMLText.escape($0.channel.rawValue + ($0.cohort.isEmpty ? "" : " \($0.cohort)")),
            NumberText.fixed($0.before, 2), NumberText.fixed($0.after, 2), NumberText.fixed($0.shareBefore, 2),
            NumberText.fixed($0.shareAfter, 2),
          ]
        }, numeric: [1, 2, 3, 4])
    }
    return html + "</div>\n"
  }

  /// The causes of one movement as bars from the middle: right rose, left fell.
  private static func bars(_ target: DriftTarget, _ findings: DriftFindings) -> String {
    let parts = Array(target.causes.prefix(6))
    let reach = parts.map { abs($0.share) }.max() ?? 0
    guard reach > 0 else { return "" }
    var svg = "<svg viewBox=\"0 0 300 \(parts.count * 18 + 2)\" role=\"img\" aria-label=\"Share of every cause\">"
    for (index, part) in parts.enumerated() {
      let y = Double(index) * 18 + 2
      let length = abs(part.share) / reach * 55
      let name = findings.causes[part.cause].subject
      svg += "<text x=\"0\" y=\"\(SVGNumber.text(y + 11))\">\(HTMLText.escape(String(name.prefix(22))))</text>"
      svg += "<rect x=\"\(SVGNumber.text(part.share > 0 ? 200 : 200 - length))\" y=\"\(SVGNumber.text(y))\" "
      svg += "width=\"\(SVGNumber.text(max(1, length)))\" height=\"13\" "
      svg += "fill=\"\(part.share > 0 ? "var(--rise)" : "var(--fall)")\"/>"
      svg +=
        "<text x=\"300\" y=\"\(SVGNumber.text(y + 11))\" text-anchor=\"end\">\(NumberText.fixed(part.share, 2))</text>"
    }
    return svg + "</svg>"
  }
}
