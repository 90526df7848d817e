internal import Numerics

/// How factors go with label and batch, and which one the label is read from: the one that follows it most, among those
/// that follow the label more than the batch where there are any. Shares are adjusted for the number of groups, so that
/// many batches explain nothing by chance.
struct FactorReading: Sendable {
  /// Share of each factor's variance that goes with the label.
  let labelShare: [Double]
  /// Share that goes with batches.
  let batchShare: [Double]
  /// The factor the label is read from.
  let linked: Int
  /// 1 when it is higher in cases, -1 otherwise.
  let sign: Double

  /// Whether a factor follows batches more than the label.
  func followsBatch(_ factor: Int) -> Bool { batchShare[factor] > max(0, labelShare[factor]) }

  /// - Parameters:
  ///   - scores: samples by factors.
  ///   - label, batch: of these samples.
  init(_ scores: Matrix, label: [Int], batch: [Int]) {
    let columns = (0..<scores.columns).map { scores.column($0) }
    let labelShare = columns.map { Self.share($0, label) }
    let batchShare = columns.map { Self.share($0, batch) }
    let free = columns.indices.filter { !(batchShare[$0] > max(0, labelShare[$0])) }
    linked =
      (free.isEmpty ? Array(columns.indices) : free).max { (labelShare[$0], -$0) < (labelShare[$1], -$1) } ?? 0
    let mean = Double(label.reduce(0, +)) / Double(max(1, label.count))
    var cross = 0.0
    for (value, one) in zip(columns.isEmpty ? [] : columns[linked], label) { cross += value * (Double(one) - mean) }
    sign = cross < 0 ? -1 : 1
    (self.labelShare, self.batchShare) = (labelShare, batchShare)
  }

  /// The adjusted share of variance between groups.
  static func share(_ values: [Double], _ group: [Int]) -> Double {
    var sums: [Int: (sum: Double, count: Double)] = [:]
    let mean = Descriptive.mean(values)
    for (value, one) in zip(values, group) {
      let old = sums[one] ?? (0, 0)
      sums[one] = (old.sum + value - mean, old.count + 1)
    }
    let total = Descriptive.sum(values.map { ($0 - mean) * ($0 - mean) })
    let (count, groups) = (Double(values.count), Double(sums.count))
    guard total > 0, groups > 1, count > groups else { return 0 }
    let between = sums.keys.sorted().reduce(0.0) { sum, key in
      guard let own = sums[key] else { return sum }
      return sum + own.sum * own.sum / own.count
    }
    return 1 - (1 - between / total) * (count - 1) / (count - groups)
  }
}
