internal import Glibc

/// The moderated test of one coefficient over all features; a feature it cannot be tested in is `nan` throughout.
public struct ModeratedTest: Sendable {
  /// Standard error of the coefficient with the moderated variance.
  public let standardError: [Double]
  /// Moderated t statistic.
  public let t: [Double]
  /// Degrees of freedom of t.
  public let degreesOfFreedom: [Double]
  /// Two-sided p-value.
  public let p: [Double]
  /// Standard normal score with the tail probability and sign of t.
  public let z: [Double]
  /// Natural log odds that the coefficient is not zero (limma's B statistic).
  public let logOdds: [Double]
  /// Prior variance of non-zero coefficients, in units of the residual variance.
  public let priorCoefficientVariance: Double

  init(_ moderated: ModeratedVariance, coefficients: [Double], stdevUnscaled: [Double], proportion: Double) {
    let count = moderated.posterior.count
    precondition(
      coefficients.count == count && stdevUnscaled.count == count, "one coefficient for every moderated variance")
    let total = moderated.totalDegreesOfFreedom
    standardError = (0..<count).map { stdevUnscaled[$0] * moderated.posterior[$0].squareRoot() }
    let t = zip(coefficients, standardError).map { $0 / $1 }
    self.t = t
    degreesOfFreedom = (0..<count).map { t[$0].isNaN ? .nan : total[$0] }
    let logTail = (0..<count).map { t[$0].isNaN ? .nan : StudentT(total[$0]).logUpperTail(abs(t[$0])) }
    p = logTail.map { 2 * exp($0) }
    z = (0..<count).map { index in
      if logTail[index].isNaN || logTail[index] == -.infinity { return t[index] }
      let size = NormalDistribution.standard.quantile(logUpper: logTail[index])
      return t[index] < 0 ? -size : size
    }

    let typical = OrderStatistics.median(moderated.prior.variance)
    var coefficientVariance = CoefficientPrior.variance(
      logTail: logTail, stdevUnscaled: stdevUnscaled, degreesOfFreedom: total, proportion: proportion,
      limits: (0.01 / typical, 16 / typical))
    if coefficientVariance.isNaN { coefficientVariance = 1 / typical }
    priorCoefficientVariance = coefficientVariance
    logOdds = (0..<count).map { index in
      let unscaled = stdevUnscaled[index] * stdevUnscaled[index]
      let ratio = (unscaled + coefficientVariance) / unscaled
      let square = t[index] * t[index]
      let kernel =
        moderated.prior.degreesOfFreedom[index] > 1e6
        ? square * (1 - 1 / ratio) / 2
        : (1 + total[index]) / 2 * log((square + total[index]) / (square / ratio + total[index]))
      return log(proportion / (1 - proportion)) - log(ratio) / 2 + kernel
    }
  }
}
