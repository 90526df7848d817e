public import Schema

/// Coefficients, their unscaled standard errors and the residual spread of every feature (limma's `lmFit` result).
public struct LinearModelFit: Sendable {
  /// Coefficients, features x coefficients; `nan` where a feature's observed samples cannot estimate one.
  public internal(set) var coefficients: Matrix
  /// Square roots of the diagonal of (X'X)^-1 (with weights (X'WX)^-1), features x coefficients; `nan` as above.
  public internal(set) var stdevUnscaled: Matrix
  /// Residual standard deviation of every feature; `nan` without residual degrees of freedom.
  public let sigma: [Double]
  /// Residual degrees of freedom of every feature: observed samples minus rank; 0 for a feature without values.
  public let dfResidual: [Double]
  /// Samples that entered the fit of every feature.
  public let observed: [Int]
  /// Mean of every feature's observed values, unweighted; `nan` for a feature without values.
  public let averageExpression: [Double]
  /// Columns of the design that depend on columns before them: `nan` for every feature.
  public let nonEstimable: [Int]
  /// For every feature the position of its unscaled covariance.
  let covarianceIndex: [Int]
  /// Unscaled covariances of the coefficients, one a pattern of missing values (one a feature with weights).
  let covariances: [Matrix]

  /// The unscaled covariance of a feature's coefficients, `nan` in rows and columns that are not estimable.
  public func unscaledCovariance(of feature: Int) -> Matrix { covariances[covarianceIndex[feature]] }

  /// The fit in terms of contrasts: column m holds the sum of `contrasts[c, m]` times coefficient c.
  ///
  /// Standard errors use every feature's own covariance, so they are exact with missing values and weights. A contrast
  /// that involves a coefficient a feature cannot estimate is `nan` for that feature; a weight of 0 does not involve it.
  /// Throws `value` if the number of rows differs from the number of coefficients or a weight is not finite.
  public func applying(contrasts: Matrix) throws(OmicsError) -> LinearModelFit {
    guard contrasts.rows == coefficients.columns, contrasts.values.allSatisfy({ $0.isFinite }) else {
      throw OmicsError(
        .value,
        "the contrasts have \(contrasts.rows) rows for \(coefficients.columns) coefficients, or a weight is not finite",
        hint: "give one finite weight for every coefficient of the design")
    }
    let involved = (0..<contrasts.columns).map { column in
      (0..<contrasts.rows).filter { contrasts[$0, column] != 0 }
    }
    let transformed = covariances.map { Self.covariance($0, of: contrasts, involved) }
    var result = LinearModelFit(
      coefficients: Matrix(rows: coefficients.rows, columns: contrasts.columns),
      stdevUnscaled: Matrix(rows: coefficients.rows, columns: contrasts.columns), sigma: sigma, dfResidual: dfResidual,
      observed: observed, averageExpression: averageExpression, nonEstimable: [], covarianceIndex: covarianceIndex,
      covariances: transformed)
    for column in 0..<contrasts.columns {
      for feature in 0..<coefficients.rows {
        var value = 0.0
        for row in involved[column] { value += contrasts[row, column] * coefficients[feature, row] }
        result.coefficients[feature, column] = value
        result.stdevUnscaled[feature, column] = transformed[covarianceIndex[feature]][column, column].squareRoot()
      }
    }
    return result
  }

  private static func covariance(_ covariance: Matrix, of contrasts: Matrix, _ involved: [[Int]]) -> Matrix {
    var result = Matrix(rows: contrasts.columns, columns: contrasts.columns)
    for first in 0..<contrasts.columns {
      for second in 0...first {
        var sum = 0.0
        for left in involved[first] {
          for right in involved[second] {
            sum += contrasts[left, first] * covariance[left, right] * contrasts[right, second]
          }
        }
        result[first, second] = sum
        result[second, first] = sum
      }
    }
    return result
  }
}
