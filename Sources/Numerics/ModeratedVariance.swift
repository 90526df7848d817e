public import Schema

/// Residual variances pulled towards their prior, and the tests that use them (limma's empirical Bayes step).
public struct ModeratedVariance: Sendable {
  /// The prior over all features.
  public let prior: VariancePrior
  /// (d0 s0² + d s²) / (d0 + d) for every feature; s0² where d is 0 or d0 infinite.
  public let posterior: [Double]
  /// min(d + d0, sum of all d) for every feature.
  public let totalDegreesOfFreedom: [Double]

  /// Moderates residual variances with their degrees of freedom.
  ///
  /// `covariate` (mean expression) lets the prior variance follow a trend, `robust` protects it from outlying features.
  /// Throws `refused` if no feature has a residual variance.
  public init(
    variances: [Double], degreesOfFreedom: [Double], covariate: [Double]? = nil, robust: Bool = false
  ) throws(OmicsError) {
    prior = try VariancePrior.fit(
      variances: variances, degreesOfFreedom: degreesOfFreedom, covariate: covariate, robust: robust)
    var pooled = 0.0
    for degrees in degreesOfFreedom where degrees.isFinite { pooled += degrees }
    var posterior = [Double](repeating: .nan, count: variances.count)
    var total = posterior
    for index in variances.indices {
      let own = degreesOfFreedom[index]
      let (lent, center) = (prior.degreesOfFreedom[index], prior.variance[index])
      if lent == .infinity || own == 0 {
        posterior[index] = lent == 0 ? .nan : center
      } else {
        posterior[index] = lent == 0 ? variances[index] : (lent * center + own * variances[index]) / (lent + own)
      }
      total[index] = Swift.min(own + lent, pooled)
    }
    self.posterior = posterior
    totalDegreesOfFreedom = total
  }

  /// Moderates the residual variances of a fit; `trend` lets the prior follow mean expression.
  public init(_ fit: LinearModelFit, trend: Bool = false, robust: Bool = false) throws(OmicsError) {
    try self.init(
      variances: fit.sigma.map { $0 * $0 }, degreesOfFreedom: fit.dfResidual,
      covariate: trend ? fit.averageExpression : nil, robust: robust)
  }

  /// Moderated t statistics, p-values, standard scores and log odds of one coefficient.
  ///
  /// `stdevUnscaled` is the standard error before the residual spread comes in; `proportion` the share of features
  /// expected to change, used by the log odds alone. A feature with a missing part is `nan` throughout.
  public func test(
    coefficients: [Double], stdevUnscaled: [Double], proportion: Double = 0.01
  ) -> ModeratedTest {
    ModeratedTest(self, coefficients: coefficients, stdevUnscaled: stdevUnscaled, proportion: proportion)
  }
}
