internal import Glibc
internal import Numerics
public import Schema

/// Whether the label can be told from batch and covariates in a cohort: aliasing, variance inflation, permutations.
public struct DesignChecks: Sendable {
  /// The variance inflation factor of the label; infinite when it is aliased.
  public var inflation: Double
  /// The area under the ROC curve with which batch and covariates predict the label, leaving each sample out in turn.
  public var predictability: Double
  /// How many distinct label permutations the strata of batch allow, as a base-10 logarithm.
  public var logPermutations: Double
  /// Whether the cohort can be used.
  public var usable: Bool
  /// The checks, each a number and a verdict.
  public var checks: [RunCheck]

  /// The inflation above which a cohort is left out.
  public static let maximumInflation = 10.0
  /// The predictability from which a used cohort is called strongly confounded.
  public static let strongPredictability = 0.9

  /// Checks a cohort's design.
  public init(_ design: CohortDesign, cohort: String) {
    let label = design.label.map(Double.init)
    let nuisance = design.nuisance
    inflation = Self.inflation(label, nuisance)
    predictability = Self.predictability(label, nuisance)
    logPermutations = Self.logPermutations(design)
    usable = inflation <= Self.maximumInflation
    let aliased = !inflation.isFinite
    let what = nuisance.columns > 1 ? "batch and covariates" : "the intercept"
    checks = [
      RunCheck(
        id: "label-vif:\(cohort)", value: inflation, threshold: Self.maximumInflation,
        verdict: usable ? "pass" : "fail",
        explanation: aliased
          ? "the label cannot be told apart from \(what) in cohort \(cohort): the cohort is left out"
          : usable
            ? "the label can be estimated beside \(what) in cohort \(cohort)"
            : "\(what) nearly determine the label in cohort \(cohort): the cohort is left out"),
      RunCheck(
        id: "label-predictable:\(cohort)", value: predictability, threshold: Self.strongPredictability,
        verdict: predictability >= Self.strongPredictability ? "warn" : "pass",
        explanation: predictability >= Self.strongPredictability
          ? "\(what) predict the label in cohort \(cohort): strongly confounded"
          : "\(what) do not predict the label in cohort \(cohort)"),
      RunCheck(
        id: "permutations:\(cohort)", value: logPermutations, threshold: 2,
        verdict: logPermutations >= 2 ? "pass" : "warn",
        explanation: "log10 of the distinct label permutations within batch in cohort \(cohort)"),
    ]
  }

  /// 1 / (1 - R²) of the label on the nuisance columns; infinite when the label lies in their span.
  static func inflation(_ label: [Double], _ nuisance: Matrix) -> Double {
    let mean = label.reduce(0, +) / Double(label.count)
    let total = label.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard total > 0 else { return .infinity }
    let residual = PivotedQR(nuisance).residualSumOfSquares(label)
    return residual / total < 1e-10 ? .infinity : total / residual
  }

  /// Leave-one-out predictions of a least-squares fit on the nuisance columns, as an AUC; 0.5 when they say nothing.
  static func predictability(_ label: [Double], _ nuisance: Matrix) -> Double {
    let qr = PivotedQR(nuisance)
    let fitted = qr.fitted(label)
    let hat = qr.hatValues()
    var cases: [Double] = []
    var controls: [Double] = []
    for index in label.indices {
      let leverage = min(hat[index], 1 - 1e-9)
      let prediction = leverage > 1 - 1e-6 ? 0.5 : label[index] - (label[index] - fitted[index]) / (1 - leverage)
      if label[index] > 0.5 { cases.append(prediction) } else { controls.append(prediction) }
    }
    guard nuisance.columns > 1 else { return 0.5 }
    var wins = 0.0
    for a in cases {
      for b in controls { wins += a > b + 1e-12 ? 1 : abs(a - b) <= 1e-12 ? 0.5 : 0 }
    }
    return wins / Double(max(1, cases.count * controls.count))
  }

  /// log10 of the product over batches of (n choose cases).
  static func logPermutations(_ design: CohortDesign) -> Double {
    var total = 0.0
    for level in 0..<max(1, design.batchLevels.count) {
      let members = design.label.indices.filter { design.batch[$0] == level }
      let n = Double(members.count)
      let k = Double(members.filter { design.label[$0] == 1 }.count)
      total += SpecialFunction.lgamma(n + 1) - SpecialFunction.lgamma(k + 1) - SpecialFunction.lgamma(n - k + 1)
    }
    return total / M_LN10
  }
}
