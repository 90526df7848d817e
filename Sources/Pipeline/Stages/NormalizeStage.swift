internal import Normalization
internal import Numerics
internal import Schema

/// Aggregated values of one input on the samples of its cohort, normalised to log2 and filtered for coverage.
enum NormalizeStage {
  static let version = 2

  /// A layer matrix with the figures of how it was made.
  struct Result: Sendable {
    var matrix: LayerMatrix
    var method: String
    var reason: String
    /// What the filter saw of every target.
    var coverage: TargetCoverage
    /// Targets within 1e-9 of the coverage threshold.
    var onTheCut: [String]
    /// Values that became missing because they were not positive.
    var madeMissing: Int
    /// Each step with its factors and the figures of each sample.
    var steps: [NormalizationStep]
    /// What the methods said.
    var notes: [Diagnostic]

    var targetsBefore: Int { coverage.targets.count }
    /// Targets left out for coverage.
    var filtered: Int { targetsBefore - matrix.targets.count }
  }

  /// The share of observed samples that decided on each target of an input, kept or not.
  struct TargetCoverage: Sendable {
    var targets: [String]
    var shares: [Double]
    /// Targets whose decision changes with one observed value more or less.
    var atOneObservation: [Int]
  }

  /// Normalises values of `aggregation` for the joined columns.
  static func run(
    _ aggregation: (targets: [String], values: [Double], sources: [[Int]]), measure: Measure, scale: Scale,
    columns: [Int], sheet: SampleTable, layer: Layer, cohort: String, chain: NormalizationChain,
    coverage: CoverageFilter,
    contrast: Contrast, seed: UInt64
  ) throws(OmicsError) -> Result {
    let rows = aggregation.targets.count
    let samples = sheet.rows.map(\.name)
    var values: [Double] = []
    values.reserveCapacity(rows * columns.count)
    for column in columns { values.append(contentsOf: aggregation.values[(column * rows)..<((column + 1) * rows)]) }
    let input = Matrix(rows: rows, columns: columns.count, values: values)
    let context = NormalizationChain.Context(
      ids: aggregation.targets, sheet: sheet, contrast: contrast, seed: seed)
    let applied: NormalizationChain.Applied
    do throws(OmicsError) {
      applied = try chain.apply(input, measure: measure, scale: scale, context: context)
    } catch {
      throw OmicsError(
        error.code, "\(layer.rawValue) of cohort \(cohort): \(error.message)", at: error.location, hint: error.hint)
    }
    let (outcome, name) = (applied.outcome, applied.name)
    let labels = sheet.column(contrast.factor) ?? []
    let groups = labels.map { $0 == contrast.caseLevel ? 1 : $0 == contrast.controlLevel ? 0 : nil }
    let filter = coverage.apply(outcome.values, groups: groups)
    let kept = (0..<rows).filter { filter.keep[$0] }
    let matrix = outcome.values.selectingRows(kept)
    return Result(
      matrix: LayerMatrix(
        layer: layer, cohort: cohort, measure: measure.isCount && name != "none" ? .cpm : measure,
        targets: kept.map { aggregation.targets[$0] }, samples: samples, values: matrix.values,
        featureCounts: kept.map { aggregation.sources[$0].count }),
      method: name, reason: outcome.reason,
      coverage: TargetCoverage(
        targets: aggregation.targets, shares: filter.coverage, atOneObservation: filter.atOneObservation),
      onTheCut: filter.onTheCut.map { aggregation.targets[$0] }, madeMissing: outcome.madeMissing,
      steps: applied.steps, notes: applied.notes)
  }
}
