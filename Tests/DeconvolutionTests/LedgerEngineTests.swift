import Foundation
import Numerics
import Schema
import Testing

@testable import Deconvolution

/// A cohort whose channel scores are differences of group means over plain noise, with one planted target.
private func cohort(_ name: String, seed: UInt64, planted: Double, targets: Int = 80) -> CohortInput {
  var stream = RandomStream(seed: seed, name: "planted/\(name)")
  let samples = 32
  let label = (0..<samples).map { Int8($0 % 2) }
  let batch = (0..<samples).map { $0 / 16 }
  let values = (0..<targets).map { target in
    (0..<samples).map { sample in stream.normal() + (target == 7 && label[sample] == 1 ? planted : 0) }
  }
  let score: @Sendable ([Int], [Int8]) -> [Double] = { chosen, labels in
    values.map { row in
      var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
      for sample in chosen {
        sums[Int(labels[sample])] += row[sample]
        counts[Int(labels[sample])] += 1
      }
      return (sums[1] / counts[1] - sums[0] / counts[0]) / (1 / counts[0] + 1 / counts[1]).squareRoot()
    }
  }
  let z = score(Array(0..<samples), label)
  return CohortInput(
    name: name, targets: (0..<targets).map { "t\($0)" }, label: label, batch: batch,
    statistics: [
      ChannelStatistics(
        channel: .rna, effect: z, standardError: z.map { _ in 1 }, z: z,
        pValue: z.map { NormalDistribution.twoSided($0) },
        count: z.map { _ in samples }, coverage: z.map { _ in 1 })
    ],
    draw: { chosen in { labels in labels.map { ChannelScores(channels: [.rna], z: [score(chosen, $0)]) } } })
}

private func engine(_ network: NetworkGraph? = nil, weight: Double = 0.25) -> LedgerEngine {
  var settings = LedgerSettings()
  settings.resamples = 12
  settings.permutations = 99
  settings.networkWeight = weight
  settings.seed = 5
  return LedgerEngine(
    settings: settings, symbols: ["t7": "SEVEN"], network: network,
    classify: { readings in (.unclassified, (readings[.rna]?.z ?? 0) > 0 ? .up : .down) })
}

@Suite struct LedgerEngineTests {
  @Test func findsThePlantedTarget() throws {
    let result = try engine().rank([cohort("a", seed: 1, planted: 3)])
    let first = try #require(result.ranking.candidates.first)
    #expect(first.target == "t7" && first.symbol == "SEVEN" && first.direction == .up)
    #expect(first.pValue > 0 && first.pValue < 0.01 && first.topTen == 1 && first.rankLow == 1)
    #expect(result.exceeding == 1)
    #expect(result.ranking.candidates.map(\.rank) == Array(1...80))
    #expect(result.checks.first { $0.id == "label-permutation" }?.verdict == "pass")
    #expect(first.replicated == nil)
  }

  @Test func nothingPlantedIsNoTarget() throws {
    var calls = 0
    for seed in UInt64(10)..<30 where try engine().rank([cohort("a", seed: seed, planted: 0)]).exceeding > 0 {
      calls += 1
    }
    #expect(calls <= 4, "about 1 of 20 by chance")
  }

  @Test func threadsChangeNothing() throws {
    let input = cohort("a", seed: 2, planted: 1)
    ThreadLimit.set(1)
    let one = try engine().rank([input])
    ThreadLimit.set(2)
    let two = try engine().rank([input])
    ThreadLimit.set(0)
    #expect(one.ranking == two.ranking)
    #expect(one.floors == two.floors)
  }

  @Test func twoCohortsReplicateAndOppositeSignsDoNot() throws {
    let agree = try engine().rank([cohort("a", seed: 1, planted: 3), cohort("b", seed: 2, planted: 3)])
    #expect(agree.ranking.candidates.first?.target == "t7" && agree.ranking.candidates.first?.replicated == true)
    let clash = try engine().rank([cohort("a", seed: 1, planted: 3), cohort("b", seed: 2, planted: -3)])
    let target = try #require(clash.ranking.candidates.first { $0.target == "t7" })
    #expect(target.replicated == false && target.score < 3)
  }

  @Test func networkNeverLiftsAboveWhatStandsOnItsOwn() throws {
    let edges = (0..<80).filter { $0 != 7 && $0 != 11 }.map { NetworkEdge(a: "t11", b: "t\($0)", weight: 1) }
    let result = try engine(NetworkGraph(edges), weight: 1).rank([cohort("a", seed: 1, planted: 3)])
    #expect(result.ranking.candidates.first?.target == "t7")
    #expect(result.ranking.candidates.allSatisfy { $0.rankNoPrior == $0.rankOwn })
    #expect(result.evidence.contains { $0.channel == .network })
  }
}

