public import Numerics
public import Schema

/// Effects of several cohorts, each tested on its own samples, combined row by row with weights of inverse variance and a
/// variance between cohorts.
///
/// DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2. A row that one cohort alone can test keeps that cohort's
/// figures; one that none can holds nan.
public struct CohortEffects: Sendable {
  /// The cohorts, sorted, with their own effects.
  public var cohorts: [(name: String, effects: EffectTable)]
  /// Combined log2 fold change.
  public private(set) var logFoldChange: [Double] = []
  /// Its standard error, the variance between cohorts included.
  public private(set) var standardError: [Double] = []
  /// Estimate over standard error.
  public private(set) var statistic: [Double] = []
  /// Two-sided p-value: normal, or that of t where one cohort alone tests the row.
  public private(set) var pValue: [Double] = []
  /// Adjusted p-value over the tested rows.
  public private(set) var qValue: [Double] = []
  /// Degrees of freedom: those of t where one cohort alone tests the row, infinite otherwise.
  public private(set) var degreesOfFreedom: [Double] = []
  /// Cohorts that test each row.
  public private(set) var tested: [Int] = []
  /// p-value of the hypothesis that all cohorts have one effect; nan with fewer than two.
  public private(set) var heterogeneity: [Double] = []

  /// Combines the effects of one question over cohorts with the same rows.
  public init(_ cohorts: [(name: String, effects: EffectTable)], adjustment: PValueAdjustment) {
    self.cohorts = cohorts
    for row in 0..<(cohorts.first?.effects.t.count ?? 0) { append(row) }
    qValue = adjustment.adjust(pValue)
  }

  private mutating func append(_ row: Int) {
    let usable = cohorts.map(\.effects).filter { $0.t[row].isFinite && $0.standardError[row] > 0 }
    tested.append(usable.count)
    guard usable.count > 1 else {
      let only = usable.first
      logFoldChange.append(only?.logFoldChange[row] ?? .nan)
      standardError.append(only?.standardError[row] ?? .nan)
      statistic.append(only?.t[row] ?? .nan)
      pValue.append(only?.pValue[row] ?? .nan)
      degreesOfFreedom.append(only?.degreesOfFreedom[row] ?? .nan)
      heterogeneity.append(.nan)
      return
    }
    let pairs = usable.map {
      (estimate: $0.logFoldChange[row], variance: $0.standardError[row] * $0.standardError[row])
    }
    func mean(_ extra: Double) -> (estimate: Double, weight: Double) {
      var (sum, total) = (0.0, 0.0)
      for pair in pairs {
        sum += pair.estimate / (pair.variance + extra)
        total += 1 / (pair.variance + extra)
      }
      return (sum / total, total)
    }
    let fixed = mean(0)
    var (spread, squares) = (0.0, 0.0)
    for pair in pairs {
      let away = pair.estimate - fixed.estimate
      spread += away * away / pair.variance
      squares += 1 / (pair.variance * pair.variance)
    }
    let degrees = Double(pairs.count - 1)
    let between = max(0, (spread - degrees) / (fixed.weight - squares / fixed.weight))
    let combined = mean(between)
    let error = 1 / combined.weight.squareRoot()
    logFoldChange.append(combined.estimate)
    standardError.append(error)
    statistic.append(combined.estimate / error)
    pValue.append(NormalDistribution.twoSided(combined.estimate / error))
    degreesOfFreedom.append(.infinity)
    heterogeneity.append(ChiSquare(degrees).upperTail(spread))
  }

  /// Mean over all observed samples of a row.
  public func average(_ row: Int) -> Double {
    var (sum, count) = (0.0, 0.0)
    for (_, effects) in cohorts where effects.observed[row] > 0 {
      sum += effects.average[row] * Double(effects.observed[row])
      count += Double(effects.observed[row])
    }
    return count > 0 ? sum / count : .nan
  }

  /// Observed samples of a row.
  public func observed(_ row: Int) -> Int { cohorts.reduce(0) { $0 + $1.effects.observed[row] } }
}
