internal import Glibc

/// Extrapolated rank-biased overlap of two rankings (Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106).
///
/// RBO_ext(k) = (X_k / k) p^k + ((1 - p) / p) Σ_{d=1..k} (X_d / d) p^d, with X_d the overlap of the top-d prefixes and k
/// the shorter length. 1 for identical rankings, 0 for disjoint ones.
public enum RankBiasedOverlap {
  /// The persistence of the reports: the first 50 ranks carry most of the weight.
  public static let persistence = 0.98

  /// The overlap of two rankings of distinct ids, best first. Two empty rankings agree (1); one empty gives 0.
  public static func extrapolated(_ a: [String], _ b: [String], p: Double = persistence) -> Double {
    let depth = min(a.count, b.count)
    guard depth > 0 else { return a.isEmpty && b.isEmpty ? 1 : 0 }
    var seenA: Set<String> = []
    var seenB: Set<String> = []
    var overlap = 0
    var sum = 0.0
    var weight = 1.0
    for d in 1...depth {
      let (x, y) = (a[d - 1], b[d - 1])
      if x == y {
        overlap += 1
      } else {
        if seenB.contains(x) { overlap += 1 }
        if seenA.contains(y) { overlap += 1 }
      }
      seenA.insert(x)
      seenB.insert(y)
      weight *= p
      sum += Double(overlap) / Double(d) * weight
    }
    return Double(overlap) / Double(depth) * weight + (1 - p) / p * sum
  }

  /// The Jaccard index of the top-k prefixes; 1 when both are empty.
  public static func jaccard(_ a: [String], _ b: [String], top k: Int) -> Double {
    let (x, y) = (Set(a.prefix(k)), Set(b.prefix(k)))
    let union = x.union(y).count
    return union == 0 ? 1 : Double(x.intersection(y).count) / Double(union)
  }
}
