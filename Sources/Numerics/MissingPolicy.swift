/// What a statistic does with missing values (`nan`).
public enum MissingPolicy: Sendable {
  /// Missing values are left out; nothing left gives `nan`.
  case skip
  /// One missing value makes the result `nan`.
  case propagate

  /// The values to compute with; nil where the result is `nan` because of a missing one.
  func usable(_ values: [Double]) -> [Double]? {
    guard values.contains(where: { $0.isNaN }) else { return values }
    return self == .propagate ? nil : values.filter { !$0.isNaN }
  }
}
