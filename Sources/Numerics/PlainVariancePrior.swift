internal import Glibc

/// The informative features of a prior estimate.
struct VarianceSample {
  var variances: [Double]
  var degrees: [Double]
  let covariate: [Double]?
}

/// The prior by moments of log variances, with or without a trend.
struct PlainVariancePrior {
  /// Prior degrees of freedom; `.infinity` when the variances differ no more than chance.
  let degrees: Double
  private let constant: Double
  private let spline: (basis: NaturalSplineBasis, coefficients: [Double])?

  init(_ sample: VarianceSample) {
    guard sample.variances.count > 1 else {
      degrees = 0
      constant = log(sample.variances[0])
      spline = nil
      return
    }
    let median = OrderStatistics.median(sample.variances)
    let floor = 1e-5 * (median > 0 ? median : 1)
    let raised = sample.variances.map { max($0, floor) }
    let moments = LogChiSquareMoments(sample.degrees)
    let scores = zip(raised, sample.degrees).map { log($0) - moments.center($1) }
    let noise = Descriptive.mean(sample.degrees.map { moments.variance($0) })
    let size = Self.splineSize(sample)
    let center: Double
    let spread: Double
    if let covariate = sample.covariate, size > 1 {
      let basis = NaturalSplineBasis(covariate, degreesOfFreedom: size)
      let factor = PivotedQR(basis.matrix(covariate))
      let coefficients = factor.coefficients(scores).map { $0.isNaN ? 0 : $0 }
      spline = (basis, coefficients)
      center = 0
      spread = factor.residualSumOfSquares(scores) / Double(scores.count - factor.rank) - noise
    } else {
      spline = nil
      center = Descriptive.mean(scores)
      spread = Descriptive.variance(scores) - noise
    }
    if spread > 0 {
      degrees = 2 * SpecialFunction.trigammaInverse(spread)
      constant = center + SpecialFunction.digamma(degrees / 2) - log(degrees / 2)
    } else {
      degrees = .infinity
      constant = spline == nil ? log(Descriptive.mean(raised)) : 0
    }
  }

  /// 1 + [n >= 3] + [n >= 6] + [n >= 30] functions, at most the number of distinct covariate values.
  private static func splineSize(_ sample: VarianceSample) -> Int {
    guard let covariate = sample.covariate else { return 1 }
    let count = covariate.count
    let rule = 1 + (count >= 3 ? 1 : 0) + (count >= 6 ? 1 : 0) + (count >= 30 ? 1 : 0)
    return min(rule, Set(covariate).count)
  }

  /// The logarithm of the prior variance at a covariate value; `nan` where a needed value is missing.
  func logVariance(at covariate: Double?) -> Double {
    guard let spline else { return constant }
    guard let covariate, covariate.isFinite else { return .nan }
    return constant + spline.basis.matrix([covariate]).multiplied(by: spline.coefficients)[0]
  }
}

/// Mean and variance of log(chi-square / d) at every degree of freedom that occurs: few values, asked for many times.
private struct LogChiSquareMoments {
  private var table: [(center: Double, variance: Double)?] = []

  init(_ degrees: [Double]) {
    for value in degrees where value >= 0 && value < 4096 && value == value.rounded() {
      let place = Int(value)
      if place >= table.count {
        table += [(center: Double, variance: Double)?](repeating: nil, count: place + 1 - table.count)
      }
      if table[place] == nil { table[place] = (Self.center(value), SpecialFunction.trigamma(value / 2)) }
    }
  }

  func center(_ degrees: Double) -> Double { known(degrees)?.center ?? Self.center(degrees) }

  func variance(_ degrees: Double) -> Double { known(degrees)?.variance ?? SpecialFunction.trigamma(degrees / 2) }

  private func known(_ degrees: Double) -> (center: Double, variance: Double)? {
    guard degrees >= 0, degrees < Double(table.count), degrees == degrees.rounded() else { return nil }
    return table[Int(degrees)]
  }

  private static func center(_ degrees: Double) -> Double {
    SpecialFunction.digamma(degrees / 2) - log(degrees / 2)
  }
}
