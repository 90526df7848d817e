internal import Glibc
internal import Numerics

/// One strength per target from its channels: the strongest |z| with the price of having looked at several.
///
/// The maximum is not weakened by silent channels and keeps opposed layers. Its tail probability over k channels,
/// 1 - (1 - p)^k (Sidak 1967, doi:10.1080/01621459.1967.10482935), becomes a |z| again, so that a target with one channel
/// and a target with three are compared fairly and no two maxima tie. Absent channels do not count.
enum ChannelCombination {
  /// Steps of the table a unit of |z|, and the |z| from which the price no longer matters.
  private static let steps = 64
  private static let largest = 36
  /// `prices[k][step]`: what a maximum loses for having been the best of k.
  private static let prices: [[Double]] = (0...4).map { count in
    guard count > 1 else { return [] }
    return (0...steps * largest).map { step in
      let maximum = Double(step) / Double(steps)
      let single = NormalDistribution.standard.logUpperTail(maximum) + log(2)
      // log(1 - (1 - p)^k); for small p this is log(k p).
      let joint = single < -30 ? single + log(Double(count)) : log(-expm1(Double(count) * log1p(-exp(single))))
      return maximum - (step == 0 ? 0 : NormalDistribution.standard.quantile(logUpper: joint - log(2)))
    }
  }

  /// The |z| that is as rare among one channel as `maximum` is among `count`.
  @inline(__always)
  static func price(_ maximum: Double, _ count: Int) -> Double {
    guard count > 1 else { return maximum }
    let table = prices[min(count, 4)]
    let place = min(maximum, Double(largest)) * Double(steps)
    let step = min(table.count - 2, Int(place))
    let part = place - Double(step)
    return maximum - (table[step] + part * (table[step + 1] - table[step]))
  }

  /// The strength of a target and how many channels it has; nan without any.
  @inline(__always)
  static func strength(_ z: [[Double]], _ target: Int) -> (strength: Double, channels: Int) {
    var largest = 0.0
    var count = 0
    for channel in z {
      let value = channel[target]
      guard !value.isNaN else { continue }
      count += 1
      largest = max(largest, abs(value))
    }
    guard count > 0 else { return (.nan, 0) }
    return (price(largest, count), count)
  }

  /// The strengths of all targets.
  static func strengths(_ z: [[Double]]) -> [Double] {
    (0..<(z.first?.count ?? 0)).map { strength(z, $0).strength }
  }
}
