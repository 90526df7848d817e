/// One strength per target from its channels: the strongest |z| with the price of having looked at several.
///
/// The maximum is not weakened by silent channels and keeps opposed layers. Looking at k channels costs a factor of k in
/// the tail probability, which for a normal tail is z² - 2 ln k: a target with one channel and a target with three are
/// compared fairly. Absent channels do not count.
enum ChannelCombination {
  /// 2 ln k for k channels.
  private static let prices = [0, 0, 1.386_294_361_119_890_6, 2.197_224_577_336_219_6, 2.772_588_722_239_781]

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
    return (max(0, largest * largest - prices[min(count, 4)]).squareRoot(), count)
  }

  /// The strengths of all targets.
  static func strengths(_ z: [[Double]]) -> [Double] {
    (0..<(z.first?.count ?? 0)).map { strength(z, $0).strength }
  }
}
