internal import Schema

/// Ranks before and after as lines on a log2 scale: called targets in colour with their noise band, others grey.
enum DriftBumpChart {
  private static let width = 900.0
  private static let height = 640.0
  private static let (left, right, top, bottom) = (150.0, 750.0, 34.0, 590.0)
  /// How many called targets are named and banded.
  private static let named = 25
  /// How many lines of each kind are drawn.
  private static let drawn = 300

  static func render(_ findings: DriftFindings) -> String {
    let targets = findings.targets
    guard !targets.isEmpty else { return "<p>There are no targets to show.</p>" }
    let deepest = targets.flatMap { [$0.rankBefore ?? 1, $0.rankAfter ?? 1] }.max() ?? 1
    let scale = Scale(deepest: max(2, deepest))
    let called = targets.filter(\.called).sorted { abs($0.delta) > abs($1.delta) }
    var svg = "<svg viewBox=\"0 0 \(SVGNumber.text(width)) \(SVGNumber.text(height))\" role=\"img\" "
    svg += "aria-label=\"Ranks of the leading targets in the base run and in the new run\">"
    svg += axes(scale)
    // The band of a target: where resampling alone would leave it.
    let banded = called.isEmpty ? targets.filter { $0.delta != 0 }.prefix(1).map { $0 } : Array(called.prefix(named))
    for target in banded where target.floor > 0 { svg += band(target, scale) }
    let still = targets.filter { !$0.called }
    for target in still.prefix(drawn) { svg += line(target, scale) }
    for target in called.prefix(drawn).reversed() { svg += line(target, scale) }
    svg += labels(called.isEmpty ? Array(targets.prefix(15)) : Array(called.prefix(named)), scale)
    svg += "</svg>"
    let bands =
      banded.isEmpty
      ? ""
      : called.isEmpty
        ? " The band shows the noise floor of one target that changed its rank."
        : " Bands show the noise floor of the \(banded.count) largest called movements."
    var more = called.count > named ? " Other called targets are drawn without names." : ""
    if still.count > drawn || called.count > drawn {
      more += " To keep the page small, at most \(drawn) called and \(drawn) other targets are drawn."
    }
    return svg + "<p class=\"dim\">Left the base run, right the new run, rank 1 on top, log2 scale. Coloured lines are "
      + "called: blue rose, orange fell; grey stayed within noise.\(bands)\(more)</p>\n"
  }

  private struct Scale {
    var deepest: Int
    /// Rank 1 on top; absent one step below the deepest.
    func y(_ rank: Double) -> Double {
      let place = max(0, min(1.06, log2(rank) / log2(Double(deepest))))
      return top + place * (bottom - top) * 0.94
    }
    func y(_ rank: Int?) -> Double { rank.map { y(Double($0)) } ?? bottom }

    /// Base-2 logarithm from the exponent and a series, as this floor has no library for it.
    private func log2(_ value: Double) -> Double {
      guard value > 0 else { return 0 }
      let mantissa = value.significand
      let z = (mantissa - 1) / (mantissa + 1)
      var (term, sum, k) = (z, 0.0, 1.0)
      while term > 1e-17 || term < -1e-17, k < 80 {
        sum += term / k
        term *= z * z
        k += 2
      }
      return Double(value.exponent) + 2 * sum / 0.693_147_180_559_945_3
    }
  }

