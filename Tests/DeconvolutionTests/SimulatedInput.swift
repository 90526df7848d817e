import Numerics
import Schema

@testable import Deconvolution

/// Cohorts with simple difference-of-means statistics, so that the ledger is tested without its usual supplier.
enum SimulatedInput {
  /// `planted` moves target 0 in RNA and protein; RNA of target 1 alone follows it when `partial`.
  static func cohort(
    _ name: String, seed: UInt64 = 3, targets: Int = 80, samples: Int = 24, planted: Double = 3,
    channels: [EvidenceChannel] = [.rna, .protein], batches: Int = 2
  ) -> CohortInput {
    var stream = RandomStream(seed: seed, name: "input/\(name)")
    let label = (0..<samples).map { Int8($0 % 2) }
    let batch = (0..<samples).map { ($0 / 2) % batches }
    let values = channels.map { _ in
      (0..<targets).map { target in
        (0..<samples).map { sample in
          stream.normal() + (target == 0 && label[sample] == 1 ? planted : 0) + 2 * Double(batch[sample])
        }
      }
    }
    let draw: @Sendable ([Int]) -> CohortInput.Scorer = { chosen in
      { labellings in
        labellings.map { labels in
          ChannelScores(channels: channels, z: values.map { $0.map { Self.z($0, chosen, labels, batch) } })
        }
      }
    }
    let all = Array(0..<samples)
    return CohortInput(
      name: name, targets: (0..<targets).map { "T\($0)" }, label: label, batch: batch,
      statistics: channels.indices.map { channel in
        let z = values[channel].map { Self.z($0, all, label, batch) }
        return ChannelStatistics(
          channel: channels[channel], effect: z, standardError: [Double](repeating: 1, count: targets), z: z,
          pValue: z.map { NormalDistribution.twoSided($0) }, count: [Int](repeating: samples, count: targets),
          coverage: [Double](repeating: 1, count: targets))
      }, draw: draw)
  }

  /// z of the label on batch-centred values.
  private static func z(_ row: [Double], _ chosen: [Int], _ label: [Int8], _ batch: [Int]) -> Double {
    var sums: [Int: (Double, Double, Double)] = [:]
    for sample in chosen {
      let old = sums[batch[sample]] ?? (0, 0, 0)
      sums[batch[sample]] = (old.0 + row[sample], old.1 + Double(label[sample]), old.2 + 1)
    }
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for sample in chosen {
      guard let sum = sums[batch[sample]] else { continue }
      let (y, x) = (row[sample] - sum.0 / sum.2, Double(label[sample]) - sum.1 / sum.2)
      (xy, xx, yy) = (xy + x * y, xx + x * x, yy + y * y)
    }
    guard xx > 0 else { return .nan }
    let degrees = Double(max(1, chosen.count - sums.count - 1))
    return StudentT(degrees).zScore(xy / xx / ((yy - xy * xy / xx) / degrees / xx).squareRoot())
  }

  static func engine(
    seed: UInt64 = 5, resamples: Int = 20, permutations: Int = 100, network: NetworkGraph? = nil, weight: Double = 0.25
  ) -> LedgerEngine {
    var settings = LedgerSettings()
    (settings.seed, settings.resamples, settings.permutations) = (seed, resamples, permutations)
    settings.networkWeight = weight
    return LedgerEngine(
      settings: settings, symbols: ["T0": "ZERO"], network: network,
      classify: { readings in
        (readings[.rna]?.isSignificant == true ? .concordant : .unclassified, .unknown)
      })
  }
}
