/// Adjustment of p-values for multiple testing, by the definitions of R's `p.adjust`.
///
/// A missing p-value stays missing and is not counted as a test.
public enum PValueAdjustment: String, Sendable, CaseIterable {
  /// False discovery rate of Benjamini and Hochberg (1995).
  case benjaminiHochberg = "BH"
  /// False discovery rate under any dependence, Benjamini and Yekutieli (2001).
  case benjaminiYekutieli = "BY"
  /// Family-wise error rate, step-down (Holm 1979).
  case holm = "holm"
  /// Family-wise error rate, step-up (Hochberg 1988).
  case hochberg = "hochberg"
  /// Family-wise error rate, single step.
  case bonferroni = "bonferroni"
  /// No adjustment.
  case none = "none"

  /// The adjusted p-values, in the order given, never above 1.
  public func adjust(_ p: [Double]) -> [Double] {
    let present = OrderStatistics.order(p).prefix { !p[$0].isNaN }
    let tests = Double(present.count)
    var result = p
    switch self {
    case .none: break
    case .bonferroni:
      for index in present { result[index] = min(1, tests * p[index]) }
    case .holm:
      var largest = 0.0
      for (position, index) in present.enumerated() {
        largest = max(largest, (tests - Double(position)) * p[index])
        result[index] = min(1, largest)
      }
    case .benjaminiHochberg, .benjaminiYekutieli, .hochberg:
      var smallest = 1.0
      var harmonic = 1.0
      if self == .benjaminiYekutieli {
        harmonic = 0
        for rank in stride(from: 1, through: tests, by: 1) { harmonic += 1 / rank }
      }
      for (position, index) in present.enumerated().reversed() {
        let factor = self == .hochberg ? tests - Double(position) : harmonic * tests / Double(position + 1)
        smallest = min(smallest, factor * p[index])
        result[index] = smallest
      }
    }
    return result
  }
}
