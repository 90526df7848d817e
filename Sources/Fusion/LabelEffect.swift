internal import Numerics
internal import Schema

/// The label's effect on every row of a matrix, with the variance moderated over rows (Smyth 2004,
/// doi:10.2202/1544-6115.1027). Rows observed in fewer than `minimumPerGroup` samples of a group are absent: nan.
struct LabelEffect {
  /// Observed samples a group must have.
  static let minimumPerGroup: Int32 = 4

  var beta: [Double]
  var standardError: [Double]
  var t: [Double]
  var degreesOfFreedom: [Double]
  var observed: [Int]

  /// Fits `values` (targets x samples) on the given columns.
  ///
  /// - Throws: `refused` when no row has residual degrees of freedom.
  init(_ values: Matrix, model: AbsorbedFactorModel, samples: [Int], threads: Int?) throws(OmicsError) {
    let fit = model.fit(values, samples: samples, threads: threads)
    let rows = values.rows
    var variances = fit.sigmaSquared
    var degrees = fit.dfResidual
    for row in 0..<rows
    where fit.observedLow[row] < Self.minimumPerGroup || fit.observedHigh[row] < Self.minimumPerGroup
      || fit.beta[row].isNaN
    {
      variances[row] = .nan
      degrees[row] = 0
    }
    let moderated = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees)
    beta = [Double](repeating: .nan, count: rows)
    standardError = beta
    t = beta
    degreesOfFreedom = moderated.totalDegreesOfFreedom
    observed = [Int](repeating: 0, count: rows)
    for row in 0..<rows {
      observed[row] = Int(fit.observedLow[row]) + Int(fit.observedHigh[row])
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
