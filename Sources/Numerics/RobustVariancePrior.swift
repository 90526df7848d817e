internal import Glibc
internal import Schema

/// The prior of variances with winsorised moments (Phipson et al. 2016, doi:10.1214/16-AOAS920; limma 3.54 rules).
struct RobustVariancePrior {
  /// Prior degrees of freedom of the bulk of the features.
  let common: Double
  /// Prior degrees of freedom of every feature of the sample, fewer for outliers.
  let degrees: [Double]
  /// Logarithm of the prior variance of every feature of the sample.
  let logVariance: [Double]

  init(_ sample: VarianceSample, tails: (lower: Double, upper: Double)) throws(OmicsError) {
    let count = sample.variances.count
    let median = OrderStatistics.median(sample.variances)
    guard median > 0 else {
      throw OmicsError(
        .refused, "more than half of the residual variances are zero",
        hint: "use the prior without the robust option, or remove constant features")
    }
    var raised = sample
    raised.variances = sample.variances.map { max($0, median * 1e-12) }
    let plain = PlainVariancePrior(raised)
    let plainLog = (0..<count).map { plain.logVariance(at: sample.covariate?[$0]) }
    let observed = Double(count)
    if max(tails.lower, tails.upper) < 1 / observed {
      (common, degrees, logVariance) = (plain.degrees, [Double](repeating: plain.degrees, count: count), plainLog)
      return
    }
    let residualDegrees = raised.degrees.max() ?? 0
    let z = Self.toFullDegrees(raised, residualDegrees, prior: plain.degrees, plainLog)
    let trend =
      sample.covariate.map { Lowess.fit(x: $0, y: z, span: 0.4, iterations: 3) }
      ?? [Double](repeating: OrderStatistics.trimmedMean(z, fraction: tails.upper), count: count)
    let residuals = zip(z, trend).map { $0 - $1 }
    let limits = OrderStatistics.quantiles(residuals, [tails.lower, 1 - tails.upper])
    let winsorized = residuals.map { min(max($0, limits[0]), limits[1]) }
    let (mean, variance) = (Descriptive.mean(winsorized), Descriptive.variance(winsorized))
    func excess(_ prior: Double) -> Double {
      log(variance / WinsorizedLogF(residualDegrees, prior, tails: tails).variance)
    }
    let atInfinity = excess(.infinity)
    if atInfinity > 0, plain.degrees == .infinity {
      (common, degrees, logVariance) = (.infinity, [Double](repeating: .infinity, count: count), plainLog)
      return
    }
    common = atInfinity <= 0 ? .infinity : Self.matchedDegrees(above: plain.degrees, atInfinity, excess)
    let bias = mean - WinsorizedLogF(residualDegrees, common, tails: tails).mean
    logVariance = trend.map { $0 + bias }
    let statistics = zip(z, logVariance).map { exp($0 - $1) }
    degrees = Self.shrunkDegrees(statistics, residualDegrees: residualDegrees, common: common)
  }

  /// Log variances as if every feature had the largest number of residual degrees of freedom: equal tail areas of F.
  private static func toFullDegrees(
    _ sample: VarianceSample, _ full: Double, prior: Double, _ logVariance: [Double]
  ) -> [Double] {
    let target = FDistribution(full, prior)
    return sample.variances.indices.map { index in
      let own = sample.degrees[index]
      guard own < full - 1e-14 else { return log(sample.variances[index]) }
      let statistic = sample.variances[index] / exp(logVariance[index])
      let source = FDistribution(own, prior)
      let (lower, upper) = (source.logLowerTail(statistic), source.logUpperTail(statistic))
      let moved = upper < lower ? target.quantile(logUpper: upper) : target.quantile(logLower: lower)
      return log(moved) + logVariance[index]
    }
  }

  /// The prior degrees of freedom at which theoretical and empirical winsorised variance agree, on the scale d/(1+d).
  private static func matchedDegrees(
    above plain: Double, _ atInfinity: Double, _ excess: (Double) -> Double
  ) -> Double {
    let start = plain / (1 + plain)
    let atStart = excess(plain)
    if atStart >= 0 { return plain }
    let root = BracketedRoot.solve(start, atStart, 1, atInfinity, tolerance: 1e-13) { excess($0 / (1 - $0)) }
    return root / (1 - root)
  }

  /// Fewer prior degrees of freedom where the F tail is smaller than the feature's rank explains.
  private static func shrunkDegrees(_ statistics: [Double], residualDegrees: Double, common: Double) -> [Double] {
    let count = Double(statistics.count)
    let prior = FDistribution(residualDegrees, common)
    let logTail = statistics.map { prior.logUpperTail($0) }
    let ranks = OrderStatistics.ranks(statistics)
    let logRegular = zip(logTail, ranks).map { min($0 - log((count - $1 + 0.5) / count), 0) }
    guard logRegular.contains(where: { $0 < 0 }) else { return statistics.map { _ in common } }
    let order = OrderStatistics.order(logTail)
    if common == .infinity {
      var degrees = logRegular.map { $0 < 0 ? exp($0) * count * residualDegrees : .infinity }
      makeMonotone(&degrees, along: order[...])
      return degrees
    }
    var outlier = 0.0
    let smallest = logTail.min() ?? 0
    if smallest > -.infinity {
      outlier = log(0.5) / smallest * common
      let largest = statistics.max() ?? 1
      outlier *= log(0.5) / FDistribution(residualDegrees, outlier).logUpperTail(largest)
    }
    var degrees = logRegular.map { exp($0) * common - expm1($0) * outlier }
    // The most extreme features share the mean that is smallest over all beginnings of the order.
    var (sum, best, length) = (0.0, Double.infinity, 0)
    for (position, index) in order.enumerated() {
      sum += degrees[index]
      if sum / Double(position + 1) < best { (best, length) = (sum / Double(position + 1), position + 1) }
    }
    for index in order[..<length] { degrees[index] = best }
    makeMonotone(&degrees, along: order[...])
    return degrees
  }

  private static func makeMonotone(_ degrees: inout [Double], along order: ArraySlice<Int>) {
    var largest = 0.0
    for index in order {
      largest = max(largest, degrees[index])
      degrees[index] = largest
    }
  }
}
