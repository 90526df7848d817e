import Drift
import Foundation
import Schema
import Testing

@Suite struct RankBiasedOverlapTests {
  @Test func identicalIsOneAndDisjointIsZero() {
    let a = (0..<40).map { "t\($0)" }
    let b = (0..<40).map { "u\($0)" }
    #expect(abs(RankBiasedOverlap.extrapolated(a, a) - 1) < 1e-12)
    #expect(RankBiasedOverlap.extrapolated(a, b) == 0)
    #expect(RankBiasedOverlap.extrapolated([], []) == 1)
    #expect(RankBiasedOverlap.extrapolated(a, []) == 0)
  }

  @Test func isSymmetric() {
    let a = ["a", "b", "c", "d"]
    let b = ["c", "a", "e", "b"]
    #expect(RankBiasedOverlap.extrapolated(a, b) == RankBiasedOverlap.extrapolated(b, a))
  }

  /// Only rank 1 agrees, at depth 2: X = 1, 1, so RBO_ext = (1/2) p² + ((1-p)/p)(p + p²/2).
  @Test func handValue() {
    let p = 0.9
    let expected = 0.5 * p * p + (1 - p) / p * (p + p * p / 2)
    #expect(abs(RankBiasedOverlap.extrapolated(["a", "b"], ["a", "c"], p: p) - expected) < 1e-15)
  }

  @Test func jaccardOfPrefixes() {
    #expect(RankBiasedOverlap.jaccard(["a", "b", "c"], ["a", "c", "b"], top: 2) == 1.0 / 3)
  }
}

@Suite struct KendallTauTests {
  private func slow(_ x: [Double], _ y: [Double]) -> Double {
    var (concordant, discordant, tiedX, tiedY) = (0.0, 0.0, 0.0, 0.0)
    for i in x.indices {
      for j in 0..<i {
        let (a, b) = ((x[i] - x[j]), (y[i] - y[j]))
        if a == 0 && b == 0 { continue }
        if a == 0 {
          tiedX += 1
        } else if b == 0 {
          tiedY += 1
        } else if a * b > 0 {
          concordant += 1
        } else {
          discordant += 1
        }
      }
    }
    return (concordant - discordant)
      / ((concordant + discordant + tiedX) * (concordant + discordant + tiedY)).squareRoot()
  }

  @Test func equalsThePairwiseDefinition() {
    var state: UInt64 = 5
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % 7)
    }
    for count in [2, 3, 5, 17, 64] {
      for _ in 0..<20 {
        let (x, y) = ((0..<count).map { _ in next() }, (0..<count).map { _ in next() })
        let (fast, expected) = (KendallTau.b(x, y), slow(x, y))
        #expect(fast.isNaN && expected.isNaN || abs(fast - expected) < 1e-12)
      }
    }
  }
}

@Suite struct ShapleyAttributionTests {
  @Test func sharesSumToTheTotalAndInertPlayersGetNothing() throws {
    // v(S) = 3·[0] + 5·[1] + 2·[0 and 1]; player 2 does nothing.
    let shares = try ShapleyAttribution.exact(players: 3, quantities: 1) { (mask) throws(OmicsError) -> [Double] in
      let (a, b) = (mask & 1 != 0, mask & 2 != 0)
      return [(a ? 3 : 0) + (b ? 5 : 0) + (a && b ? 2 : 0)]
    }
    #expect(abs(shares[0][0] - 4) < 1e-12)
    #expect(abs(shares[1][0] - 6) < 1e-12)
    #expect(abs(shares[2][0]) < 1e-12)
  }
}

@Suite struct DriftAnalysisTests {
  private func component(_ kind: RunComponent.Kind, _ name: String, _ digest: String) -> RunComponent {
    RunComponent(kind: kind, name: name, digest: digest, label: digest)
  }

  @Test func noDifferenceGivesNoCauseAndNothingMoved() throws {
    let list = RankedList(targets: ["a", "b", "c"])
    let analysis = DriftAnalysis(base: list, new: list, floors: [:], differences: [])
    let findings = try analysis.findings { (_) throws(OmicsError) -> RankedList in
      Issue.record("nothing to replay")
      return list
    }
    #expect(findings.causes.isEmpty && findings.targets.allSatisfy { !$0.called })
    #expect(abs(findings.rbo - 1) < 1e-12)
    #expect(findings.verdict.hasPrefix("Nothing moved"))
  }

  @Test func twoPlayersShareTheMovementExactly() throws {
    let base = RankedList(targets: ["a", "b", "c", "d"], symbols: ["a": "ALPHA"])
    let table = RankedList(targets: ["b", "a", "c", "d"])
    let setting = RankedList(targets: ["a", "b", "d", "c"])
    let both = RankedList(targets: ["b", "d", "c", "a"])
    let differences = ComponentDifference.between(
      [component(.table, "hgnc", "1"), component(.setting, "cut", "1"), component(.seed, "seed", "1")],
      [component(.table, "hgnc", "2"), component(.setting, "cut", "2"), component(.seed, "seed", "1")])
    #expect(differences.map(\.name) == ["hgnc", "cut"])
    let analysis = DriftAnalysis(base: base, new: both, floors: ["a": 0.5, "b": 2], differences: differences)
    let findings = try analysis.findings { (coalition) throws(OmicsError) -> RankedList in
      #expect(coalition.count == 1)
      return differences[coalition[0]].kind == .table ? table : setting
    }
    #expect(abs(findings.causes.reduce(0) { $0 + $1.share } - (1 - findings.rbo)) < 1e-9)
    for target in findings.targets {
      #expect(abs(target.causes.reduce(0) { $0 + $1.share } - target.delta) < 1e-9)
    }
    let a = try #require(findings.targets.first { $0.target == "a" })
    #expect(a.delta == -2 && a.called && a.rankAfter == 4)
    #expect(findings.targets.first { $0.target == "b" }?.called == false)
    #expect(findings.verdict.contains("ALPHA"))
  }

  @Test func aChangeWithoutEffectIsInert() throws {
    let list = RankedList(targets: ["a", "b"])
    let analysis = DriftAnalysis(
      base: list, new: list, floors: [:],
      differences: ComponentDifference.between([component(.input, "rna", "1")], [component(.input, "rna", "2")]))
    let findings = try analysis.findings { (_) throws(OmicsError) -> RankedList in list }
    #expect(findings.causes.isEmpty)
    #expect(findings.inert.count == 1)
  }
}
