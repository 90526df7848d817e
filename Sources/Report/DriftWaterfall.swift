internal import Schema

/// The shares of the causes as steps from no drift to 1 - RBO.
enum DriftWaterfall {
  private static let width = 900.0
  private static let (left, right) = (300.0, 820.0)
  /// How many causes get a bar of their own.
  private static let most = 12

  static func render(_ findings: DriftFindings) -> String {
    let causes = findings.causes
    let shown = Array(causes.prefix(most))
    let rest = causes.dropFirst(most).reduce(0) { $0 + $1.share }
    var steps: [(name: String, share: Double, error: Double)] = shown.map {
      ("\($0.kind.rawValue) \($0.subject)", $0.share, $0.standardError)
    }
    if causes.count > most { steps.append(("\(causes.count - most) other causes", rest, 0)) }
    var (low, high, sum) = (0.0, 0.0, 0.0)
    for step in steps {
      sum += step.share
      low = min(low, sum)
      high = max(high, sum)
    }
    guard high > low else {
      return "<p>The causes move targets below the leading ones; their shares of 1 - RBO round to 0.</p>"
    }
    func x(_ value: Double) -> Double { left + (value - low) / (high - low) * (right - left) }
    let height = Double(steps.count + 1) * 26 + 30
    var svg = "<svg viewBox=\"0 0 \(SVGNumber.text(width)) \(SVGNumber.text(height))\" role=\"img\" "
    svg += "aria-label=\"Share of every cause in 1 - RBO, as steps that sum to the whole\">"
    svg += "<path d=\"M\(SVGNumber.text(x(0))) 4V\(SVGNumber.text(height - 24))\" stroke=\"var(--line)\"/>"
    sum = 0
    for (index, step) in steps.enumerated() {
      let y = 8 + Double(index) * 26
      svg += bar(step.name, from: sum, to: sum + step.share, y: y, x: x, isTotal: false)
      if step.error > 0 {
        let (a, b) = (x(sum + step.share - step.error), x(sum + step.share + step.error))
        svg += "<path d=\"M\(SVGNumber.text(a)) \(SVGNumber.text(y + 9))H\(SVGNumber.text(b))\" stroke=\"var(--ink)\"/>"
      }
      sum += step.share
      if index < steps.count {
        svg += "<path d=\"M\(SVGNumber.text(x(sum))) \(SVGNumber.text(y + 18))v8\" stroke=\"var(--dim)\"/>"
      }
    }
    svg += bar("1 - RBO", from: 0, to: sum, y: 8 + Double(steps.count) * 26, x: x, isTotal: true)
    return svg
      + "</svg><p class=\"dim\">Each bar is one cause's Shapley share of 1 - RBO; they sum to the last bar.</p>\n"
  }

  private static func bar(
    _ name: String, from: Double, to: Double, y: Double, x: (Double) -> Double, isTotal: Bool
  ) -> String {
    let (a, b) = (min(x(from), x(to)), max(x(from), x(to)))
    let colour = isTotal ? "var(--still)" : to >= from ? "var(--fall)" : "var(--part)"
    let text = name.count > 44 ? "\(name.prefix(43))…" : name
    return "<text x=\"\(SVGNumber.text(left - 10))\" y=\"\(SVGNumber.text(y + 13))\" text-anchor=\"end\">"
      + "\(HTMLText.escape(text))</text><rect x=\"\(SVGNumber.text(a))\" y=\"\(SVGNumber.text(y))\" "
      + "width=\"\(SVGNumber.text(max(1, b - a)))\" height=\"18\" fill=\"\(colour)\"/><text "
      + "x=\"\(SVGNumber.text(b + 6))\" y=\"\(SVGNumber.text(y + 13))\">\(NumberText.fixed(to - from, 4))</text>"
  }
}
