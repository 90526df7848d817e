internal import Glibc
public import Schema

/// The scaled F prior of residual variances over features (Smyth 2004, doi:10.2202/1544-6115.1027): how much one
/// feature's variance should lean on all the others. limma 3.54 rules.
public struct VariancePrior: Sendable {
  /// Prior degrees of freedom of every feature; equal for all unless robust; `.infinity` where variances agree.
  public let degreesOfFreedom: [Double]
  /// Prior variance of every feature; equal for all unless it follows a covariate.
  public let variance: [Double]
  /// The prior degrees of freedom of features that are no outliers.
  public let commonDegreesOfFreedom: Double
  /// Variances that were exactly zero and were moved away from zero for the estimate.
  public let zeroVariances: Int

  /// Estimates the prior.
  ///
  /// A feature without residual degrees of freedom or with a missing variance does not inform it. With a `covariate`
  /// (mean expression) the prior variance follows a natural spline of it. `robust` protects the estimate from features
  /// with outlying variance and gives those fewer prior degrees of freedom (Phipson et al. 2016,
  /// doi:10.1214/16-AOAS920). Throws `refused` if no feature has a residual variance.
  public static func fit(
    variances: [Double], degreesOfFreedom: [Double], covariate: [Double]? = nil, robust: Bool = false,
    winsorTails: (lower: Double, upper: Double) = (0.05, 0.1)
  ) throws(OmicsError) -> VariancePrior {
    let count = variances.count
    precondition(degreesOfFreedom.count == count, "one number of degrees of freedom for every variance")
    precondition(covariate == nil || covariate?.count == count, "one covariate value for every variance")
    let smallest = robust ? 1e-6 : 1e-15
    let informative = variances.indices.filter {
      variances[$0].isFinite && variances[$0] >= 0 && degreesOfFreedom[$0].isFinite
        && degreesOfFreedom[$0] > smallest && covariate?[$0].isFinite ?? true
    }
    guard !informative.isEmpty else {
      throw OmicsError(
        .refused, "no feature has residual degrees of freedom and a finite variance",
        hint: "the design uses up all samples: drop covariates or add replicates")
    }
    let sample = VarianceSample(
      variances: informative.map { variances[$0] }, degrees: informative.map { degreesOfFreedom[$0] },
      covariate: covariate.map { values in informative.map { values[$0] } })
    let zeros = sample.variances.count { $0 == 0 }
    if robust, sample.variances.count > 2 {
      let fit = try RobustVariancePrior(sample, tails: winsorTails)
      var degrees = [Double](repeating: fit.common, count: count)
      for (position, feature) in informative.enumerated() { degrees[feature] = fit.degrees[position] }
      return VariancePrior(
        degreesOfFreedom: degrees, variance: spread(fit.logVariance, informative, covariate, count: count),
        commonDegreesOfFreedom: fit.common, zeroVariances: zeros)
    }
    let plain = PlainVariancePrior(sample)
    let variance = (0..<count).map { exp(plain.logVariance(at: covariate?[$0])) }
    return VariancePrior(
      degreesOfFreedom: [Double](repeating: plain.degrees, count: count), variance: variance,
      commonDegreesOfFreedom: plain.degrees, zeroVariances: zeros)
  }

  /// Puts the robust fit back on all features; uninformative ones get the fit interpolated over the covariate.
  private static func spread(
    _ logVariance: [Double], _ informative: [Int], _ covariate: [Double]?, count: Int
  ) -> [Double] {
    guard let covariate else { return [Double](repeating: exp(logVariance[0]), count: count) }
    let trend = LinearInterpolation(x: informative.map { covariate[$0] }, y: logVariance)
    var result = covariate.map { exp(trend($0)) }
    for (position, feature) in informative.enumerated() { result[feature] = exp(logVariance[position]) }
    return result
  }
}
