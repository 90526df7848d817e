public import Numerics
public import Schema

/// Effects for every row of a matrix: limma's moderated statistics of a coefficient, a contrast, or several coefficients
/// at once.
///
/// Smyth 2004, doi:10.2202/1544-6115.1027; rows are fitted on their own observed samples. Rows that cannot be tested
/// hold nan and stay in place.
public struct EffectTable: Sendable {
  /// Estimated log2 fold change; nan where several coefficients are tested.
  public var logFoldChange: [Double]
  /// Standard error from the moderated variance; nan where several coefficients are tested.
  public var standardError: [Double]
  /// Moderated t; nan where several coefficients are tested.
  public var t: [Double]
  /// p-value: two-sided of t, or of F.
  public var pValue: [Double]
  /// Adjusted p-value over the tested rows.
  public var qValue: [Double]
  /// Mean over the observed samples.
  public var average: [Double]
  /// Observed samples.
  public var observed: [Int]
  /// Total degrees of freedom, prior included.
  public var degreesOfFreedom: [Double]
  /// Moderated F with its numerator degrees of freedom, where several coefficients are tested.
  public var f: [Double]?
  /// The estimates of each coefficient, where several are tested.
  public var estimates: [(name: String, values: [Double])] = []
  /// Prior degrees of freedom (of rows that are no outliers) and the median prior variance.
  public var prior: (degreesOfFreedom: Double, variance: Double)
  /// The correlation within blocks, where samples are blocked.
  public var blockCorrelation: Double?

  /// What is tested.
  public enum Question: Sendable {
    /// Coefficients by name; several are tested together by F.
    case coefficients([String])
    /// A combination of coefficients.
    case contrast(String)
  }

  /// Settings, named as in the reference.
  public struct Settings: Sendable, Hashable {
    /// Whether the prior variance follows the average.
    public var trend: Bool
    /// Whether the prior is protected against outlier variances.
    public var robust: Bool
    /// How p-values are adjusted.
    public var adjustment: PValueAdjustment
    /// Settings.
    public init(trend: Bool = false, robust: Bool = false, adjustment: PValueAdjustment = .benjaminiHochberg) {
      self.trend = trend
      self.robust = robust
      self.adjustment = adjustment
    }
  }

  /// Fits `values` (features x samples, log2) on a model and tests the column named `coefficient`.
  ///
  /// - Throws: `usage` for a coefficient that is not in the model, `refused` when it is not estimable.
  public init(
    _ values: Matrix, model: ModelMatrix, coefficient: String, settings: Settings = Settings()
  ) throws(OmicsError) {
    try self.init(values, model: model, question: .coefficients([coefficient]), settings: settings)
  }

  /// Fits `values` (features x samples, log2) on a model and answers a question.
  ///
  /// - Parameters:
  ///   - weights: inverse relative variances, features x samples, such as voom's.
  ///   - blocks: a block a sample, such as the subject: residuals of a block are correlated (duplicateCorrelation).
  /// - Throws: `usage` for a coefficient that is not in the model, `refused` when it is not estimable.
  public init(
    _ values: Matrix, model: ModelMatrix, question: Question, weights: Matrix? = nil, blocks: [Int]? = nil,
    settings: Settings = Settings()
  ) throws(OmicsError) {
    let linear = try RowwiseLinearModel(design: model.matrix)
    let (contrasts, names) = try Self.contrasts(question, model, nonEstimable: linear.nonEstimable)
    var correlation: Matrix?
    if let blocks {
      let found = try BlockCorrelation(values, design: model.matrix, blocks: blocks, weights: weights)
      blockCorrelation = found.consensus
      correlation = BlockCorrelation.matrix(blocks, correlation: found.consensus)
    }
    let full = try linear.fit(values, weights: weights, correlation: correlation)
    let moderated = try ModeratedVariance(full, trend: settings.trend, robust: settings.robust)
    let fit = try full.applying(contrasts: contrasts)
    prior = (moderated.prior.commonDegreesOfFreedom, OrderStatistics.median(moderated.prior.variance))
    average = full.averageExpression
    observed = full.observed
    degreesOfFreedom = moderated.totalDegreesOfFreedom
    if contrasts.columns == 1 {
      let test = moderated.test(
        coefficients: fit.coefficients.column(0), stdevUnscaled: fit.stdevUnscaled.column(0))
      logFoldChange = fit.coefficients.column(0)
      standardError = test.standardError
      t = test.t
      pValue = test.p
    } else {
      let nothing = [Double](repeating: .nan, count: values.rows)
      (logFoldChange, standardError, t) = (nothing, nothing, nothing)
      let statistic = Self.fStatistic(fit, moderated)
      f = statistic
      let total = moderated.totalDegreesOfFreedom
      pValue = statistic.indices.map {
        statistic[$0].isNaN
          ? .nan : FDistribution(Double(contrasts.columns), total[$0]).upperTail(statistic[$0])
      }
      estimates = names.indices.map { (name: names[$0], values: fit.coefficients.column($0)) }
    }
    qValue = settings.adjustment.adjust(pValue)
  }

  /// b' C⁻¹ b / (r s²) with each row's own covariance C of its r estimates; nan where one of them is missing.
  private static func fStatistic(_ fit: LinearModelFit, _ moderated: ModeratedVariance) -> [Double] {
    let terms = fit.coefficients.columns
    return (0..<fit.coefficients.rows).map { row in
      let beta = fit.coefficients.row(row)
      guard beta.allSatisfy({ $0.isFinite }), let factor = try? CholeskyFactor(fit.unscaledCovariance(of: row)) else {
        return .nan
      }
      let solved = factor.solve(beta)
      var sum = 0.0
      for term in 0..<terms { sum += beta[term] * solved[term] }
      return sum / (Double(terms) * moderated.posterior[row])
    }
  }

  /// One column of weights a tested estimate, with its name.
  private static func contrasts(
    _ question: Question, _ model: ModelMatrix, nonEstimable: [Int]
  ) throws(OmicsError) -> (Matrix, [String]) {
    var columns: [[Double]] = []
    var names: [String] = []
    switch question {
    case .contrast(let text):
      columns = [try LinearContrast(parsing: text, names: model.names).weights]
      names = [text]
    case .coefficients(let chosen):
      guard !chosen.isEmpty else { throw OmicsError(.usage, "no coefficient is named") }
      for name in chosen {
        guard let column = model.names.firstIndex(of: name) else {
          throw OmicsError(
            .usage, "the model has no coefficient \"\(name)\"", hint: LinearContrast.known(model.names))
        }
        guard !names.contains(name) else { throw OmicsError(.usage, "coefficient \"\(name)\" stands twice") }
        var weights = [Double](repeating: 0, count: model.names.count)
        weights[column] = 1
        columns.append(weights)
        names.append(name)
      }
    }
    for (weights, name) in zip(columns, names) {
      guard let column = nonEstimable.first(where: { weights[$0] != 0 }) else { continue }
      let what =
        model.names[column] == name
        ? "coefficient \"\(name)\"" : "contrast \"\(name)\" needs coefficient \"\(model.names[column])\", which"
      throw OmicsError(
        .refused, "\(what) cannot be estimated: other columns of the design determine it",
        hint: "Label and batch are aliased; drop one or use other samples.")
    }
    return (Matrix(columns: columns, rows: model.names.count), names)
  }
}
