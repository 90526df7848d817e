/// The effect of a label on every row of a matrix, as `AbsorbedFactorModel` estimates it.
public struct LabelEffects: Sendable, Equatable {
  /// Coefficient of the label; `nan` where it cannot be estimated beside the factor and the covariates.
  public internal(set) var beta: [Double]
  /// Square root of the label's entry in (X'X)^-1; `nan` as above.
  public internal(set) var stdevUnscaled: [Double]
  /// Residual variance; `nan` without residual degrees of freedom.
  public internal(set) var sigmaSquared: [Double]
  /// Standard error of the label's coefficient, stdevUnscaled x sigma; `nan` where one of them is.
  public internal(set) var standardError: [Double]
  /// Residual degrees of freedom: observed samples - observed groups - rank of covariates and label; at least 0.
  public internal(set) var dfResidual: [Double]
  /// Observed samples whose label is 0 or negative.
  public internal(set) var observedLow: [Int32]
  /// Observed samples whose label is positive.
  public internal(set) var observedHigh: [Int32]

  /// Room for a number of rows, all missing.
  init(rows: Int) {
    beta = [Double](repeating: .nan, count: rows)
    stdevUnscaled = beta
    sigmaSquared = beta
    standardError = beta
    dfResidual = [Double](repeating: 0, count: rows)
    observedLow = [Int32](repeating: 0, count: rows)
    observedHigh = observedLow
  }
}