  private static func axes(_ scale: Scale) -> String {
    var svg = ""
    var rank = 1
    while rank <= scale.deepest {
      let y = SVGNumber.text(scale.y(Double(rank)))
      svg += "<path d=\"M\(SVGNumber.text(left)) \(y)H\(SVGNumber.text(right))\" stroke=\"var(--line)\"/>"
      svg += "<text x=\"\(SVGNumber.text(width / 2))\" y=\"\(SVGNumber.text(scale.y(Double(rank)) - 2))\" "
      svg += "text-anchor=\"middle\" fill-opacity=\".55\">rank \(rank)</text>"
      rank *= 2
    }
    let y = SVGNumber.text(bottom)
    svg += "<path d=\"M\(SVGNumber.text(left)) \(y)H\(SVGNumber.text(right))\" stroke=\"var(--line)\" "
    svg += "stroke-dasharray=\"4 4\"/><text x=\"\(SVGNumber.text(width / 2))\" y=\"\(SVGNumber.text(bottom - 2))\" "
    svg += "text-anchor=\"middle\" fill-opacity=\".55\">absent</text>"
    svg += "<text x=\"\(SVGNumber.text(left))\" y=\"16\" text-anchor=\"middle\">base</text>"
    return svg + "<text x=\"\(SVGNumber.text(right))\" y=\"16\" text-anchor=\"middle\">new</text>"
  }

  private static func colour(_ target: DriftTarget) -> String {
    target.called ? target.delta > 0 ? "var(--rise)" : "var(--fall)" : "var(--still)"
  }

  private static func band(_ target: DriftTarget, _ scale: Scale) -> String {
    guard let rank = target.rankBefore else { return "" }
    var factor = 1.0
    // 2^floor by whole halvings and the remainder by linear steps: close enough for a drawing.
    var rest = target.floor
    while rest >= 1 {
      factor *= 2
      rest -= 1
    }
    factor *= 1 + rest
    let (start, high, low) = (
      scale.y(target.rankBefore), scale.y(max(1, Double(rank) / factor)), scale.y(Double(rank) * factor)
    )
    return "<path d=\"M\(SVGNumber.text(left)) \(SVGNumber.text(start))L\(SVGNumber.text(right)) "
      + "\(SVGNumber.text(high))V\(SVGNumber.text(low))Z\" fill=\"\(colour(target))\" fill-opacity=\".07\"/>"
  }

  private static func line(_ target: DriftTarget, _ scale: Scale) -> String {
    let (a, b) = (scale.y(target.rankBefore), scale.y(target.rankAfter))
    let title =
      "\(target.symbol) \(target.target): \(target.rankBefore.map(String.init) ?? "absent") to "
      + "\(target.rankAfter.map(String.init) ?? "absent"), movement \(NumberText.fixed(target.delta, 2)), floor "
      + NumberText.fixed(target.floor, 2)
    return "<path d=\"M\(SVGNumber.text(left)) \(SVGNumber.text(a))L\(SVGNumber.text(right)) \(SVGNumber.text(b))\" "
      + "stroke=\"\(colour(target))\" stroke-width=\"\(target.called ? "2.2" : "1")\" "
      + "stroke-opacity=\"\(target.called ? ".95" : ".5")\" fill=\"none\"><title>\(HTMLText.escape(title))</title></path>"
  }

  /// Names on both sides, pushed apart so that none covers another.
  private static func labels(_ targets: [DriftTarget], _ scale: Scale) -> String {
    var svg = ""
    for (side, x, anchor) in [(0, left - 8, "end"), (1, right + 8, "start")] {
      let places = targets.map { (target: $0, y: scale.y(side == 0 ? $0.rankBefore : $0.rankAfter)) }
        .sorted { $0.y == $1.y ? $0.target.target < $1.target.target : $0.y < $1.y }
      var last = top - 20
      for place in places {
        let y = max(place.y, last + 11.5)
        last = y
        let rank = (side == 0 ? place.target.rankBefore : place.target.rankAfter).map(String.init) ?? "absent"
        let name = place.target.symbol.isEmpty ? place.target.target : place.target.symbol
        let text = side == 0 ? "\(name) \(rank)" : "\(rank) \(name)"
        svg += "<text x=\"\(SVGNumber.text(x))\" y=\"\(SVGNumber.text(y + 4))\" text-anchor=\"\(anchor)\" "
        svg += "style=\"fill:\(colour(place.target))\">\(HTMLText.escape(String(text.prefix(24))))</text>"
      }
    }
    return svg
  }
}
