import Schema
import Testing

@testable import Deconvolution

@Suite struct RobustnessBatteryTests {
  private func ranked() throws -> ([CohortInput], TargetRanking) {
    let cohorts = [SimulatedInput.cohort("a"), SimulatedInput.cohort("b", seed: 4)]
    return (cohorts, try SimulatedInput.engine(resamples: 0).rank(cohorts).ranking)
  }

  @Test func asksEverythingOnceInAFixedOrder() throws {
    let (cohorts, ranking) = try ranked()
    var background = RobustnessBattery.Background()
    background.degrees = ["T0": 3, "T1": 2]
    background.publications = ["T2": 9]
    background.sets = [("set", (0..<9).map { "T\($0)" })]
    background.sexIsBalanced = true
    let checks = try RobustnessBattery(cohorts, ranking: ranking, background: background).checks()
    #expect(
      checks.map(\.id) == [
        "without-rna", "without-protein", "without-cohort:a", "without-cohort:b", "without-batch:a", "without-batch:b",
        "same-sign:a:b", "same-sign:b:a", "artefact-screen", "negative-controls", "y-genes", "degree-look-alike",
        "abundance-look-alike", "well-studied-look-alike", "pathway-sanity",
      ])
    #expect(checks.allSatisfy { ["pass", "warn", "fail", "info"].contains($0.verdict) && !$0.explanation.isEmpty })
    // As text, for a check without a number holds nan.
    #expect(try "\(RobustnessBattery(cohorts, ranking: ranking, background: background).checks())" == "\(checks)")
  }

  @Test func leadingArtefactsAreCountedAndNamed() throws {
    let (cohorts, ranking) = try ranked()
    var background = RobustnessBattery.Background()
    func screen() throws -> RunCheck {
      let checks = try RobustnessBattery(cohorts, ranking: ranking, background: background).checks()
      return try #require(checks.first { $0.id == "artefact-screen" })
    }
    #expect(try screen().verdict == "pass" && screen().value == 0)
    background.suspected = Set(ranking.candidates.prefix(5).map(\.target))
    #expect(try screen().verdict == "pass" && screen().value == 0.1)
    background.suspected = Set(ranking.candidates.prefix(20).map(\.target))
    let check = try screen()
    #expect(check.verdict == "warn" && check.value == 0.4 && check.explanation.contains("ZERO"))
  }
}
