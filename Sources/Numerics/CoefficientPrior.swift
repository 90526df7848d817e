/// The prior variance of coefficients that are not zero, from the most extreme t statistics (Smyth 2004, section 6.3).
enum CoefficientPrior {
  /// `nan` when there is nothing to estimate it from.
  ///
  /// `logTail` is log P(T > |t|) of every feature under its own degrees of freedom, `nan` where it has no test.
  static func variance(
    logTail: [Double], stdevUnscaled: [Double], degreesOfFreedom: [Double], proportion: Double,
    limits: (low: Double, high: Double)
  ) -> Double {
    let usable = logTail.indices.filter { !logTail[$0].isNaN }
    let count = Double(usable.count)
    let targets = Int((proportion / 2 * count).rounded(.up))
    guard targets > 0 else { return .nan }
    // The smallest tails are the largest |t| once all have the largest number of degrees of freedom.
    let reference = StudentT(usable.map { degreesOfFreedom[$0] }.max() ?? 0)
    let share = max(Double(targets) / count, proportion)
    var sum = 0.0
    for (rank, feature) in OrderStatistics.order(logTail).prefix(targets).enumerated() {
      let size = reference.quantile(logUpper: logTail[feature])
      let null = reference.twoSided(size)
      let target = ((Double(rank) + 0.5) / count - (1 - share) * null) / share
      var value = 0.0
      if target > null {
        let expected = reference.quantile(upper: target / 2)
        let unscaled = stdevUnscaled[feature] * stdevUnscaled[feature]
        value = unscaled * ((size / expected) * (size / expected) - 1)
      }
      sum += min(max(value, limits.low), limits.high)
    }
    return sum / Double(targets)
  }
}
