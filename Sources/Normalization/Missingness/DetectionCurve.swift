internal import Glibc

/// How the chance that a value is observed rises with intensity: a logistic curve over rows, each with its number of
/// samples and of those that observed it.
///
/// Fitted by iteratively reweighted least squares; its standard error is scaled by the spread beyond a binomial's
/// (McCullagh & Nelder 1989, Generalized Linear Models, 4.5), because rows differ in more than their intensity.
public struct DetectionCurve: Sendable, Hashable {
  /// Change of log odds of detection by one log2 unit of intensity; nan where it cannot be told.
  public private(set) var slope = Double.nan
  /// Its standard error.
  public private(set) var standardError = Double.nan
  /// The intensity at which half of the values are observed; nan without a slope.
  public private(set) var midpoint = Double.nan
  /// Log odds at intensity 0.
  public private(set) var intercept = Double.nan

  /// Fits a curve; rows with nan intensity or no samples do not count.
  ///
  /// Without a slope when nothing is missing, nothing observed, all rows have one intensity, or intensity tells detection
  /// without error.
  public init(intensities: [Double], observed: [Int], samples: Int) {
    let rows = intensities.indices.filter { !intensities[$0].isNaN }
    let total = rows.reduce(0) { $0 + observed[$1] }
    guard samples > 0, total > 0, total < rows.count * samples else { return }
    // Centred, so that both parameters are told apart well.
    let centre = rows.reduce(0) { $0 + intensities[$1] } / Double(rows.count)
    let n = Double(samples)
    var (a, b) = (log(Double(total) / (Double(rows.count) * n - Double(total))), 0.0)
    var (w, wx, wxx) = (0.0, 0.0, 0.0)
    for _ in 0..<100 {
      (w, wx, wxx) = (0, 0, 0)
      var (s, sx) = (0.0, 0.0)
      for row in rows {
        let x = intensities[row] - centre
        let p = Self.chance(a + b * x)
        let weight = n * p * (1 - p)
        w += weight
        wx += weight * x
        wxx += weight * x * x
        s += Double(observed[row]) - n * p
        sx += (Double(observed[row]) - n * p) * x
      }
      let determinant = w * wxx - wx * wx
      guard determinant > 1e-12 * w * wxx, determinant > 0 else { return }
      let step = ((wxx * s - wx * sx) / determinant, (w * sx - wx * s) / determinant)
      // Long steps overshoot where the curve is steep.
      let scale = min(1, 4 / max(abs(step.0), abs(step.1)))
      a += scale * step.0
      b += scale * step.1
      guard abs(a) < 1e3, abs(b) < 1e3 else { return }
      if max(abs(step.0), abs(step.1)) < 1e-10 { break }
    }
    var squares = 0.0
    for row in rows {
      let p = Self.chance(a + b * (intensities[row] - centre))
      let away = Double(observed[row]) - n * p
      squares += away * away / (n * p * (1 - p))
    }
    let spread = max(1, squares / Double(max(1, rows.count - 2)))
    guard spread.isFinite else { return }
    slope = b
    standardError = (spread * w / (w * wxx - wx * wx)).squareRoot()
    intercept = a - b * centre
    midpoint = b == 0 ? .nan : centre - a / b
  }

  private static func chance(_ logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }

  /// The fitted chance that a value of an intensity is observed; nan without a curve.
  public func chance(at intensity: Double) -> Double { Self.chance(intercept + slope * intensity) }

  /// Slope over standard error.
  public var statistic: Double { slope / standardError }
}
