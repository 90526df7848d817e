internal import Glibc
internal import Numerics
public import Schema

/// What moves many targets together in a cohort without being the label, the batch or a covariate: hidden factors that a
/// single target's effect should be measured beside.
///
/// Factors are the leading directions of the samples in both layers after label, batch and covariates are taken out, each
/// layer with the same weight, each target with the same variance. How far each goes along with the label is then read
/// from the targets themselves: their label effects are regressed on their loadings, robustly, since most targets are no
/// targets (Wang, Zhao, Hastie & Owen 2017, doi:10.1214/16-AOS1511). A program is the factor plus that share of the label.
public struct LatentPrograms: Sendable, Hashable {
  /// One program a column, a number a sample of the cohort; strongest first.
  public var columns: [[Double]]
  /// How much the programs widen the label's variance: 1 when none goes along with it.
  public var labelInflation: Double

  /// Free samples that one program may cost.
  public static let samplesPerProgram = 5
  /// Targets that must stand behind one program.
  public static let targetsPerProgram = 100
  /// Programs at most.
  public static let most = 20
  /// The widening of the label's variance from which the label itself is nearly a program.
  public static let tied = 1.6
  /// The share of samples in which a target must be seen to speak for a program.
  static let coverage = 0.7

  /// No programs.
  public static let none = LatentPrograms(columns: [], labelInflation: 1)

  /// Programs as given.
  public init(columns: [[Double]], labelInflation: Double) {
    self.columns = columns
    self.labelInflation = labelInflation
  }

  /// The programs of a cohort: `count` of them, or as many as samples and targets allow; fewer when they do not.
  public static func of(_ cohort: CohortData, count: Int? = nil) throws(OmicsError) -> LatentPrograms {
    let samples = cohort.samples.count
    let label = Matrix(columns: [cohort.label.map(Double.init)], rows: samples)
    let covariates = Matrix(columns: cohort.covariates, rows: samples)
    let layers = [cohort.rna, cohort.protein].compactMap { $0 }.compactMap { values in
      StandardLayer(
        Matrix(rows: cohort.targets.count, columns: samples, values: values), batch: cohort.batch,
        covariates: covariates, label: label)
    }
    let everywhere = NuisancePatterns(
      observedIn: [label.transposed()], groups: cohort.batch, covariates: covariates, samples: Array(0..<samples))
    let size = everywhere.size(ofPattern: 0)
    let room = min(
      (size.observed - size.groups - size.rank - 1) / samplesPerProgram,
      layers.reduce(0) { $0 + $1.rows } / targetsPerProgram)
    let wanted = max(0, min(count ?? most, room))
    guard wanted > 0 else { return .none }

    var gram = Matrix(rows: samples, columns: samples)
    for layer in layers {
      let own = layer.values.outerProduct()
      for index in gram.values.indices { gram.values[index] += own.values[index] / Double(layer.rows) }
    }
    let eigen = try SymmetricEigen(gram)
    let strong = (0..<min(wanted, samples)).filter { eigen.values[$0] > 1e-9 * eigen.values[0] }
    guard !strong.isEmpty else { return .none }
    let factors = eigen.vectors.selectingColumns(strong)
    var loadings = layers[0].values.multiplied(by: factors, transposingSelf: true)
    for layer in layers.dropFirst() {
      loadings = loadings.appendingRows(layer.values.multiplied(by: factors, transposingSelf: true))
    }
    let slopes = try robustSlopes(of: layers.flatMap(\.labelEffects), on: loadings)
    let residual = everywhere.unordered(everywhere.residuals(of: label.transposed()).column(0), columns: samples)
    let length = residual.reduce(0) { $0 + $1 * $1 }
    return LatentPrograms(
      columns: strong.map { place in
        (0..<samples).map { factors[$0, place] + slopes[place] * residual[$0] }
      },
      labelInflation: 1 + length * slopes.reduce(0) { $0 + $1 * $1 })
  }

  /// Slopes of a regression without intercept that outliers do not set (Huber 1964, doi:10.1214/aoms/1177703732).
  static func robustSlopes(of response: [Double], on predictors: Matrix) throws(OmicsError) -> [Double] {
    var weights = response.map { $0.isFinite ? 1.0 : 0 }
    let known = response.map { $0.isFinite ? $0 : 0 }
    var slopes = [Double](repeating: 0, count: predictors.columns)
    for _ in 0..<30 {
      var scaled = predictors
      for column in 0..<predictors.columns {
        for row in 0..<predictors.rows { scaled[row, column] *= weights[row] }
      }
      slopes = try CholeskyFactor(scaled.multiplied(by: predictors, transposingSelf: true))
        .solve(scaled.multiplied(by: known, transposingSelf: true))
      let fitted = predictors.multiplied(by: slopes)
      let distances = response.indices.filter { response[$0].isFinite }.map { abs(known[$0] - fitted[$0]) }
      let scale = 1.4826 * OrderStatistics.median(distances)
      guard scale > 0 else { break }
      for row in response.indices where response[row].isFinite {
        weights[row] = min(1, 1.345 * scale / max(abs(known[row] - fitted[row]), 1e-12))
      }
    }
    return slopes
  }
}

/// A layer's well-measured targets without label, batch and covariates, each of variance 1.
private struct StandardLayer {
  /// Samples x targets, 0 where missing, in the cohort's order of samples.
  let values: Matrix
  /// The label's effect on each target in units of its own spread.
  let labelEffects: [Double]
  var rows: Int { values.columns }

  init?(_ layer: Matrix, batch: [Int], covariates: Matrix, label: Matrix) {
    let all = Array(0..<layer.columns)
    let least = Int((LatentPrograms.coverage * Double(layer.columns)).rounded(.up))
    let seen = layer.selectingRows(
      (0..<layer.rows).filter { row in all.reduce(0) { $0 + (layer[row, $1].isNaN ? 0 : 1) } >= least })
    guard seen.rows > 0 else { return nil }
    let beside = NuisancePatterns(observedIn: [seen], groups: batch, covariates: covariates, samples: all)
    let residuals = beside.residuals(of: seen)
    let working = beside.ordered([label.column(0)])
    let effects = beside.effects(
      products: residuals.multiplied(by: working, transposingSelf: true).values[...],
      squares: NuisancePatterns.squares(residuals), geometry: beside.geometries(working)[0])
    let within = NuisancePatterns(
      observedIn: [seen], groups: batch, covariates: covariates.appendingColumns(label), samples: all)
    let rest = within.residuals(of: seen)
    var columns: [[Double]] = []
    var standard: [Double] = []
    for row in 0..<seen.rows {
      let spread = effects.sigmaSquared[row].squareRoot()
      guard spread.isFinite, spread > 1e-9, effects.dfResidual[row] > 0 else { continue }
      columns.append(within.unordered(rest.column(row), columns: layer.columns).map { $0 / spread })
      standard.append(effects.beta[row] / spread)
    }
    guard !columns.isEmpty else { return nil }
    values = Matrix(columns: columns, rows: layer.columns)
    labelEffects = standard
  }
}
