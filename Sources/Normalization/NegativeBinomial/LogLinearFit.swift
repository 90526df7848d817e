internal import Glibc
internal import Numerics

/// A negative binomial model of one row of counts with log link, offsets and a dispersion for each sample, by Fisher
/// scoring with a Levenberg step that never lets the likelihood fall; the model of edgeR's `glmFit`.
///
/// McCarthy, Chen & Smyth 2012, doi:10.1093/nar/gks042.
struct LogLinearFit: Sendable {
  /// Samples x coefficients, of full rank.
  let design: Matrix
  /// For a design of groups: the samples of each.
  private let cells: [[Int]]?
  private let factor: PivotedQR

  /// Fitted means and coefficients on the natural log scale.
  struct Result {
    var means: [Double]
    var coefficients: [Double]
  }

  init(design: Matrix) {
    self.design = design
    factor = PivotedQR(design)
    let rows = (0..<design.rows).map { design.row($0) }
    let distinct = Set(rows).sorted { $0.lexicographicallyPrecedes($1) }
    cells =
      distinct.count == design.columns
      ? distinct.map { cell in rows.indices.filter { rows[$0] == cell } } : nil
  }

  /// The fit of a row.
  ///
  /// - Parameters:
  ///   - sizes: exp of the offset of each sample, positive.
  ///   - dispersions: one a sample.
  func fit(_ counts: [Double], sizes: [Double], dispersions: [Double]) -> Result {
    if let cells {
      var logs = [Double](repeating: 0, count: counts.count)
      var means = logs
      for cell in cells {
        let log = Self.cellLog(counts, sizes, dispersions, cell)
        for sample in cell {
          logs[sample] = log
          means[sample] = sizes[sample] * exp(log)
        }
      }
      // A cell without counts has mean 0; its coefficient is as low as doubles with a sensible exponent go.
      return Result(means: means, coefficients: factor.coefficients(logs.map { max($0, -1e8) }))
    }
    return scoring(counts, sizes, dispersions)
  }

  /// The log rate of the samples of a cell; -infinity without counts.
  private static func cellLog(
    _ counts: [Double], _ sizes: [Double], _ dispersions: [Double], _ cell: [Int]
  ) -> Double {
    var (sum, size) = (0.0, 0.0)
    for sample in cell {
      sum += counts[sample] / sizes[sample]
      size += counts[sample]
    }
    guard size > 0 else { return -.infinity }
    var log = Glibc.log(sum / Double(cell.count))
    for _ in 0..<50 {
      let rate = exp(log)
      var (score, information) = (0.0, 0.0)
      for sample in cell {
        let mean = rate * sizes[sample]
        let scale = 1 + mean * dispersions[sample]
        score += (counts[sample] - mean) / scale
        information += mean / scale
      }
      let step = score / information
      log += step
      if abs(step) < 1e-10 { break }
    }
    return log
  }

  private func scoring(_ counts: [Double], _ sizes: [Double], _ dispersions: [Double]) -> Result {
    let terms = design.columns
    let whole = Self.cellLog(counts, sizes, dispersions, Array(counts.indices))
    guard whole > -.infinity else {
      return Result(
        means: counts.map { _ in 0 }, coefficients: factor.coefficients(counts.map { _ in -1e8 }))
    }
    var beta = factor.coefficients(counts.map { _ in whole })
    var means = self.means(beta, sizes)
    var deviance = Self.deviance(counts, means, dispersions)
    var damping = 0.0
    for _ in 0..<250 {
      var gradient = [Double](repeating: 0, count: terms)
      var information = Matrix(rows: terms, columns: terms)
      for sample in counts.indices {
        let scale = 1 + means[sample] * dispersions[sample]
        let (weight, residual) = (means[sample] / scale, (counts[sample] - means[sample]) / scale)
        for a in 0..<terms {
          let left = design[sample, a]
          if left == 0 { continue }
          gradient[a] += left * residual
          for b in 0...a { information[a, b] += left * design[sample, b] * weight }
        }
      }
      let largest = (0..<terms).map { information[$0, $0] }.max() ?? 0
      guard largest > 0 else { break }
      var moved = false
      var gain = 0.0
      while damping < 1e13 {
        var damped = information
        for a in 0..<terms { damped[a, a] += damping * largest }
        if let step = try? CholeskyFactor(damped).solve(gradient) {
          let next = zip(beta, step).map { $0 + $1 }
          let nextMeans = self.means(next, sizes)
          let nextDeviance = Self.deviance(counts, nextMeans, dispersions)
          if nextDeviance <= deviance + 1e-12 * abs(deviance) {
            gain = zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
            (beta, means, deviance, moved) = (next, nextMeans, min(nextDeviance, deviance), true)
            damping = damping > 1e-10 ? damping / 10 : 0
            break
          }
        }
        damping = damping <= 0 ? 1e-6 : damping * 2
      }
      if !moved || gain < 1e-9 || deviance < 1e-10 { break }
    }
    return Result(means: means, coefficients: beta)
  }

  private func means(_ beta: [Double], _ sizes: [Double]) -> [Double] {
    sizes.indices.map { sample in
      var sum = 0.0
      for term in beta.indices { sum += design[sample, term] * beta[term] }
      return sizes[sample] * exp(sum)
    }
  }

  private static func deviance(_ counts: [Double], _ means: [Double], _ dispersions: [Double]) -> Double {
    var sum = 0.0
    for sample in counts.indices {
      let (y, mean, phi) = (counts[sample], means[sample], dispersions[sample])
      guard mean.isFinite else { return .infinity }
      if y > 0 { sum += y * log(y / mean) }
      sum -= phi < 1e-10 ? y - mean : (y + 1 / phi) * log1p(phi * (y - mean) / (1 + phi * mean))
    }
    return 2 * sum
  }
}
