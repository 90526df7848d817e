import Numerics
import Schema
import Testing

@testable import Deconvolution

@Suite(.serialized) struct LedgerRankingTests {
  @Test("A planted target is first, certain, calibrated and named")
  func planted() throws {
    let result = try SimulatedInput.engine().rank([SimulatedInput.cohort("a")])
    let first = try #require(result.ranking.candidates.first)
    #expect(first.target == "T0" && first.symbol == "ZERO" && first.rank == 1)
    #expect(first.rankLow == 1 && first.rankHigh <= 3 && first.topTen == 1)
    #expect(first.pValue == 1 / Double(80 * 100 + 1) && first.qValue < 0.05)
    #expect(first.targetClass == .concordant && first.replicated == nil)
    #expect(result.exceeding >= 1)
    #expect(result.ranking.candidates.map(\.rank) == Array(1...80))
    #expect(result.checks.first { $0.id == "label-permutation" }?.verdict == "pass")
    let shares = result.evidence.filter { $0.target == "T0" }.map(\.contribution)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
  }

  @Test("Nothing planted: no target beyond permutation in nearly all cohorts, p-values uniform")
  func null() throws {
    var called = 0
    var p: [Double] = []
    for seed in 0..<20 {
      let cohort = SimulatedInput.cohort("null", seed: UInt64(100 + seed), planted: 0)
      let result = try SimulatedInput.engine(resamples: 0).rank([cohort])
      called += result.exceeding > 0 ? 1 : 0
      p += result.ranking.candidates.map(\.pValue)
    }
    #expect(called <= 3)
    for level in [0.1, 0.5, 0.9] {
      let share = Double(p.filter { $0 <= level }.count) / Double(p.count)
      #expect(abs(share - level) < 0.05)
    }
  }

  @Test("One thread and two threads give the same bytes; another seed does not")
  func threads() throws {
    let before = ThreadLimit.current
    defer { ThreadLimit.set(before) }
    func text(_ threads: Int, seed: UInt64) throws -> String {
      ThreadLimit.set(threads)
      let result = try SimulatedInput.engine(seed: seed).rank(
        [SimulatedInput.cohort("a"), SimulatedInput.cohort("b", seed: 8)])
      return "\(result.ranking) \(result.evidence) \(result.floors) \(result.checks)"
    }
    let one = try text(1, seed: 5)
    #expect(try one == text(2, seed: 5))
    #expect(try one != text(2, seed: 6))
  }

  @Test("A target in one cohort alone is discounted and flagged; one in both is replicated")
  func replication() throws {
    var lone = SimulatedInput.cohort("b", seed: 8, planted: 0)
    lone.targets[79] = "ONLY"
    let result = try SimulatedInput.engine().rank([SimulatedInput.cohort("a"), lone])
    let zero = try #require(result.ranking.candidates.first { $0.target == "T0" })
    #expect(zero.replicated == false)
    let only = try #require(result.ranking.candidates.first { $0.target == "ONLY" })
    #expect(only.flags.contains("unreplicated"))
    let both = try SimulatedInput.engine().rank([SimulatedInput.cohort("a"), SimulatedInput.cohort("b", seed: 8)])
    let first = try #require(both.ranking.candidates.first)
    #expect(first.target == "T0" && first.replicated == true)
    #expect(first.score > zero.score)
  }

  @Test("Order of the targets does not change the ranking")
  func targetOrder() throws {
    let base = SimulatedInput.cohort("a")
    var stream = RandomStream(seed: 2, name: "order")
    let order = stream.permutation(base.targets.count)
    var moved = base
    moved.targets = order.map { base.targets[$0] }
    moved.statistics = base.statistics.map { old in
      var new = old
      new.effect = order.map { old.effect[$0] }
      new.z = order.map { old.z[$0] }
      new.pValue = order.map { old.pValue[$0] }
      return new
    }
    moved.own = ChannelScores(channels: base.own.channels, z: base.own.z.map { z in order.map { z[$0] } })
    moved.draw = { samples in
      { (labels) throws(OmicsError) in
        try base.draw(samples)(labels).map { scores in
          ChannelScores(channels: scores.channels, z: scores.z.map { z in order.map { z[$0] } })
        }
      }
    }
    let engine = SimulatedInput.engine()
    #expect(try engine.rank([base]).ranking == engine.rank([moved]).ranking)
  }

  @Test("No cohort and nothing to test are refused")
  func refusals() throws {
    #expect(throws: OmicsError.self) { try SimulatedInput.engine().rank([]) }
    var empty = SimulatedInput.cohort("a")
    empty.statistics = empty.statistics.map {
      var silent = $0
      silent.z = $0.z.map { _ in .nan }
      return silent
    }
    empty.own = ChannelScores(channels: empty.own.channels, z: empty.own.z.map { $0.map { _ in .nan } })
    #expect(throws: OmicsError.self) { try SimulatedInput.engine().rank([empty]) }
  }

  @Test("The network moves ranks but not the own rank, and weight 0 is no network")
  func network() throws {
    let cohort = SimulatedInput.cohort("a", planted: 6)
    let edges =
      (2..<20).map { NetworkEdge(a: "T0", b: "T\($0)", weight: 1) }
      + (1..<79).map { NetworkEdge(a: "T\($0)", b: "T\($0 + 1)", weight: 1) }
    let with = try SimulatedInput.engine(network: NetworkGraph(edges), weight: 1).rank([cohort]).ranking
    let without = try SimulatedInput.engine().rank([cohort]).ranking
    let silent = try SimulatedInput.engine(network: NetworkGraph(edges), weight: 0).rank([cohort]).ranking
    #expect(silent.candidates.map(\.target) == without.candidates.map(\.target))
    #expect(with.candidates.map(\.target) != without.candidates.map(\.target))
    #expect(with.candidates.prefix(20).filter { (2..<20).map { "T\($0)" }.contains($0.target) }.count > 10)
    for candidate in with.candidates {
      let other = try #require(without.candidates.first { $0.target == candidate.target })
      #expect(candidate.rankNoPrior == other.rank && candidate.pValue == other.pValue)
    }
  }
}