@Suite struct CombinationTests {
  @Test func channelsCostWhatBonferroniSays() {
    for (z, k) in [(4.0, 2), (6.0, 3), (9.0, 3)] {
      let channels = [[z]] + (1..<k).map { _ in [0.1] }
      let (strength, count) = ChannelCombination([]).strength(channels, 0)
      let exact = NormalDistribution.standard.quantile(
        logUpper: NormalDistribution.standard.logUpperTail(z) + log(Double(k)))
      #expect(count == k && abs(strength - exact) < 0.06, "\(strength) against \(exact)")
    }
    #expect(ChannelCombination([]).strength([[.nan], [3]], 0).strength == 3)
    #expect(ChannelCombination([]).strength([[.nan]], 0).strength.isNaN)
  }

  @Test func replicationRules() {
    #expect(CohortReplication.join([5], cohorts: 1) == 5)
    #expect(CohortReplication.join([5, .nan], cohorts: 2) == 2.5)
    #expect(abs(CohortReplication.join([4, 4], cohorts: 2) - 32.0.squareRoot()) < 1e-12)
    // Q = 32 over one degree of freedom, means 5 and 2: 10 / √(2 (1 + 31 - 6.25)) and 4 / √(2 (1 + 31 - 1)).
    #expect(abs(CohortReplication.join([9, 1], cohorts: 2) - 10 / 51.5.squareRoot()) < 1e-12)
    #expect(abs(CohortReplication.join([6, -2], cohorts: 2) - 4 / 62.0.squareRoot()) < 1e-12)
    #expect(CohortReplication.join([.nan, .nan], cohorts: 2).isNaN)
  }
}

@Suite struct ResamplingTests {
  @Test func permutedLabelsStayInTheirBatch() {
    let input = cohort("a", seed: 1, planted: 0)
    for index in 0..<20 {
      let labels = PermutationCalibration.permuted(input, seed: 9, index: index)
      for batch in 0...1 {
        let members = input.batch.indices.filter { input.batch[$0] == batch }
        #expect(members.reduce(0) { $0 + Int(labels[$1]) } == members.reduce(0) { $0 + Int(input.label[$1]) })
      }
    }
    let draws = (0..<20).map { PermutationCalibration.permuted(input, seed: 9, index: $0) }
    #expect(Set(draws).count == 20)
  }

  @Test func halvesAreComplementaryAndStratified() {
    let input = cohort("a", seed: 1, planted: 0)
    for pair in 0..<10 {
      let (a, b) = (
        HalfSampling.half(input, seed: 3, index: 2 * pair), HalfSampling.half(input, seed: 3, index: 2 * pair + 1)
      )
      #expect((a + b).sorted() == Array(0..<32))
      #expect(a.filter { input.label[$0] == 1 }.count == 8)
    }
  }
}

@Suite struct NetworkChannelTests {
  @Test func supportIsTheDegreeMatchedSum() {
    let targets = (0..<6).map { "t\($0)" }
    let graph = NetworkGraph([
      .init(a: "t0", b: "t1", weight: 1), .init(a: "t0", b: "t2", weight: 2), .init(a: "t3", b: "t4", weight: 1),
    ])
    let channel = NetworkChannel(graph, targets: targets)
    #expect(channel.degrees == [2, 1, 1, 1, 1, 0])
    let support = channel.support([1, 5, 3, 0, 2, 9])
    #expect(support[5].isNaN)
    #expect(!support[0].isNaN && !support[3].isNaN)
  }
}

@Suite struct BesideTheRankingTests {
  @Test(arguments: [
    ("INHIBITOR", TargetDirection.up, true), ("inhibitor", .down, false), ("AGONIST", .down, true),
    ("ACTIVATOR", .up, false),
  ])
  func directionRule(action: String, direction: TargetDirection, fits: Bool) {
    #expect(CompoundBridge.fits(action, direction) == fits)
  }

  @Test func unknownStaysUnknown() {
    #expect(CompoundBridge.fits("SUBSTRATE", .up) == nil)
    #expect(CompoundBridge.fits("INHIBITOR", .mixed) == nil)
  }

  /// 2 of 3 drawn are marked, 4 marked among 10: (C(4,2)·C(6,1) + C(4,3)) / C(10,3) = 40/120.
  @Test func hypergeometricTailByHand() {
    #expect(abs(PathwayEnrichment.tail(2, population: 10, marked: 4, drawn: 3) - 40.0 / 120) < 1e-12)
    #expect(PathwayEnrichment.tail(0, population: 10, marked: 4, drawn: 3) == 1)
  }

  @Test func leadingSetsAreFound() {
    let ranked = (0..<200).map { "t\($0)" }
    let lines = PathwayEnrichment.test(
      ranked: ranked, leading: 10,
      sets: [
        ("front", Array(ranked[0..<6])), ("spread", stride(from: 0, to: 200, by: 30).map { ranked[$0] }),
        ("tiny", ["t0"]),
      ])
    #expect(lines.map(\.name) == ["front"])
    #expect(lines[0].overlap == 6 && lines[0].size == 6 && lines[0].pValue < 1e-6)
  }
}
