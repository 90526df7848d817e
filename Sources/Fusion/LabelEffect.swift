internal import Numerics
internal import Schema

/// The label's effect on every row of a matrix, with the variance moderated over rows (Smyth 2004,
/// doi:10.2202/1544-6115.1027). Rows observed in too few samples of a group are absent: nan; so are all rows when none
/// can be tested, for one silent layer must not silence the others.
struct LabelEffect {
  /// Observed samples a group must have over all samples of a cohort.
  static let minimumPerGroup = 4

  /// Observed samples a group must have in a resample: the same share of it, rounded, but two at least.
  static func minimumPerGroup(drawn: Int, of all: Int) -> Int {
    max(2, (2 * minimumPerGroup * drawn + all) / max(1, 2 * all))
  }

  var beta: [Double]
  var standardError: [Double]
  var t: [Double]
  var degreesOfFreedom: [Double]
  var observed: [Int]

  /// Fits `values` (targets x samples) on the given columns.
  init(_ values: Matrix, model: AbsorbedFactorModel, samples: [Int], threads: Int?) throws(OmicsError) {
    try self.init(
      model.fit(values, samples: samples, threads: threads), drawn: samples.count, of: values.columns)
  }

  /// Moderates a fit over `drawn` of the `all` samples of a cohort.
  init(_ fit: LabelEffects, drawn: Int, of all: Int) throws(OmicsError) {
    let rows = fit.beta.count
    let minimum = Int32(Self.minimumPerGroup(drawn: drawn, of: all))
    var variances = fit.sigmaSquared
    var degrees = fit.dfResidual
    var testable = false
    for row in 0..<rows {
      if fit.observedLow[row] < minimum || fit.observedHigh[row] < minimum || fit.beta[row].isNaN {
        variances[row] = .nan
        degrees[row] = 0
      } else if degrees[row] > 0, variances[row].isFinite {
        testable = true
      }
    }
    beta = [Double](repeating: .nan, count: rows)
    standardError = beta
    t = beta
    degreesOfFreedom = beta
    observed = (0..<rows).map { Int(fit.observedLow[$0]) + Int(fit.observedHigh[$0]) }
    guard testable else { return }
    let moderated = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees)
    degreesOfFreedom = moderated.totalDegreesOfFreedom
    for row in 0..<rows {
      guard !variances[row].isNaN, degrees[row] > 0 else { continue }
      beta[row] = fit.beta[row]
      standardError[row] = fit.stdevUnscaled[row] * moderated.posterior[row].squareRoot()
      t[row] = beta[row] / standardError[row]
    }
  }

  /// Signed z with the tail probability of t.
  var z: [Double] {
    t.indices.map { t[$0].isNaN ? .nan : StudentT(degreesOfFreedom[$0]).approximateZScore(t[$0]) }
  }

  /// Two-sided p-values of t.
  var pValues: [Double] { t.indices.map { t[$0].isNaN ? .nan : StudentT(degreesOfFreedom[$0]).twoSided(t[$0]) } }
}
