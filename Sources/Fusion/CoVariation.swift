internal import Glibc
internal import Numerics
public import Schema

/// How some targets move together within the compared groups: correlations of RNA and of protein beside the label, the
/// batch and the covariates.
///
/// Values are the exact residuals of the model that effects are tested in, on each target's observed samples. Over cohorts
/// the correlation is the mean of Fisher transforms, weighted by samples.
public struct CoVariation: Sendable {
  /// Samples that two targets must share in a cohort.
  public static let minimumSamples = 20

  /// Residuals by target, in one order of samples; nan where not observed.
  private typealias Layer = [String: [Double]]

  private let rna: [Layer]
  private let protein: [Layer]

  /// Whether any cohort has RNA.
  public var hasRNA: Bool { !rna.isEmpty }

  /// Prepares the values of some targets.
  public init(_ cohorts: [CohortData], targets: [String]) {
    let chosen = Set(targets)
    rna = cohorts.compactMap { cohort in cohort.rna.map { Self.residuals(cohort, $0, chosen) } }
    protein = cohorts.compactMap { cohort in cohort.protein.map { Self.residuals(cohort, $0, chosen) } }
  }

  /// The correlation of two targets' RNA; nil when one is not measured or too few samples have both.
  public func rna(_ a: String, _ b: String) -> Double? { Self.correlation(rna, a, b) }

  /// The correlation of two targets' protein; nil when one is not measured or too few samples have both.
  public func protein(_ a: String, _ b: String) -> Double? { Self.correlation(protein, a, b) }

  private static func correlation(_ layers: [Layer], _ a: String, _ b: String) -> Double? {
    var (sum, weight) = (0.0, 0.0)
    for layer in layers {
      guard let x = layer[a], let y = layer[b] else { continue }
      let shared = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
      guard shared.count >= minimumSamples else { continue }
      let r = Descriptive.pearson(shared.map { x[$0] }, shared.map { y[$0] })
      guard !r.isNaN else { continue }
      sum += Double(shared.count - 3) * atanh(max(-0.999999, min(0.999999, r)))
      weight += Double(shared.count - 3)
    }
    return weight > 0 ? tanh(sum / weight) : nil
  }

  private static func residuals(_ cohort: CohortData, _ values: [Double], _ chosen: Set<String>) -> Layer {
    let rows = cohort.targets.indices.filter { chosen.contains(cohort.targets[$0]) }
    let (count, columns) = (cohort.targets.count, cohort.samples.count)
    let matrix = Matrix(
      columns: (0..<columns).map { column in rows.map { values[column * count + $0] } }, rows: rows.count)
    let nuisance = Matrix(columns: cohort.covariates + [cohort.label.map(Double.init)], rows: columns)
    let patterns = NuisancePatterns(
      observedIn: [matrix], groups: cohort.batch, covariates: nuisance, samples: Array(0..<columns))
    let residuals = patterns.residuals(of: matrix)
    var layer: Layer = [:]
    for (place, row) in rows.enumerated() {
      let own = patterns.samples.indices.map { position in
        matrix[place, patterns.samples[position]].isNaN ? Double.nan : residuals[position, place]
      }
      // What the model explains in full is no value to correlate.
      let (raw, left) = (squares(matrix.values, place, rows.count), own.reduce(0) { $1.isNaN ? $0 : $0 + $1 * $1 })
      if left > 1e-18 * raw { layer[cohort.targets[row]] = own }
    }
    return layer
  }

  private static func squares(_ values: [Double], _ row: Int, _ rows: Int) -> Double {
    stride(from: row, to: values.count, by: rows).reduce(0) { values[$1].isNaN ? $0 : $0 + values[$1] * values[$1] }
  }
}
