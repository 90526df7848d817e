internal import Glibc
public import Numerics
public import Schema

/// Dispersions of negative binomial counts: gene-wise, their trend, and the compromise between both, as DESeq2 1.38's
/// `estimateDispersions` gives them.
///
/// Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8. Rows without counts hold nan.
public struct DispersionEstimates: Sendable {
  /// The smallest dispersion.
  static let minimum = 1e-8
  /// Means are at least this much.
  static let minimumMean = 0.5

  /// Mean of normalised counts.
  public var baseMean: [Double]
  /// Variance of normalised counts.
  public var baseVariance: [Double]
  /// Gene-wise dispersion.
  public var geneWise: [Double]
  /// The trend at the mean.
  public var fitted: [Double]
  /// The trend.
  public var trend: DispersionTrend
  /// Whether a parametric trend failed and a local one took its place.
  public var hasFallenBack: Bool
  /// Spread of log residuals (1.4826 times the median absolute deviation, squared).
  public var residualSpread: Double

  private let counts: Matrix
  private let factors: Matrix?
  private let sizeFactors: [Double]
  private let design: Matrix
  private let starts: [Double]

  /// Estimates gene-wise dispersions and their trend.
  ///
  /// - Parameters:
  ///   - counts: whole counts, features x samples.
  ///   - sizeFactors: one a sample.
  ///   - normalizationFactors: replace the size factors where given.
  ///   - design: samples x coefficients, of full rank.
  /// - Throws: `refused` when the design leaves no degrees of freedom or depends on itself, or no trend can be fitted.
  public init(
    _ counts: Matrix, sizeFactors: [Double], normalizationFactors: Matrix? = nil, design: Matrix,
    kind: DispersionTrend.Kind = .parametric, threads: Int? = nil
  ) throws(OmicsError) {
    self.counts = counts
    self.sizeFactors = sizeFactors
    self.design = design
    factors = normalizationFactors
    let columns = counts.columns
    guard PivotedQR(design).rank == design.columns else {
      throw OmicsError(
        .refused, "the design is not of full rank: one of its columns depends on the others",
        hint: "Leave out the term that repeats another.")
    }
    guard columns > design.columns else {
      throw OmicsError(
        .refused, "the design has as many coefficients as there are samples: dispersions cannot be estimated",
        hint: "Add replicates, or use blind=true.")
    }
    let model = MeanModel(design: design)
    let inverseSize = Self.meanInverse(sizeFactors, normalizationFactors)
    let rows: [RowEstimate] = parallelMap(count: counts.rows, threads: threads) { row in
      RowEstimate(
        counts.row(row), normalizationFactors?.row(row) ?? sizeFactors, model: model, inverseSize: inverseSize)
    }
    baseVariance = rows.map(\.variance)
    starts = rows.map(\.start)
    let dispersions = rows.map(\.dispersion)
    let means = rows.map(\.mean)
    (baseMean, geneWise) = (means, dispersions)
    let fit = try Self.trend(kind, means, dispersions)
    (trend, hasFallenBack, fitted, residualSpread) = (fit.trend, fit.hasFallenBack, fit.fitted, fit.spread)
  }

  /// The same gene-wise estimates with a trend of another kind.
  public func refitted(_ kind: DispersionTrend.Kind) throws(OmicsError) -> DispersionEstimates {
    let fit = try Self.trend(kind, baseMean, geneWise)
    var result = self
    (result.trend, result.hasFallenBack) = (fit.trend, fit.hasFallenBack)
    (result.fitted, result.residualSpread) = (fit.fitted, fit.spread)
    return result
  }

  private static func trend(
    _ kind: DispersionTrend.Kind, _ means: [Double], _ dispersions: [Double]
  ) throws(OmicsError) -> (trend: DispersionTrend, hasFallenBack: Bool, fitted: [Double], spread: Double) {
    let present = means.indices.filter { !dispersions[$0].isNaN }
    let (trend, hasFallenBack) = try DispersionTrend.fit(
      kind, means: present.map { means[$0] }, dispersions: present.map { dispersions[$0] })
    var fitted = [Double](repeating: .nan, count: means.count)
    for row in present { fitted[row] = trend(means[row]) }
    let deviation = OrderStatistics.mad(residuals(dispersions, fitted))
    return (trend, hasFallenBack, fitted, deviation * deviation)
  }

  /// Log residuals of the dispersions above 1e-6.
  private static func residuals(_ geneWise: [Double], _ fitted: [Double]) -> [Double] {
    geneWise.indices.filter { geneWise[$0] >= 100 * minimum }.map { log(geneWise[$0]) - log(fitted[$0]) }
  }

  /// The largest dispersion.
  static func maximum(_ samples: Int) -> Double { max(10, Double(samples)) }

  /// The mean over samples of 1 / size.
  static func meanInverse(_ sizeFactors: [Double], _ normalizationFactors: Matrix?) -> Double {
    let sizes = normalizationFactors.map { Descriptive.columnMeans($0) } ?? sizeFactors
    return sizes.reduce(0) { $0 + 1 / $1 } / Double(sizes.count)
  }

