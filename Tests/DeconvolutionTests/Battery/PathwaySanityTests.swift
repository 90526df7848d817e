import Numerics
import Schema
import Testing

@testable import Deconvolution

@Suite struct PathwaySanityTests {
  private let ranking = TargetRanking(
    (1...600).map { TargetCandidate(rank: $0, target: "T\($0)", symbol: "", score: 1, pValue: 1, qValue: 1) })

  private func check(_ set: (String, [String]), hubs: Bool) -> RunCheck {
    var background = RobustnessBattery.Background()
    background.seed = 3
    background.sets = [
      set, ("other", stride(from: 100, to: 600, by: 25).map { "T\($0)" }),
    ]
    // With hubs, the leading targets and half of the pathway's other members share a degree that few have.
    background.degrees = Dictionary(
      uniqueKeysWithValues: (1...600).map { ("T\($0)", hubs && ($0 <= 50 || $0 % 10 < 2) ? 100 : $0 % 7) })
    return PathwaySanity(ranking: ranking, background: background).check
  }

  @Test func leadingTargetsOfOnePathwayPass() {
    let found = check(("own", (1...12).map { "T\($0)" } + (300...310).map { "T\($0)" }), hubs: false)
    #expect(found.id == "pathway-sanity" && found.verdict == "pass" && found.value <= 0.05)
    #expect(found.explanation.contains("own"))
  }

  /// A pathway of hubs gathers any list of hubs: against matched lists it says nothing.
  @Test func aPathwayOfHubsSaysNothing() {
    let hubs = (1...600).filter { $0 <= 50 ? $0 % 4 == 0 : $0 % 10 < 2 }.map { "T\($0)" }
    let found = check(("hubs", hubs), hubs: true)
    #expect(found.verdict == "info" && found.value > 0.05)
  }

  @Test func randomListsKeepDegreeAndAbundance() {
    var background = RobustnessBattery.Background()
    let targets = (0..<500).map { "T\($0)" }
    background.degrees = Dictionary(uniqueKeysWithValues: targets.enumerated().map { ($1, $0 % 50) })
    background.abundance = Dictionary(uniqueKeysWithValues: targets.enumerated().map { ($1, Double($0)) })
    let matched = MatchedTargets(targets, background: background)
    var stream = RandomStream(seed: 2, name: "matched")
    let given = (450..<500).map { "T\($0)" }
    let drawn = matched.draw(given, &stream)
    #expect(drawn.count == 50 && Set(drawn).count == 50 && drawn != given)
    // The most abundant fifth holds T400 to T499.
    #expect(drawn.allSatisfy { (Int($0.dropFirst()) ?? 0) >= 400 })
    var same = RandomStream(seed: 2, name: "matched")
    #expect(matched.draw(given, &same) == drawn)
  }
}
