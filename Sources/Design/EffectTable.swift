public import Numerics
public import Schema

/// Effects of one coefficient for every row of a matrix: limma's moderated statistics.
///
/// Smyth 2004, doi:10.2202/1544-6115.1027; rows are fitted on their own observed samples. Rows that cannot be tested
/// hold nan and stay in place.
public struct EffectTable: Sendable {
  /// Estimated log2 fold change.
  public var logFoldChange: [Double]
  /// Standard error from the moderated variance.
  public var standardError: [Double]
  /// Moderated t.
  public var t: [Double]
  /// Two-sided p-value.
  public var pValue: [Double]
  /// Benjamini-Hochberg q-value over the tested rows.
  public var qValue: [Double]
  /// Mean over the observed samples.
  public var average: [Double]
  /// Observed samples.
  public var observed: [Int]
  /// Total degrees of freedom, prior included.
  public var degreesOfFreedom: [Double]

  /// Settings, named as in the reference.
  public struct Settings: Sendable, Hashable {
    /// Whether the prior variance follows the average.
    public var trend: Bool
    /// Whether the prior is protected against outlier variances.
    public var robust: Bool
    /// Settings.
    public init(trend: Bool = false, robust: Bool = false) {
      self.trend = trend
      self.robust = robust
    }
  }

  /// Fits `values` (features x samples, log2) on a model and tests the column named `coefficient`.
  ///
  /// - Throws: `usage` for a coefficient that is not in the model, `refused` when it is not estimable.
  public init(
    _ values: Matrix, model: ModelMatrix, coefficient: String, settings: Settings = Settings()
  ) throws(OmicsError) {
    guard let column = model.names.firstIndex(of: coefficient) else {
      throw OmicsError(
        .usage, "the model has no coefficient \"\(coefficient)\"",
        hint: "It has: \(model.names.joined(separator: ", ")).")
    }
    let linear = try RowwiseLinearModel(design: model.matrix)
    guard !linear.nonEstimable.contains(column) else {
      throw OmicsError(
        .refused, "coefficient \"\(coefficient)\" cannot be estimated: other columns of the design determine it",
        hint: "Label and batch are aliased; drop one or use other samples.")
    }
    let fit = try linear.fit(values)
    let moderated = try ModeratedVariance(fit, trend: settings.trend, robust: settings.robust)
    let beta = fit.coefficients.column(column)
    let test = moderated.test(coefficients: beta, stdevUnscaled: fit.stdevUnscaled.column(column))
    logFoldChange = beta
    standardError = test.standardError
    t = test.t
    pValue = test.p
    qValue = PValueAdjustment.benjaminiHochberg.adjust(test.p)
    average = fit.averageExpression
    observed = fit.observed
    degreesOfFreedom = moderated.totalDegreesOfFreedom
  }
}
