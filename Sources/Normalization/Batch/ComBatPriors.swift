internal import Glibc
internal import Numerics

/// The empirical Bayes estimates of every row's location and scale in every batch.
///
/// Priors come from the rows adjusted in full; rows with too few values borrow them.
struct ComBatPriors: Sendable {
  /// Rows x batches; nan where nothing is adjusted.
  private(set) var locations: Matrix
  private(set) var scales: Matrix
  /// The batch that stays as it is.
  let reference: Int?

  init(_ rows: ComBatRows, _ settings: ComBat.Settings, reference: Int?, threads: Int?) {
    self.reference = reference
    locations = Matrix(rows: rows.fates.count, columns: rows.model.levels.count, repeating: .nan)
    scales = locations
    let full = rows.fates.indices.filter { rows.fates[$0] == .full }
    let others = rows.fates.indices.filter { rows.fates[$0] == .shifted || rows.fates[$0] == .partly }
    for batch in rows.model.levels.indices where batch != reference {
      let prior = Prior(rows, batch, full)
      let all = (full + others).filter { rows.counts[$0, batch] > 0 }
      let estimates: [(Double, Double)]
      if !settings.isParametric {
        estimates = Self.nonParametric(rows, batch, full, all, settings, threads)
      } else {
        estimates = Self.parametric(rows, batch, prior, full.count, all, settings)
      }
      for (row, estimate) in zip(all, estimates) {
        locations[row, batch] = estimate.0
        scales[row, batch] = estimate.1
      }
    }
  }

  /// Moments of the priors of a batch.
  private struct Prior {
    var mean: Double
    var variance: Double
    var shape: Double
    var rate: Double

    init(_ rows: ComBatRows, _ batch: Int, _ full: [Int]) {
      let locations = full.map { rows.locations[$0, batch] }
      let scales = full.map { rows.scales[$0, batch] }
      mean = Descriptive.mean(locations)
      variance = Descriptive.variance(locations)
      if variance.isNaN { variance = 0 }
      let (m, s2) = (Descriptive.mean(scales), Descriptive.variance(scales))
      shape = (2 * s2 + m * m) / s2
      rate = (m * s2 + m * m * m) / s2
    }
  }

  private static func parametric(
    _ rows: ComBatRows, _ batch: Int, _ prior: Prior, _ fullCount: Int, _ all: [Int], _ settings: ComBat.Settings
  ) -> [(Double, Double)] {
    func location(_ row: Int, _ n: Double, _ scale: Double) -> Double {
      (prior.variance * n * rows.locations[row, batch] + scale * prior.mean) / (prior.variance * n + scale)
    }
    if settings.isMeanOnly { return all.map { (location($0, 1, 1), 1) } }
    var locations = all.map { rows.locations[$0, batch] }
    var scales = all.map { rows.scales[$0, batch] }
    // Without spread of the scales there is nothing to shrink to.
    let shrinks = prior.shape.isFinite && prior.rate.isFinite
    for _ in 0..<10_000 {
      var change = 0.0
      for (index, row) in all.enumerated() where rows.fates[row] != .shifted {
        let n = rows.counts[row, batch]
        let g = location(row, n, scales[index])
        let away = rows.centres[row, batch] - g
        let sum = rows.squares[row, batch] + n * away * away
        let d = shrinks ? (0.5 * sum + prior.rate) / (n / 2 + prior.shape - 1) : scales[index]
        if index < fullCount {
          // The reference divides by the signed old value.
          let moved = (abs(g - locations[index]) / locations[index], abs(d - scales[index]) / scales[index])
          if moved.0 > change { change = moved.0 }
          if moved.1 > change { change = moved.1 }
        }
        locations[index] = g
        scales[index] = d
      }
      if change <= settings.tolerance { break }
    }
    for (index, row) in all.enumerated() where rows.fates[row] == .shifted {
      locations[index] = location(row, 1, 1)
      scales[index] = 1
    }
    return zip(locations, scales).map { ($0, $1) }
  }

  /// Means over the other rows' estimates, weighted by the likelihood of the row's values.
  private static func nonParametric(
    _ rows: ComBatRows, _ batch: Int, _ full: [Int], _ all: [Int], _ settings: ComBat.Settings, _ threads: Int?
  ) -> [(Double, Double)] {
    let g = full.map { rows.locations[$0, batch] }
    let d = full.map { rows.scales[$0, batch] }
    return parallelMap(count: all.count, threads: threads) { index -> (Double, Double) in
      let row = all[index]
      let n = rows.counts[row, batch]
      var logs = [Double](repeating: -.infinity, count: full.count)
      var largest = -Double.infinity
      for other in full.indices where full[other] != row {
        let away = rows.centres[row, batch] - g[other]
        let log = -n / 2 * Glibc.log(2 * .pi * d[other]) - (rows.squares[row, batch] + n * away * away) / (2 * d[other])
        if log.isNaN { continue }
        logs[other] = log
        largest = max(largest, log)
      }
      guard largest > -.infinity else { return (rows.locations[row, batch], rows.scales[row, batch]) }
      var (total, location, scale) = (0.0, 0.0, 0.0)
      for other in full.indices where logs[other] > -.infinity {
        let weight = exp(logs[other] - largest)
        total += weight
        location += weight * g[other]
        scale += weight * d[other]
      }
      return (location / total, rows.fates[row] == .shifted ? 1 : scale / total)
    }
  }
}
