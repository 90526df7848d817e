internal import Glibc
internal import Numerics
internal import Schema

/// One strength per target from its channels, as a |z|: what RNA and protein say together, or the strongest channel with the
/// price of having looked at several.
///
/// Where both layers were seen in the same samples, the question is whether the pair moved: z² of RNA plus z² of what protein
/// does beyond RNA (discordance), two degrees of freedom, as Hotelling's T² of the pair splits (Hotelling 1931,
/// doi:10.1214/aoms/1177732979; Rao 1973, 8c.4). Layers that agree, layers that disagree and one that moves alone all count
/// in full; no sign is averaged. Protein alone stands in when it says more, as it may in samples without RNA. Elsewhere the
/// largest |z| counts, at its tail probability over k channels, 1 - (1 - p)^k (Sidak 1967,
/// doi:10.1080/01621459.1967.10482935). Absent channels do not count.
struct ChannelCombination: Sendable {
  /// Steps of the tables a unit of |z|, and the |z| from which a price no longer changes.
  private static let steps = 64
  private static let largest = 36
  /// `prices[k][step]`: what a maximum loses for having been the best of k.
  private static let prices: [[Double]] = (0...4).map { count in
    guard count > 1 else { return [] }
    return table { maximum in
      let single = NormalDistribution.standard.logUpperTail(maximum) + log(2)
      // log(1 - (1 - p)^k); for small p this is log(k p).
      return single < -30 ? single + log(Double(count)) : log(-expm1(Double(count) * log1p(-exp(single))))
    }
  }
  /// What a length in two dimensions loses to be a |z|: its tail probability is exp(-length² / 2).
  private static let pairPrices = table { length in -length * length / 2 }

  /// The loss at every step for a logarithm of a two-sided tail probability.
  private static func table(_ logTail: (Double) -> Double) -> [Double] {
    (0...steps * largest).map { step in
      let value = Double(step) / Double(steps)
      return value - (step == 0 ? 0 : NormalDistribution.standard.quantile(logUpper: logTail(value) - log(2)))
    }
  }

  private let rna: Int?
  private let protein: Int?
  private let discordance: Int?

  /// The rule for arrays of z in the order of `channels`.
  init(_ channels: [EvidenceChannel]) {
    rna = channels.firstIndex(of: .rna)
    protein = channels.firstIndex(of: .protein)
    discordance = channels.firstIndex(of: .discordance)
  }

  /// The |z| that is as rare among one channel as `maximum` is among `count`.
  @inline(__always)
  static func price(_ maximum: Double, _ count: Int) -> Double {
    count > 1 ? maximum - loss(maximum, prices[min(count, 4)]) : maximum
  }

  /// The |z| that is as rare as a pair of independent z of this length or more.
  @inline(__always)
  static func pair(_ length: Double) -> Double { length - loss(length, pairPrices) }

  @inline(__always)
  private static func loss(_ value: Double, _ table: [Double]) -> Double {
    let place = min(value, Double(largest)) * Double(steps)
    let step = min(table.count - 2, Int(place))
    return table[step] + (place - Double(step)) * (table[step + 1] - table[step])
  }

  /// The strength of a target and how many channels it has; nan without any.
  @inline(__always)
  func strength(_ z: [[Double]], _ target: Int) -> (strength: Double, channels: Int) {
    var largest = 0.0
    var count = 0
    for channel in z {
      let value = channel[target]
      guard !value.isNaN else { continue }
      count += 1
      largest = max(largest, abs(value))
    }
    guard count > 0 else { return (.nan, 0) }
    guard let rna, let discordance, let protein else { return (Self.price(largest, count), count) }
    let (first, rest, second) = (z[rna][target], z[discordance][target], z[protein][target])
    guard !first.isNaN, !rest.isNaN else { return (Self.price(largest, count), count) }
    let both = (first * first + rest * rest).squareRoot()
    return (Self.pair(second.isNaN ? both : max(both, abs(second))), count)
  }

  /// The strengths of all targets.
  func strengths(_ z: [[Double]]) -> [Double] {
    (0..<(z.first?.count ?? 0)).map { strength(z, $0).strength }
  }
}
