internal import Numerics

/// Factors of one start found again in the others.
enum FactorMatching {
  /// For each factor of start `base`: the mean over other starts of its correlation, by size, with the factor it is matched
  /// with, so that all matches together are closest; one that another start lacks counts 0 there. nan without other starts.
  static func stability(of base: Int, _ scores: [Matrix]) -> [Double] {
    let own = (0..<scores[base].columns).map { scores[base].column($0) }
    let others = scores.indices.filter { $0 != base }
    guard !others.isEmpty else { return own.map { _ in .nan } }
    var sums = [Double](repeating: 0, count: own.count)
    for start in others {
      let other = (0..<scores[start].columns).map { scores[start].column($0) }
      let size = max(own.count, other.count)
      var weights = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
      for (row, first) in own.enumerated() {
        for (column, second) in other.enumerated() {
          let correlation = abs(Descriptive.pearson(first, second))
          weights[row][column] = correlation.isFinite ? correlation : 0
        }
      }
      let match = OptimalAssignment.largest(weights)
      for factor in own.indices { sums[factor] += weights[factor][match[factor]] }
    }
    return sums.map { $0 / Double(others.count) }
  }
}
