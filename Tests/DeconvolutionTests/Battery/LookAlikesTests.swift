import Numerics
import Schema
import Testing

@testable import Deconvolution

@Suite struct LookAlikesTests {
  private let ranking = TargetRanking(
    (1...400).map { TargetCandidate(rank: $0, target: "T\($0)", symbol: "", score: 1, pValue: 1, qValue: 1) })

  private func values(_ value: (Int) -> Double) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: (1...400).map { ("T\($0)", value($0)) })
  }

  @Test func aListByDegreeAbundanceOrPublicationsIsNamed() {
    var background = RobustnessBattery.Background()
    background.degrees = values { 1000 - Double($0) }.mapValues(Int.init)
    background.abundance = values { 1 / Double($0) }
    background.publications = values { 500 - Double($0) }
    let checks = LookAlikes(ranking: ranking, background: background).checks
    #expect(checks.map(\.id) == ["degree-look-alike", "abundance-look-alike", "well-studied-look-alike"])
    #expect(checks.allSatisfy { $0.verdict == "warn" && abs($0.value - 1) < 1e-12 })
  }

  @Test func anUnrelatedListPasses() {
    var background = RobustnessBattery.Background()
    var stream = RandomStream(seed: 1, name: "look-alikes")
    let order = stream.permutation(400)
    background.degrees = values { Double(order[$0 - 1]) }.mapValues(Int.init)
    background.abundance = values { Double($0) }
    let checks = LookAlikes(ranking: ranking, background: background).checks
    // Without a table of publications there is no such check.
    #expect(checks.map(\.id) == ["degree-look-alike", "abundance-look-alike"])
    #expect(checks.allSatisfy { $0.verdict == "pass" && $0.value < 0.2 })
  }
}
