internal import Schema

/// Inline SVG: RNA z against protein z of all targets, binned, with the leading ones labelled.
enum ScatterPlot {
  private static let size = 520.0
  private static let margin = 46.0
  private static let bins = 60

  static func channels(_ report: RunReport) -> String {
    var rna: [String: Double] = [:]
    var protein: [String: Double] = [:]
    for item in report.evidence where !item.statistic.isNaN {
      if item.channel == .rna, rna[item.target] == nil { rna[item.target] = item.statistic }
      if item.channel == .protein, protein[item.target] == nil { protein[item.target] = item.statistic }
    }
    let both = report.ranking.candidates.filter { rna[$0.target] != nil && protein[$0.target] != nil }
    guard !both.isEmpty else { return "<p>No target is measured in both layers.</p>" }
    var reach = 1.0
    for candidate in both {
      reach = max(reach, abs(rna[candidate.target] ?? 0), abs(protein[candidate.target] ?? 0))
    }
    reach = reach.rounded(.up)
    var counts = [Int](repeating: 0, count: bins * bins)
    for candidate in both {
      counts[bin(protein[candidate.target] ?? 0, reach) * bins + bin(rna[candidate.target] ?? 0, reach)] += 1
    }
    var svg = "<svg viewBox=\"0 0 \(n(size)) \(n(size))\" role=\"img\" aria-label=\"RNA z against protein z\">"
    svg += axes(reach)
    let cell = (size - 2 * margin) / Double(bins)
    for y in 0..<bins {
      for x in 0..<bins where counts[y * bins + x] > 0 {
        let count = counts[y * bins + x]
        let shade = min(0.9, 0.15 + 0.12 * Double(count.bitWidth - count.leadingZeroBitCount))
        svg += "<rect x=\"\(n(margin + Double(x) * cell))\" y=\"\(n(size - margin - Double(y + 1) * cell))\" "
        svg += "width=\"\(n(cell))\" height=\"\(n(cell))\" fill=\"#2b62a8\" fill-opacity=\"\(n(shade))\"/>"
      }
    }
    for candidate in both.prefix(12) {
      let (x, y) = (position(rna[candidate.target] ?? 0, reach), position(protein[candidate.target] ?? 0, reach))
      svg += "<circle cx=\"\(n(x))\" cy=\"\(n(size - y))\" r=\"3\" fill=\"#b3382c\"/>"
      svg += "<text x=\"\(n(x + 5))\" y=\"\(n(size - y - 4))\">\(HTMLText.escape(candidate.symbol))</text>"
    }
    return svg + "</svg><p class=\"dim\">\(NumberText.count(both.count)) targets measured in both layers, binned; the "
      + "leading twelve of them are named. On the diagonal the layers agree; the corners off it are opposed.</p>\n"
  }

  private static func axes(_ reach: Double) -> String {
    let (low, high, zero) = (margin, size - margin, position(0, reach))
    var svg = "<rect x=\"\(n(low))\" y=\"\(n(low))\" width=\"\(n(high - low))\" height=\"\(n(high - low))\" "
    svg += "fill=\"none\" stroke=\"#d9dee6\"/>"
    svg += "<path d=\"M\(n(zero)) \(n(low))V\(n(high))M\(n(low)) \(n(size - zero))H\(n(high))\" stroke=\"#d9dee6\"/>"
    for value in [-reach, 0, reach] {
      svg += "<text x=\"\(n(position(value, reach)))\" y=\"\(n(high + 16))\" text-anchor=\"middle\">\(n(value))</text>"
      svg +=
        "<text x=\"\(n(low - 6))\" y=\"\(n(size - position(value, reach) + 4))\" text-anchor=\"end\">\(n(value))</text>"
    }
    svg += "<text x=\"\(n(size / 2))\" y=\"\(n(size - 10))\" text-anchor=\"middle\">z RNA</text>"
    svg += "<text x=\"14\" y=\"\(n(size / 2))\" text-anchor=\"middle\" transform=\"rotate(-90 14 \(n(size / 2)))\">"
    return svg + "z protein</text>"
  }

  private static func bin(_ value: Double, _ reach: Double) -> Int {
    max(0, min(bins - 1, Int((value + reach) / (2 * reach) * Double(bins))))
  }

  private static func position(_ value: Double, _ reach: Double) -> Double {
    margin + (value + reach) / (2 * reach) * (size - 2 * margin)
  }

  private static func n(_ value: Double) -> String {
    let text = NumberText.fixed(value, 2)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }
}
