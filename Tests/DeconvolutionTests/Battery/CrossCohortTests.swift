import Schema
import Testing

@testable import Deconvolution

@Suite struct CrossCohortTests {
  private func checks(_ first: [Double], _ second: [Double]) -> [RunCheck] {
    CrossCohort(cohorts: [
      LeaveOneOutTests.cohort("a", [.rna: first]), LeaveOneOutTests.cohort("b", [.rna: second]),
    ]).checks
  }

  @Test func equalSignsPassAndChanceDoesNot() {
    let z = (0..<60).map { target -> Double in
      let size = 5 - 0.01 * Double(target)
      return target % 2 == 0 ? size : -size
    }
    let agree = checks(z, z.map { 0.1 * $0 })
    #expect(agree.map(\.id) == ["same-sign:a:b", "same-sign:b:a"])
    #expect(agree.allSatisfy { $0.verdict == "pass" && $0.value == 1 })
    let mixed = checks(z, z.indices.map { $0 / 2 % 2 == 0 ? z[$0] : -z[$0] })
    #expect(mixed.allSatisfy { $0.verdict == "warn" && $0.value < $0.threshold })
    #expect(checks(z, z.map { -$0 }).allSatisfy { $0.value == 0 && $0.verdict == "warn" })
  }

  @Test func tooFewSharedTargetsSayNothing() {
    let z = (0..<60).map { 5 - 0.01 * Double($0) }
    let other = z.indices.map { $0 < 4 ? z[$0] : .nan }
    #expect(checks(z, other)[0].verdict == "info" && checks(z, other)[0].value.isNaN)
  }

  /// P(at least 32 of 50) = 0.0325, P(at least 31 of 50) = 0.0595; P(5 of 5) = 1/32.
  @Test func theThresholdIsTheBinomialTail() {
    #expect(CrossCohort.needed(of: 50) == 32)
    #expect(CrossCohort.needed(of: 5) == 5)
  }
}
