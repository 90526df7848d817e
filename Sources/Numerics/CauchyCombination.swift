internal import Glibc

/// The aggregated Cauchy association test (ACAT; Liu and Xie 2020, doi:10.1080/01621459.2018.1554485).
///
/// Combines p-values whatever their dependence: the weighted mean of tan((1/2 - p) π) is nearly Cauchy in its tail.
public enum CauchyCombination {
  /// The combined p-value; `nan` when no p-value with positive weight is there.
  ///
  /// Missing p-values are left out and the other weights (equal unless given) rescaled to sum 1. A p below 1e-15 enters
  /// as 1 / (p π), its limit; a p of 0 gives 0. `cap` is the largest p that may enter, such as 1 - 1/B for B
  /// permutations: without it a single p of 1 vetoes everything.
  public static func combine(_ p: [Double], weights: [Double]? = nil, cap: Double? = nil) -> Double {
    precondition(weights == nil || weights?.count == p.count, "one weight for every p-value")
    var total = 0.0
    var statistic = 0.0
    for (index, given) in p.enumerated() where !given.isNaN {
      let weight = weights?[index] ?? 1
      guard weight > 0 else { continue }
      if given <= 0 { return 0 }
      let value = min(given, cap ?? 1)
      total += weight
      statistic += weight * (value < 1e-15 ? 1 / (value * .pi) : value >= 1 ? -1 / (1e-16 * .pi) : 1 / tan(value * .pi))
    }
    guard total > 0 else { return .nan }
    statistic /= total
    // For large statistics 1/2 - atan(T)/π cancels; atan(1/T)/π is the same number.
    return statistic > 0 ? atan(1 / statistic) / .pi : 0.5 - atan(statistic) / .pi
  }
}
