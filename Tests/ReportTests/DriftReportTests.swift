import Report
import Schema
import Testing

@Suite struct DriftReportTests {
  private let hostile = "<script>alert(1)</script>\u{202E}\"'&\u{1B}[31m"

  /// Findings with everything in them: `count` targets, a third of them called.
  private func findings(_ count: Int) -> DriftFindings {
    var causes: [DriftCause] = []
    for index in 0..<14 {
      let kind: RunComponent.Kind = index % 2 == 0 ? .setting : .table
      causes.append(
        DriftCause(
          kind: kind, subject: index == 0 ? hostile : "component-\(index)", change: "\(index) -> next \(hostile)",
          share: index % 5 == 4 ? -0.01 : 0.05, standardError: 0.003, targets: [], note: "replayed"))
    }
    var targets: [DriftTarget] = []
    for index in 0..<count {
      let before: Int? = index % 17 == 5 ? nil : index + 1
      let after: Int? = index % 19 == 7 ? nil : (index * 7) % count + 1
      targets.append(
        DriftTarget(
          target: "HGNC:\(index)", symbol: index == 3 ? hostile : "SYM\(index)", rankBefore: before, rankAfter: after,
          delta: Double(index % 11) - 5, floor: 1.5, called: index % 3 == 0, status: .severalCauses,
          reason: index % 4 == 0 ? hostile : "", causes: [.init(cause: 0, share: 1), .init(cause: 1, share: -0.5)],
          channels: [.init(channel: .rna, cohort: hostile, before: 1, after: .nan)]))
    }
    return DriftFindings(
      verdict: "\(count / 3) of \(count) leading targets moved beyond noise. \(hostile)", noiseFloor: 1.5, rbo: 0.6,
      jaccardTen: 0.5, jaccardFifty: 0.4, kendallTau: 0.7,
      changed: causes.map {
        DriftChange(
          kind: $0.kind, subject: $0.subject, before: "a", after: "b", details: [hostile, "more"], effect: .active)
      }, causes: causes, targets: targets, inert: (0..<9).map { "inert \($0) \(hostile)" },
      interactions: [DriftInteraction(causes: [0, 1], target: "HGNC:1", value: 2)],
      onTheCut: (0..<30).map { "HGNC:\($0) (coverage.minimum, rna)" }, method: .sampled, replays: 99)
  }

  @Test(arguments: [0, 1, 60, 20_000]) func pageIsSmallStrictAndEscaped(_ count: Int) {
    let bytes = DriftReportPage.render(findings(count), base: hostile, new: "b", gates: [hostile])
    #expect(bytes.count < 1_000_000)
    let page = String(decoding: bytes, as: UTF8.self)
    #expect(page.contains("default-src 'none'; style-src 'unsafe-inline'"))
    for word in ["<script", "http://", "https://", " onload", " onclick", "\u{202E}", "\u{1B}", "src="] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(bytes == DriftReportPage.render(findings(count), base: hostile, new: "b", gates: [hostile]))
  }

  @Test func pageHoldsChartWaterfallAndCards() {
    let page = String(decoding: DriftReportPage.render(findings(60), base: "a", new: "b"), as: UTF8.self)
    for word in [
      "Ranks before and after", "What the drift is made of", "Targets beyond noise", "class=\"card",
      "fill-opacity=\".07\"",
      "1 - RBO", "Changed without effect", "On the cut", "Interactions", "prefers-color-scheme:dark", "@media print",
    ] { #expect(page.contains(word), "\(word)") }
  }

  @Test(arguments: [0, 1, 4, 60, 3_000]) func summaryHasAtMostTwentyFiveLinesAndTheVerdictFirst(_ count: Int) {
    let text = DriftSummary.text(findings(count), gates: ["fail gate: rbo < 1", hostile])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= DriftSummary.maximumLines)
    #expect(lines.first?.contains("leading targets moved beyond noise") == true)
    #expect(lines.suffix(2).first == "fail gate: rbo < 1")
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
  }
}
