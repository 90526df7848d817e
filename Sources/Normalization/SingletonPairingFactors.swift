internal import Glibc
internal import Numerics

/// TMM with singleton pairing (edgeR 3.40 `TMMwsp`): for data with many zeros, not yet centred.
///
/// Rows with a count in only one of the two samples are paired by size, the others of them dropped; M and A are trimmed
/// by position in their order, ties of M broken by a shrunk ratio, ties left by row order. Robinson & Oshlack 2010,
/// doi:10.1186/gb-2010-11-3-r25.
struct SingletonPairingFactors: Sendable {
  let x: PositiveRows
  let sizes: [Double]
  let reference: Int
  let settings: LibraryFactors.Settings
  /// What counts as zero.
  private static let zero = 1e-14

  init(_ x: PositiveRows, _ sizes: [Double], reference: Int, settings: LibraryFactors.Settings) {
    self.x = x
    self.sizes = sizes
    self.reference = reference
    self.settings = settings
  }

  /// A factor a sample.
  func all(threads: Int?) -> [Double] {
    parallelMap(count: x.columns, threads: threads) { factor($0) }
  }

  private func factor(_ column: Int) -> Double {
    let (observed, other) = paired(column)
    let count = observed.count
    guard count > 0 else { return 1 }
    let (size, otherSize) = (sizes[column], sizes[reference])
    var ratios: [Double] = []
    var averages: [Double] = []
    var shrunk: [Double] = []
    for (o, r) in zip(observed, other) {
      let (p, q) = (o / size, r / otherSize)
      ratios.append(log2(p / q))
      averages.append(0.5 * log2(p * q))
      shrunk.append(log2(((o + 0.5) / (size + 0.5)) / ((r + 0.5) / (otherSize + 0.5))))
    }
    guard (ratios.map(abs).max() ?? 0) >= 1e-6 else { return 1 }
    // Ties of M are brought into the order of the shrunk ratio first; the second sort is stable.
    let byShrunk = OrderStatistics.order(shrunk)
    let ratioOrder = OrderStatistics.order(byShrunk.map { ratios[$0] }).map { byShrunk[$0] }
    let keepsRatio = Self.middle(ratioOrder, trim: settings.logratioTrim)
    let keepsAverage = Self.middle(OrderStatistics.order(averages), trim: settings.sumTrim)
    var numerator = 0.0
    var denominator = 0.0
    for index in 0..<count where keepsRatio[index] && keepsAverage[index] {
      var weight = 1.0
      if settings.doWeighting {
        let (p, q) = (observed[index] / size, other[index] / otherSize)
        let variance = (1 - p) / p / size + (1 - q) / q / otherSize
        weight = (1 + 1e-6) / (variance + 1e-6)
      }
      numerator += weight * ratios[index]
      denominator += weight
    }
    let mean = numerator / denominator
    return mean.isNaN ? 1 : exp2(mean)
  }

  /// Counts positive in both samples, and then as many singletons of both as the scarcer side has, largest first.
  private func paired(_ column: Int) -> (observed: [Double], reference: [Double]) {
    var observed: [Double] = []
    var other: [Double] = []
    var observedSingles: [Double] = []
    var otherSingles: [Double] = []
    for (o, r) in zip(x.column(column), x.column(reference)) {
      switch (o > Self.zero, r > Self.zero) {
      case (true, true):
        observed.append(o)
        other.append(r)
      case (true, false): observedSingles.append(o)
      case (false, true): otherSingles.append(r)
      case (false, false): continue
      }
    }
    let pairs = min(observedSingles.count, otherSingles.count)
    observedSingles.sort(by: >)
    otherSingles.sort(by: >)
    return (observed + observedSingles.prefix(pairs), other + otherSingles.prefix(pairs))
  }

  /// Which elements stand in the middle of an order.
  private static func middle(_ order: [Int], trim: Double) -> [Bool] {
    let count = order.count
    let low = Int(Double(count) * trim) + 1
    let high = count + 1 - low
    var keep = [Bool](repeating: false, count: count)
    // With a trim of one half the two ends cross over: the reference then takes both.
    for position in min(low, high)...max(low, high) where (1...count).contains(position) {
      keep[order[position - 1]] = true
    }
    return keep
  }
}
