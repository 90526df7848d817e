internal import Normalization
internal import Numerics
internal import Schema

/// Aggregated values of one input on the samples of its cohort, normalised to log2 and filtered for coverage.
enum NormalizeStage {
  static let version = 1

  /// A layer matrix with the figures of how it was made.
  struct Result: Sendable {
    var matrix: LayerMatrix
    var method: String
    var reason: String
    /// Factor or shift of each sample, in the order of `matrix.samples`.
    var factors: [Double]
    var targetsBefore: Int
    /// Targets left out for coverage.
    var filtered: Int
    /// Targets within 1e-9 of the coverage threshold.
    var onTheCut: [String]
    /// Values that became missing because they were not positive.
    var madeMissing: Int
  }

  /// Normalises values of `aggregation` for the joined columns.
  static func run(
    _ aggregation: (targets: [String], values: [Double], sources: [[Int]]), measure: Measure, scale: Scale,
    columns: [Int], samples: [String], layer: Layer, cohort: String, method: NormalizationMethod,
    minimumCoverage: Double
  ) throws(OmicsError) -> Result {
    let rows = aggregation.targets.count
    var values: [Double] = []
    values.reserveCapacity(rows * columns.count)
    for column in columns { values.append(contentsOf: aggregation.values[(column * rows)..<((column + 1) * rows)]) }
    let input = Matrix(rows: rows, columns: columns.count, values: values)
    let outcome: NormalizationMethod.Outcome
    do {
      outcome = try method.apply(input, measure: measure, scale: scale, samples: samples)
    } catch {
      throw OmicsError(
        error.code, "\(layer.rawValue) of cohort \(cohort): \(error.message)", at: error.location, hint: error.hint)
    }
    let filter = CoverageFilter(minimumShare: minimumCoverage).apply(outcome.values)
    let kept = (0..<rows).filter { filter.keep[$0] }
    let matrix = outcome.values.selectingRows(kept)
    return Result(
      matrix: LayerMatrix(
        layer: layer, cohort: cohort, measure: measure.isCount && outcome.method != .none ? .cpm : measure,
        targets: kept.map { aggregation.targets[$0] }, samples: samples, values: matrix.values,
        featureCounts: kept.map { aggregation.sources[$0].count }),
      method: outcome.method.rawValue, reason: outcome.reason, factors: outcome.factors, targetsBefore: rows,
      filtered: rows - kept.count, onTheCut: filter.onTheCut.map { aggregation.targets[$0] },
      madeMissing: outcome.madeMissing)
  }
}
