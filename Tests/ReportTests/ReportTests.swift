import Report
import Schema
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (1.005, 1, "1.0"), (-0.04, 1, "0.0"), (-12.345, 2, "-12.35"), (1234.5, 0, "1235"),
    (.nan, 2, "NA"), (-.infinity, 1, "-inf"),
  ])
  func fixed(value: Double, decimals: Int, text: String) { #expect(NumberText.fixed(value, decimals) == text) }

  @Test(arguments: [
    (1.0, "1.00"), (0.05, "0.050"), (0.0123, "0.012"), (0.00099, "9.9e-4"), (2.34e-9, "2.3e-9"), (0, "0"),
  ])
  func pValues(value: Double, text: String) { #expect(NumberText.pValue(value) == text) }

  @Test func groupsOfThree() { #expect(NumberText.count(1_234_567) == "1,234,567") }
}

@Suite struct HTMLTextTests {
  @Test func escapesMarkupAndShowsControls() {
    #expect(HTMLText.escape("<b a=\"x\">&'\u{202E}\u{1B}") == "&lt;b a=&quot;x&quot;&gt;&amp;&#39;\\u{202e}\\u{1b}")
    #expect(HTMLText.terminal("a\u{1B}[31m") == "a\\u{1b}[31m")
  }
}

@Suite struct RunReportPageTests {
  private func report(_ symbol: String) -> RunReport {
    let candidate = TargetCandidate(rank: 1, target: "HGNC:1", symbol: symbol, score: 3, pValue: 0.001, qValue: 0.01)
    let evidence = [EvidenceChannel.rna, .protein].map {
      Evidence(
        target: "HGNC:1", channel: $0, layer: "x", cohort: "c", effect: 1, standardError: 0.2, statistic: -4.5,
        pValue: 1e-6, count: 10, coverage: 1, contribution: 0.5, reference: "")
    }
    return RunReport(
      study: "s", contrast: "a against b",
      verdicts: RunVerdicts(status: .ranked, reasons: ["1 target."], checks: []),
      ranking: TargetRanking([candidate]), evidence: evidence, compounds: [], record: RunRecord(study: "s"),
      ledger: Ledger(), coverage: [], pathways: [])
  }

  @Test func hostileNamesStayText() {
    let page = String(decoding: RunReportPage.render(report("<script>alert(1)</script>")), as: UTF8.self)
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;"))
  }

  @Test func isSelfContainedAndRepeatable() {
    let page = RunReportPage.render(report("MLH1"))
    #expect(page == RunReportPage.render(report("MLH1")))
    let text = String(decoding: page, as: UTF8.self)
    #expect(!text.contains("http://") && !text.contains("https://"))
    #expect(text.contains("<svg") && text.contains("MLH1"))
  }

  @Test func followersAndArtefactsAreShownWhenThereAreAny() {
    var report = report("MLH1")
    let bare = String(decoding: RunReportPage.render(report), as: UTF8.self)
    #expect(!bare.contains("ride along") && !bare.contains("may be artefacts"))
    report.followers = [
      Follower(
        target: "HGNC:2", symbol: "<NEXT>", leader: "HGNC:1", leaderSymbol: "MLH1", relation: .sharedPromoter,
        rnaCorrelation: 0.9, proteinCorrelation: .nan, distance: 219)
    ]
    func finding(_ target: String) -> ArtefactFinding {
      ArtefactFinding(
        target: target, reason: .followsTechnical, cohort: "c", layer: .proteomics, rawZ: 5, adjustedZ: 4,
        labelShare: 0.1, technical: "depth", technicalShare: 0.4)
    }
    report.artefacts = [finding("HGNC:1"), finding("HGNC:77")]
    let page = String(decoding: RunReportPage.render(report), as: UTF8.self)
    #expect(page.contains("&lt;NEXT&gt;") && page.contains("shared-promoter") && page.contains(">219<"))
    // HGNC:77 is not ranked.
    #expect(page.ranges(of: "follows-technical").count == 1 && page.contains("40.0 %"))
  }

  @Test func terminalSummaryNamesTargetAndVerdict() {
    let text = TerminalSummary.run(report("MLH1"))
    #expect(text.hasPrefix("1 target."))
    #expect(text.contains("MLH1"))
  }
}
