import Schema
import Testing

@testable import Deconvolution

@Suite struct NegativeControlsTests {
  private func ranking(_ symbols: [Int: String]) -> TargetRanking {
    TargetRanking(
      (1...80).map { rank in
        TargetCandidate(
          rank: rank, target: "X:\(rank)", symbol: symbols[rank] ?? "G\(rank)", score: 1, pValue: 1, qValue: 1)
      })
  }

  private func checks(_ symbols: [Int: String], _ balanced: Bool?) -> [RunCheck] {
    NegativeControls(ranking: ranking(symbols), sexIsBalanced: balanced).checks
  }

  @Test func whatWasAddedMustNotLead() {
    let leads = checks([7: "ERCC-00002", 60: "CON__P00761"], true)[0]
    #expect(leads.id == "negative-controls" && leads.verdict == "fail" && leads.value == 7)
    #expect(leads.explanation.contains("ERCC-00002"))
    #expect(checks([60: "CON__P00761"], true)[0].verdict == "pass")
    let none = checks([:], true)[0]
    #expect(none.verdict == "pass" && none.value.isNaN)
  }

  @Test func yGenesMustNotLeadWhenSexIsBalanced() {
    let leads = checks([3: "RPS4Y1"], true)[1]
    #expect(leads.id == "y-genes" && leads.verdict == "fail" && leads.value == 3)
    #expect(checks([70: "RPS4Y1"], true)[1].verdict == "pass")
    let unbalanced = checks([3: "RPS4Y1"], false)[1]
    #expect(unbalanced.verdict == "warn" && unbalanced.explanation.contains("covariates"))
    #expect(checks([3: "RPS4Y1"], nil)[1].verdict == "info")
  }

  @Test func spellings() {
    for id in [
      "ERCC-00130", "CON__Q32MB2", "sp|P00761|cRAP_1", "P02768ups|ALBU_HUMAN_UPS", "Biognosys|iRT-Kit_WR_fusion",
    ] {
      #expect(NegativeControls.isAddedOrContaminant(id), "\(id)")
    }
    for id in ["ERCC2", "CONT1", "HGNC:3434", "UPSDR", "IRTKS", "GROUPS"] {
      #expect(!NegativeControls.isAddedOrContaminant(id), "\(id)")
    }
  }
}
