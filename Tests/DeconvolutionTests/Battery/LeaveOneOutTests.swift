import Numerics
import Schema
import Testing

@testable import Deconvolution

@Suite struct LeaveOneOutTests {
  private func parts(_ cohorts: [CohortInput], names: [[String]] = []) -> LeaveOneOut {
    LeaveOneOut(
      cohorts: cohorts, batchNames: names, own: LeaveOneOut.list(cohorts.map(\.own), of: cohorts))
  }

  /// A cohort whose z are given, target by target; leaving samples out changes nothing but by `shift`.
  static func cohort(
    _ name: String, _ z: [EvidenceChannel: [Double]], batch: [Int] = [0, 0, 0, 0],
    draw: @escaping @Sendable (_ samples: [Int], _ z: [Double]) -> [Double] = { $1 }
  ) -> CohortInput {
    let channels = EvidenceChannel.allCases.filter { z[$0] != nil }
    let count = z.values.first?.count ?? 0
    return CohortInput(
      name: name, targets: (0..<count).map { "T\($0)" }, label: batch.indices.map { Int8($0 % 2) }, batch: batch,
      statistics: channels.map { channel in
        let own = z[channel] ?? []
        return ChannelStatistics(
          channel: channel, effect: own, standardError: own.map { _ in 1 }, z: own, pValue: own,
          count: own.map { _ in 4 }, coverage: own.map { _ in 1 })
      },
      draw: { samples in
        { labels in
          labels.map { _ in ChannelScores(channels: channels, z: channels.map { draw(samples, z[$0] ?? []) }) }
        }
      })
  }

  /// z that lead in the order of `first`, 400 targets.
  static func leading(_ first: Range<Int>) -> [Double] {
    (0..<400).map { first.contains($0) ? 9 - 0.1 * Double($0) : 0.1 }
  }

  @Test func aListThatNeedsNoLayerAloneStands() {
    let both = Self.leading(0..<50)
    let checks = parts([Self.cohort("c", [.rna: both, .protein: both])]).layers
    #expect(checks.map(\.id) == ["without-rna", "without-protein"])
    #expect(checks.allSatisfy { $0.verdict == "pass" && abs($0.value - 1) < 1e-12 })
  }

  @Test func aListThatRestsOnOneLayerSaysSo() {
    let silent = (0..<400).map { 0.01 * Double($0) }
    let checks = parts([Self.cohort("c", [.rna: silent, .protein: Self.leading(0..<50)])]).layers
    #expect(checks[1].verdict == "warn" && checks[1].explanation.contains("rests on protein"))
    #expect(checks[0].verdict == "pass")
    // The only layer cannot be left out.
    #expect(parts([Self.cohort("c", [.rna: silent])]).layers.isEmpty)
  }

  @Test func discordanceAndDetectionGoWithTheirLayers() {
    let lead = Self.leading(0..<50)
    let absent = [Double](repeating: .nan, count: 400)
    let check = parts([Self.cohort("c", [.rna: absent, .protein: absent, .discordance: lead, .detection: lead])]).layers
    // Without RNA detection remains; without protein nothing does.
    #expect(check[0].verdict == "pass")
    #expect(check[1].verdict == "warn" && check[1].value == 0 && check[1].explanation.hasPrefix("no target"))
  }

  @Test func cohortsThatAgreeAndThatDoNot() {
    let same = parts([Self.cohort("a", [.rna: Self.leading(0..<50)]), Self.cohort("b", [.rna: Self.leading(0..<50)])])
    #expect(same.cohortsLeftOut.map(\.id) == ["without-cohort:a", "without-cohort:b"])
    #expect(same.cohortsLeftOut.allSatisfy { $0.verdict == "pass" })
    let other = (0..<400).map { $0 < 50 ? 0 : 0.001 * Double($0) }
    let apart = parts([Self.cohort("a", [.rna: Self.leading(0..<50)]), Self.cohort("b", [.rna: other])])
    #expect(apart.cohortsLeftOut[0].verdict == "warn")
    #expect(apart.cohortsLeftOut[0].explanation.contains("rests on cohort a"))
    #expect(parts([Self.cohort("a", [.rna: other])]).cohortsLeftOut.isEmpty)
  }

  @Test func theBatchThatMattersMostIsNamed() throws {
    // Without the samples of batch 1 the leading targets fall away.
    let cohort = Self.cohort("c", [.rna: Self.leading(0..<10)], batch: [0, 0, 1, 1, 2, 2]) { samples, z in
      samples.contains(2) ? z : z.indices.map { 0.01 * Double($0) }
    }
    let check = try #require(try parts([cohort], names: [["p", "q", "r"]]).batches().first)
    #expect(check.id == "without-batch:c" && check.verdict == "warn")
    #expect(check.explanation.contains("rests on batch q of cohort c") && check.explanation.contains("of 3"))
    let steady = Self.cohort("c", [.rna: Self.leading(0..<10)], batch: [0, 0, 1, 1])
    #expect(try parts([steady]).batches().map(\.verdict) == ["pass"])
  }

  @Test func batchesThatHoldAGroupAreCountedAndOneBatchIsNone() throws {
    var cohort = Self.cohort("c", [.rna: Self.leading(0..<10)], batch: [0, 0, 1, 1])
    cohort.label = [0, 1, 0, 0]
    let check = try #require(try parts([cohort]).batches().first)
    #expect(check.explanation.contains("1 hold a whole group") && check.explanation.contains("batch 2"))
    #expect(try parts([Self.cohort("c", [.rna: Self.leading(0..<10)])]).batches().isEmpty)
  }
}
