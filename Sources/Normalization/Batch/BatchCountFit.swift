internal import Glibc
internal import Numerics

/// The negative binomial model of ComBat-seq: means of every count, and each row's effect and dispersion in each batch.
struct BatchCountFit: Sendable {
  /// Rows x samples.
  private(set) var means: Matrix
  /// Rows x batches: log fold from the row's level to the batch.
  private(set) var effects: Matrix
  /// Rows x batches.
  private(set) var dispersions: Matrix
  /// What effects and dispersions become in the model without batches.
  private var shrunkenEffects: Matrix
  private var shrunkenDispersions: Matrix

  /// A prior count in proportion to library size, added before coefficients are estimated.
  private static let priorCount = 1e-4

  init(_ counts: Matrix, _ model: ComBatModel, sizes: [Double], dispersions: Matrix, threads: Int?) {
    let batches = model.levels.count
    let samples = counts.columns
    let fit = LogLinearFit(design: model.design)
    let meanSize = Descriptive.mean(sizes)
    let shares = model.members.map { Double($0.count) / Double(samples) }
    let rows: [(means: [Double], effects: [Double])] = parallelMap(count: counts.rows, threads: threads) { row in
      let own = counts.row(row)
      let spread = model.batchOf.map { dispersions[row, $0] }
      let means = fit.fit(own, sizes: sizes, dispersions: spread).means
      // Coefficients come from counts with the prior; the row's level is their mean weighted by batch size.
      let added = zip(own, sizes).map { $0 + Self.priorCount * $1 / meanSize }
      let grown = sizes.map { $0 + 2 * Self.priorCount * $0 / meanSize }
      let coefficients = fit.fit(added, sizes: grown, dispersions: spread).coefficients
      let level = zip(coefficients, shares).reduce(0) { $0 + $1.0 * $1.1 }
      // A second fit with the level in the offset gives the same means. Only its prior count is larger beside the level
      // than beside the library, which moves all batches alike: in closed form.
      let prior = 2 * Self.priorCount / meanSize
      let shift = log(exp(level) + prior) - log1p(prior)
      return (means, coefficients.prefix(batches).map { $0 - shift })
    }
    means = Matrix(rowVectors: rows.map(\.means), columns: samples)
    effects = Matrix(rowVectors: rows.map(\.effects), columns: batches)
    self.dispersions = dispersions
    shrunkenEffects = effects
    shrunkenDispersions = dispersions
  }

  /// Replaces effects, and dispersions if asked for, by means over all other rows, weighted by log2(1 + probability) of
  /// the row's counts under their means and dispersions; the reference's Monte Carlo integration over every row.
  mutating func shrink(_ counts: Matrix, _ model: ComBatModel, alsoDispersions: Bool, threads: Int?) {
    let (means, effects, dispersions) = (self.means, self.effects, self.dispersions)
    for (batch, members) in model.members.enumerated() {
      let found: [(Double, Double)] = parallelMap(count: counts.rows, threads: threads) { row in
        var (total, effect, dispersion) = (0.0, 0.0, 0.0)
        for other in 0..<counts.rows where other != row {
          var weight = 0.0
          for sample in members {
            let law = NegativeBinomialDistribution(mean: means[other, sample], dispersion: dispersions[other, batch])
            weight += log1p(exp(law.logProbability(counts[row, sample]))) / M_LN2
          }
          if weight.isNaN { continue }
          total += weight
          effect += weight * effects[other, batch]
          dispersion += weight * dispersions[other, batch]
        }
        return total > 0 ? (effect / total, dispersion / total) : (effects[row, batch], dispersions[row, batch])
      }
      shrunkenEffects.setColumn(batch, to: found.map(\.0))
      if alsoDispersions { shrunkenDispersions.setColumn(batch, to: found.map(\.1)) }
    }
  }

  /// Counts at the same quantiles of the distributions without batches; those that would become absurd stay.
  func matched(
    _ counts: Matrix, _ model: ComBatModel, cap: Double, threads: Int?
  ) -> (values: Matrix, absurd: [(row: Int, sample: Int, value: Double)]) {
    let rows: [(values: [Double], absurd: [(Int, Double)])] = parallelMap(count: counts.rows, threads: threads) { row in
      var values = counts.row(row)
      let largest = model.members.map { members in members.map { counts[row, $0] }.max() ?? 0 }
      var absurd: [(Int, Double)] = []
      let common = Descriptive.mean(shrunkenDispersions.row(row))
      for sample in values.indices where values[sample] > 1 {
        let batch = model.batchOf[sample]
        let old = NegativeBinomialDistribution(mean: means[row, sample], dispersion: dispersions[row, batch])
        let new = NegativeBinomialDistribution(
          mean: means[row, sample] * exp(-shrunkenEffects[row, batch]), dispersion: common)
        let tail = old.lowerTail(values[sample] - 1)
        guard abs(tail - 1) >= 1e-4 else { continue }
        let value = 1 + new.quantile(tail)
        let others = largest.enumerated().filter { $0.offset != batch }.map(\.element).max() ?? 0
        if !value.isFinite || (value > cap && value > 10 * others) {
          absurd.append((sample, value))
        } else {
          values[sample] = value
        }
      }
      return (values, absurd)
    }
    var absurd: [(row: Int, sample: Int, value: Double)] = []
    for (row, found) in rows.enumerated() {
      for (sample, value) in found.absurd { absurd.append((row, sample, value)) }
    }
    return (Matrix(rowVectors: rows.map(\.values), columns: counts.columns), absurd)
  }
}
