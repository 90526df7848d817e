import Foundation
import Numerics
import Schema
import Testing

@testable import Deconvolution

/// The noise floor of drift, on replicates that were not used to set it.
@Suite struct NoiseFloorTests {
  @Test("Two held-out resamples call at most 6 % of the leading targets moved")
  func falseCalls() throws {
    let cohort = SimulatedInput.cohort("noise", targets: 160, samples: 32, planted: 2)
    var settings = LedgerSettings()
    settings.resamples = 160
    let space = TargetSpace([cohort])
    let rule = ScoreRule(network: nil, weight: 0, threshold: .infinity, standsAlone: [])
    let halves = try HalfSampling([cohort], space: space, rule: rule, settings: settings)
    settings.resamples = 80
    // Draws are named by their number: these are the first 80 of the others.
    let earlier = try HalfSampling([cohort], space: space, rule: rule, settings: settings)
    #expect(earlier.ranks == Array(halves.ranks.prefix(80)))
    let own = space.combination.strengths(
      space.joined([ChannelScores(channels: [.rna, .protein], z: cohort.statistics.map(\.z))]))
    let order = ScoreRule.order(own, own)
    func log(_ replicate: Int, _ target: Int) -> Double { log2(Double(halves.ranks[replicate][target])) }
    var (calls, looked) = (0, 0)
    for (place, target) in order.prefix(50).enumerated() {
      let floors = earlier.floors(target, rank: place + 1)
      let moves = (0..<80).map { abs(log($0, target) - log2(Double(place + 1))) }.sorted()
      #expect(abs(floors.one - moves[75] - 0.05 * (moves[76] - moves[75])) < 1e-9, "the 95th percentile, by hand")
      #expect(floors.both >= floors.one * 2.0.squareRoot())
      // Replicates 2k and 2k + 1 are two halves of one split: pairs are taken across splits.
      for first in 80..<120 {
        calls += abs(log(first, target) - log(first + 40, target)) > floors.both ? 1 : 0
        looked += 1
      }
    }
    #expect(Double(calls) <= 0.06 * Double(looked), "\(calls) of \(looked)")
  }
}
