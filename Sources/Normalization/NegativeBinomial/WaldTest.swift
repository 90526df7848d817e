internal import Glibc
public import Numerics
public import Schema

/// Wald tests of a coefficient of a negative binomial model of counts, as DESeq2 1.38's `nbinomWaldTest` and `results`
/// give them without a prior on coefficients and without replacing outlying counts.
///
/// Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8. Rows without counts hold nan.
public struct WaldTest: Sendable {
  /// log2 fold changes.
  public private(set) var logFoldChange: [Double]
  /// Their standard errors.
  public private(set) var standardError: [Double]
  /// Estimate over standard error.
  public private(set) var statistic: [Double]
  /// Two-sided p-values of the normal distribution; nan for rows with an outlying count, where they are judged.
  public private(set) var pValue: [Double]
  /// Rows with a count that moves their fit too far.
  public private(set) var outlying: [Int]
  /// Rows whose fit came to no rest by reweighting and was found by bounded steps.
  public private(set) var unsettled: [Int]

  /// Tests one coefficient.
  ///
  /// - Parameters:
  ///   - counts: whole counts, features x samples.
  ///   - factors: what counts are divided by, features x samples.
  ///   - dispersions: one a row; nan for rows without counts.
  ///   - design: samples x coefficients, of full rank.
  ///   - judgesOutliers: whether rows with an outlying count lose their p-value.
  public init(
    _ counts: Matrix, factors: Matrix, dispersions: [Double], design: Matrix, coefficient: Int,
    judgesOutliers: Bool = true, threads: Int? = nil
  ) {
    let model = NegativeBinomialFit(design: design)
    let judge = CookDistances(design: design)
    let rows: [RowTest] = parallelMap(count: counts.rows, threads: threads) { row in
      guard !dispersions[row].isNaN else { return RowTest() }
      return RowTest(
        counts.row(row), factors.row(row), dispersion: dispersions[row], model: model, coefficient: coefficient,
        judge: judgesOutliers ? judge : nil)
    }
    logFoldChange = rows.map(\.estimate)
    standardError = rows.map(\.error)
    statistic = rows.map { $0.estimate / $0.error }
    outlying = rows.indices.filter { rows[$0].isOutlying }
    unsettled = rows.indices.filter { !rows[$0].hasConverged }
    pValue = statistic.map { $0.isNaN ? .nan : NormalDistribution.twoSided($0) }
    for row in outlying { pValue[row] = .nan }
  }
}

/// The test of one row.
private struct RowTest: Sendable {
  var estimate = Double.nan
  var error = Double.nan
  var isOutlying = false
  var hasConverged = true

  init() {}

  init(
    _ counts: [Double], _ factors: [Double], dispersion: Double, model: NegativeBinomialFit, coefficient: Int,
    judge: CookDistances?
  ) {
    let fit = model.fit(
      counts: counts, factors: factors, dispersion: dispersion, minimum: DispersionEstimates.minimumMean)
    hasConverged = fit.hasConverged
    estimate = fit.coefficients[coefficient] / M_LN2
    let terms = model.design.columns
    var information = Matrix(rows: terms, columns: terms)
    let weights = fit.means.map { $0 / (1 + dispersion * $0) }
    for (sample, weight) in weights.enumerated() {
      for a in 0..<terms {
        for b in 0..<terms { information[a, b] += model.design[sample, a] * model.design[sample, b] * weight }
      }
    }
    var ridged = information
    for term in 0..<terms { ridged[term, term] += NegativeBinomialFit.ridge }
    guard let inverse = try? CholeskyFactor(ridged).inverse() else { return }
    // With the ridge, the variance is that of a linear map of the data.
    let row = inverse.row(coefficient)
    var variance = 0.0
    for a in 0..<terms {
      for b in 0..<terms { variance += row[a] * information[a, b] * row[b] }
    }
    error = variance.squareRoot() / M_LN2
    guard let judge else { return }
    let hats = weights.indices.map { sample in
      var sum = 0.0
      for a in 0..<terms {
        for b in 0..<terms { sum += model.design[sample, a] * inverse[a, b] * model.design[sample, b] }
      }
      return weights[sample] * sum
    }
    isOutlying = judge.isOutlying(
      counts, zip(counts, factors).map { $0 / $1 }, means: fit.means, hats: hats)
  }
}