  /// The compromise between gene-wise estimates and trend.
  public struct Shrunken: Sendable {
    /// The best dispersion under the prior.
    public var posterior: [Double]
    /// The dispersion to use: gene-wise for outliers, the posterior otherwise.
    public var dispersion: [Double]
    /// Whether the gene-wise estimate lies more than two spreads above the trend.
    public var isOutlier: [Bool]
    /// The variance of the prior on log dispersions.
    public var priorVariance: Double
    /// How it was found: `moments`, `simulated` (few degrees of freedom) or `given`.
    public var priorOrigin: String
  }

  /// The variance of the prior on log dispersions, and how it is found.
  public var estimatedPriorVariance: (variance: Double, origin: String) {
    let found = DispersionPrior.variance(
      residuals: Self.residuals(geneWise, fitted), spread: residualSpread,
      degreesOfFreedom: counts.columns - design.columns)
    return (found.variance, found.origin.rawValue)
  }

  /// Pulls gene-wise dispersions towards the trend.
  ///
  /// - Parameter priorVariance: the variance of the prior; nil estimates it.
  public func shrunken(priorVariance: Double? = nil, threads: Int? = nil) -> Shrunken {
    let found = priorVariance.map { (variance: $0, origin: "given") } ?? estimatedPriorVariance
    let variance = found.variance
    let model = MeanModel(design: design)
    let posterior: [Double] = parallelMap(count: counts.rows, threads: threads) { row in
      guard !geneWise[row].isNaN else { return .nan }
      let own = counts.row(row)
      let likelihood = DispersionLikelihood(
        counts: own, means: model.means(own, factors?.row(row) ?? sizeFactors, dispersion: starts[row]),
        design: design, prior: .init(mean: log(fitted[row]), variance: variance))
      let start = geneWise[row] > 0.1 * fitted[row] ? geneWise[row] : fitted[row]
      let result = DispersionSearch.climb(likelihood, from: log(start), lowest: log(Self.minimum / 10))
      var best = exp(result.logAlpha)
      if !result.hasStopped {
        best = exp(
          DispersionSearch.grid(
            likelihood, from: log(Self.minimum), to: log(Self.maximum(counts.columns))))
      }
      return min(max(best, Self.minimum), Self.maximum(counts.columns))
    }
    let reach = 2 * residualSpread.squareRoot()
    let outliers = geneWise.indices.map { log(geneWise[$0]) > log(fitted[$0]) + reach }
    return Shrunken(
      posterior: posterior, dispersion: geneWise.indices.map { outliers[$0] ? geneWise[$0] : posterior[$0] },
      isOutlier: outliers, priorVariance: variance, priorOrigin: found.origin)
  }
}

/// The means of a row under a design: cell means where the design is one of groups, a negative binomial fit otherwise.
struct MeanModel: Sendable {
  private let design: Matrix
  private let factor: PivotedQR
  private let isGroups: Bool

  init(design: Matrix) {
    self.design = design
    factor = PivotedQR(design)
    isGroups = Set((0..<design.rows).map { design.row($0) }).count == design.columns
  }

  /// The linear model's means of normalised counts.
  func linear(_ normalized: [Double]) -> [Double] { factor.fitted(normalized) }

  /// Means of counts, at least one half.
  func means(_ counts: [Double], _ factors: [Double], dispersion: Double) -> [Double] {
    if isGroups {
      return zip(linear(zip(counts, factors).map { $0 / $1 }), factors).map {
        max($0 * $1, DispersionEstimates.minimumMean)
      }
    }
    return NegativeBinomialFit(design: design).fit(
      counts: counts, factors: factors, dispersion: dispersion, minimum: DispersionEstimates.minimumMean
    ).means
  }

  var terms: Int { design.columns }
  var matrix: Matrix { design }
}

/// The gene-wise estimate of one row.
private struct RowEstimate: Sendable {
  var mean: Double
  var variance: Double
  var start = Double.nan
  var dispersion = Double.nan

  init(_ counts: [Double], _ factors: [Double], model: MeanModel, inverseSize: Double) {
    let normalized = zip(counts, factors).map { $0 / $1 }
    mean = Descriptive.mean(normalized)
    variance = Descriptive.variance(normalized)
    guard counts.contains(where: { $0 > 0 }) else { return }
    let highest = DispersionEstimates.maximum(counts.count)
    let lowest = DispersionEstimates.minimum
    var rough = 0.0
    for (value, fitted) in zip(normalized, model.linear(normalized)) {
      let mean = max(1, fitted)
      rough += ((value - mean) * (value - mean) - mean) / (mean * mean)
    }
    rough = max(rough / Double(counts.count - model.terms), 0)
    let moments = (variance - inverseSize * mean) / (mean * mean)
    start = min(max(min(rough, moments), lowest), highest)
    let likelihood = DispersionLikelihood(
      counts: counts, means: model.means(counts, factors, dispersion: start), design: model.matrix, prior: nil)
    let result = DispersionSearch.climb(likelihood, from: log(start), lowest: log(lowest / 10))
    dispersion = min(exp(result.logAlpha), highest)
    if result.value < result.startValue + abs(result.startValue) / 1e6 { dispersion = start }
    // A single step counts as not converged here, as in the reference; with a prior it does not.
    if !result.hasStopped || result.steps == 1, dispersion > lowest * 10 {
      dispersion = exp(DispersionSearch.grid(likelihood, from: log(lowest), to: log(highest)))
    }
    dispersion = min(max(dispersion, lowest), highest)
  }
}
