internal import Glibc
internal import Numerics
public import Schema

/// The dependence of the dispersion on the mean of normalised counts.
public enum DispersionTrend: Sendable {
  /// asymptotic dispersion + extra Poisson noise / mean.
  case parametric(asymptotic: Double, extraPoisson: Double)
  /// One dispersion for all.
  case mean(Double)
  /// A local quadratic regression of log dispersion on log mean.
  case local(LocalTrend)

  /// Which kind to fit, by the reference's words.
  public enum Kind: String, Sendable, CaseIterable {
    /// asymptotic + extra / mean.
    case parametric
    /// Local regression.
    case local
    /// The trimmed mean.
    case mean
  }

  /// The kind.
  public var kind: Kind {
    switch self {
    case .parametric: .parametric
    case .mean: .mean
    case .local: .local
    }
  }

  /// The dispersion at a mean.
  public func callAsFunction(_ mean: Double) -> Double {
    switch self {
    case .parametric(let asymptotic, let extra): asymptotic + extra / mean
    case .mean(let value): value
    case .local(let trend): exp(trend(log(mean)))
    }
  }

  /// Fits a trend to gene-wise dispersions above 1e-6.
  ///
  /// - Throws: `refused` when no dispersion is above it.
  /// - Returns: the trend, and whether a parametric fit failed and a local one took its place.
  static func fit(
    _ kind: Kind, means: [Double], dispersions: [Double]
  ) throws(OmicsError) -> (trend: DispersionTrend, hasFallenBack: Bool) {
    let usable = means.indices.filter { dispersions[$0] > 100 * DispersionEstimates.minimum }
    guard !usable.isEmpty else {
      throw OmicsError(
        .refused, "all gene-wise dispersion estimates are within 2 orders of magnitude of the smallest one",
        hint: "The counts vary no more than chance: no trend can be fitted. Use logcpm.")
    }
    let x = usable.map { means[$0] }
    let y = usable.map { dispersions[$0] }
    switch kind {
    case .mean:
      return (.mean(OrderStatistics.trimmedMean(y, fraction: 0.001)), false)
    case .local: return (.local(LocalTrend(x: x.map { log($0) }, y: y.map { log($0) }, weights: x)), false)
    case .parametric:
      if let fitted = parametric(x, y) { return (fitted, false) }
      return (.local(LocalTrend(x: x.map { log($0) }, y: y.map { log($0) }, weights: x)), true)
    }
  }

  /// A gamma regression with identity link, refitted on the genes whose ratio to it is between 1e-4 and 15.
  private static func parametric(_ means: [Double], _ dispersions: [Double]) -> DispersionTrend? {
    var old = (0.1, 1.0)
    for _ in 0...10 {
      let good = means.indices.filter {
        let ratio = dispersions[$0] / (old.0 + old.1 / means[$0])
        return ratio > 1e-4 && ratio < 15
      }
      guard
        let (a, e, converged) = gamma(good.map { 1 / means[$0] }, good.map { dispersions[$0] }, start: old), a > 0,
        e > 0
      else { return nil }
      let change = log(a / old.0) * log(a / old.0) + log(e / old.1) * log(e / old.1)
      old = (a, e)
      if change < 1e-6, converged { return .parametric(asymptotic: a, extraPoisson: e) }
    }
    return nil
  }

  /// y = a + e x with gamma errors and identity link; nil when the fit leaves the positive range.
  private static func gamma(
    _ x: [Double], _ y: [Double], start: (Double, Double)
  ) -> (Double, Double, Bool)? {
    guard x.count > 1 else { return nil }
    var (a, e) = start
    var deviance = self.deviance(x, y, a, e)
    for _ in 0..<25 {
      // Weighted least squares of y on (1, x) with weights 1 / fit².
      var (w, wx, wxx, wy, wxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for (x, y) in zip(x, y) {
        let fit = a + e * x
        let weight = 1 / (fit * fit)
        w += weight
        wx += weight * x
        wxx += weight * x * x
        wy += weight * y
        wxy += weight * x * y
      }
      let determinant = w * wxx - wx * wx
      guard determinant > 0 else { return nil }
      var next = ((wxx * wy - wx * wxy) / determinant, (w * wxy - wx * wy) / determinant)
      var halvings = 0
      while x.contains(where: { next.0 + next.1 * $0 <= 0 }) {
        // A fit must be positive everywhere: step back towards the last one that was.
        guard halvings < 25 else { return nil }
        next = ((next.0 + a) / 2, (next.1 + e) / 2)
        halvings += 1
      }
      (a, e) = next
      let newDeviance = self.deviance(x, y, a, e)
      if abs(newDeviance - deviance) / (abs(newDeviance) + 0.1) < 1e-8 { return (a, e, true) }
      deviance = newDeviance
    }
    return (a, e, false)
  }

  private static func deviance(_ x: [Double], _ y: [Double], _ a: Double, _ e: Double) -> Double {
    var sum = 0.0
    for (x, y) in zip(x, y) {
      let fit = a + e * x
      sum += -2 * (log(y / fit) - (y - fit) / fit)
    }
    return sum
  }
}
