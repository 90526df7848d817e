internal import Glibc
public import Schema

/// A linear model fitted to every feature on its own observed samples (the definition of limma's `lmFit`).
///
/// Features with the same pattern of missing values share one factorisation; every feature's arithmetic is the same
/// whether or not it shares, so results do not depend on grouping or on the number of threads.
public struct RowwiseLinearModel: Sendable {
  /// The design, samples x coefficients.
  public let design: Matrix
  /// Relative length below which a column counts as dependent on those before it.
  public let tolerance: Double
  /// Columns of the design that depend on columns before them; their coefficients are `nan` for every feature.
  public let nonEstimable: [Int]

  /// A model; throws `value` if the design holds missing or infinite values.
  public init(design: Matrix, tolerance: Double = 1e-7) throws(OmicsError) {
    guard design.values.allSatisfy({ $0.isFinite }) else {
      throw OmicsError(
        .value, "the design has missing or infinite values", hint: "leave out the samples without these covariates")
    }
    self.design = design
    self.tolerance = tolerance
    nonEstimable = PivotedQR(design, tolerance: tolerance).dependentColumns
  }

  /// Fits every row of a features x samples matrix; a missing or infinite value is not observed.
  ///
  /// `weights`, features x samples, are inverse relative variances; a weight that is missing, infinite or not positive
  /// takes its sample out of that feature. `correlation`, samples x samples, is that of the residuals: generalised least
  /// squares (limma's `gls.series`). Throws `value` if the shapes differ, `refused` for a correlation that is not
  /// positive definite.
  public func fit(
    _ values: Matrix, weights: Matrix? = nil, correlation: Matrix? = nil, threads: Int? = nil
  ) throws(OmicsError) -> LinearModelFit {
    guard values.columns == design.rows else {
      throw OmicsError(
        .value, "the matrix has \(values.columns) samples and the design \(design.rows)",
        hint: "order the design's rows like the matrix's samples")
    }
    guard weights == nil || weights?.rows == values.rows && weights?.columns == values.columns else {
      throw OmicsError(.value, "the weights have another shape than the matrix")
    }
    if let correlation {
      guard correlation.rows == values.columns, correlation.columns == values.columns else {
        throw OmicsError(.value, "the correlation has another number of samples than the matrix")
      }
      _ = try CholeskyFactor(correlation)
    }
    let patterns = ObservationPatterns(values, weights: weights)
    let groups = weights == nil ? patterns.groups : (0..<values.rows).map { [$0] }
    var fits: [GroupFit] = parallelMap(count: groups.count, threads: threads) { index in
      GroupFit(
        model: self, values: values, weights: weights, correlation: correlation, features: groups[index],
        patterns: patterns)
    }
    return assemble(&fits, groups, values, patterns)
  }

  private func assemble(
    _ fits: inout [GroupFit], _ groups: [[Int]], _ values: Matrix, _ patterns: ObservationPatterns
  ) -> LinearModelFit {
    let (rows, terms) = (values.rows, design.columns)
    var finite = values
    for index in finite.values.indices where finite.values[index].isInfinite { finite.values[index] = .nan }
    var coefficients = Matrix(rows: rows, columns: terms, repeating: .nan)
    var stdev = Matrix(rows: rows, columns: terms, repeating: .nan)
    var sigma = [Double](repeating: .nan, count: rows)
    var residual = [Double](repeating: 0, count: rows)
    var observed = [Int](repeating: 0, count: rows)
    var covarianceIndex = [Int](repeating: 0, count: rows)
    for (group, fit) in fits.enumerated() {
      for (position, feature) in groups[group].enumerated() {
        for term in 0..<terms {
          coefficients[feature, term] = fit.coefficients[position * terms + term]
          stdev[feature, term] = fit.covariance[term, term].squareRoot()
        }
        sigma[feature] = fit.sigma[position]
        residual[feature] = Double(fit.observed - fit.rank)
        observed[feature] = fit.observed
        covarianceIndex[feature] = group
      }
    }
    return LinearModelFit(
      coefficients: coefficients, stdevUnscaled: stdev, sigma: sigma, dfResidual: residual, observed: observed,
      averageExpression: Descriptive.rowMeans(finite), nonEstimable: nonEstimable, covarianceIndex: covarianceIndex,
      covariances: fits.map(\.covariance))
  }
}

/// The features that share one factorisation, and their fits.
private struct GroupFit: Sendable {
  var coefficients: [Double]
  var sigma: [Double]
  var covariance: Matrix
  var observed: Int
  var rank: Int

  init(
    model: RowwiseLinearModel, values: Matrix, weights: Matrix?, correlation: Matrix?, features: [Int],
    patterns: ObservationPatterns
  ) {
    let samples = patterns.observedSamples(of: features[0])
    let terms = model.design.columns
    var design = model.design.selectingRows(samples)
    var scales = [Double](repeating: 1, count: samples.count)
    if let weights {
      for (position, sample) in samples.enumerated() {
        scales[position] = weights[features[0], sample].squareRoot()
        for term in 0..<terms { design[position, term] *= scales[position] }
      }
    }
    let whitening = correlation.map { Whitening($0, samples) }
    if let whitening {
      for term in 0..<terms { design.setColumn(term, to: whitening.applied(to: design.column(term))) }
    }
    let factor = PivotedQR(design, tolerance: model.tolerance)
    covariance = factor.unscaledCovariance()
    observed = samples.count
    rank = factor.rank
    coefficients = [Double](repeating: .nan, count: features.count * terms)
    sigma = [Double](repeating: .nan, count: features.count)
    var work = [Double](repeating: 0, count: samples.count)
    for (place, feature) in features.enumerated() {
      for (position, sample) in samples.enumerated() {
        work[position] = values.values[sample * values.rows + feature] * scales[position]
      }
      if let whitening { work = whitening.applied(to: work) }
      work.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        factor.turn(start)
        if observed > rank {
          var sum = 0.0
          for row in rank..<observed { sum += start[row] * start[row] }
          sigma[place] = (sum / Double(observed - rank)).squareRoot()
        }
        factor.backSolve(start)
        for position in 0..<rank { coefficients[place * terms + factor.pivot[position]] = start[position] }
      }
    }
  }
}

/// The inverse Cholesky factor of the correlation of some samples, which makes their residuals independent.
private struct Whitening {
  private let lower: Matrix

  init(_ correlation: Matrix, _ samples: [Int]) {
    var factor = correlation.selectingRows(samples).selectingColumns(samples)
    for a in 0..<samples.count {
      for b in 0...a {
        var value = factor[a, b]
        for k in 0..<b { value -= factor[a, k] * factor[b, k] }
        factor[a, b] = a == b ? value.squareRoot() : value / factor[b, b]
      }
    }
    lower = factor
  }

  func applied(to vector: [Double]) -> [Double] {
    var result = vector
    for a in result.indices {
      for k in 0..<a { result[a] -= lower[a, k] * result[k] }
      result[a] /= lower[a, a]
    }
    return result
  }
}
