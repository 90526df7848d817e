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
    p = (0..<count).map { StudentT(total[$0]).twoSided(t[$0]) }
    z = (0..<count).map { StudentT(total[$0]).zScore(t[$0]) }

    let typical = OrderStatistics.median(moderated.prior.variance)
    var coefficientVariance = CoefficientPrior.variance(
      t: t, stdevUnscaled: stdevUnscaled, degreesOfFreedom: total, proportion: proportion,
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

/// The prior variance of coefficients that are not zero, from the most extreme t statistics.
enum CoefficientPrior {
  /// `nan` when there is nothing to estimate it from.
  static func variance(
    t: [Double], stdevUnscaled: [Double], degreesOfFreedom: [Double], proportion: Double,
    limits: (low: Double, high: Double)
  ) -> Double {
    let usable = t.indices.filter { !t[$0].isNaN && degreesOfFreedom[$0] > 0 }
    guard !usable.isEmpty else { return .nan }
    let full = usable.map { degreesOfFreedom[$0] }.max() ?? 0
    let reference = StudentT(full)
    let count = Double(usable.count)
    let targets = Int((proportion / 2 * count).rounded(.up))
    guard targets > 0 else { return .nan }
    // Every |t| as if it had the largest number of degrees of freedom; only the largest few are needed.
    let sizes = usable.map { index -> Double in
      let size = abs(t[index])
      guard degreesOfFreedom[index] < full else { return size }
      return reference.quantile(logUpper: StudentT(degreesOfFreedom[index]).logUpperTail(size))
    }
    let share = max(Double(targets) / count, proportion)
    var sum = 0.0
    for (rank, position) in OrderStatistics.order(sizes, descending: true).prefix(targets).enumerated() {
      let null = reference.twoSided(sizes[position])
      let target = ((Double(rank) + 0.5) / count - (1 - share) * null) / share
      var value = 0.0
      if target > null {
        let expected = reference.quantile(upper: target / 2)
        let unscaled = stdevUnscaled[usable[position]] * stdevUnscaled[usable[position]]
        value = unscaled * ((sizes[position] / expected) * (sizes[position] / expected) - 1)
      }
      sum += min(max(value, limits.low), limits.high)
    }
    return sum / Double(targets)
  }
}
