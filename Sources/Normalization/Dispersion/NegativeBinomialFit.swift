internal import Glibc
internal import Numerics

/// A negative binomial model with log link and known dispersion, by iteratively reweighted least squares with a weak
/// ridge, as DESeq2 1.38 fits it for dispersions and for Wald tests.
struct NegativeBinomialFit {
  let design: Matrix
  private let startFactor: PivotedQR
  /// The ridge of 1e-6 on log2 coefficients, on the natural scale.
  static let ridge = 1e-6 / (M_LN2 * M_LN2)
  private static let large = 30.0

  init(design: Matrix) {
    self.design = design
    startFactor = PivotedQR(design)
  }

  /// A fitted row.
  struct Result {
    /// The mean of each sample.
    var means: [Double]
    /// Coefficients on the natural log scale.
    var coefficients: [Double]
    /// Whether reweighting came to rest within 100 rounds.
    var hasConverged: Bool
  }

  /// The fit of a row.
  ///
  /// - Parameters:
  ///   - factors: size or normalisation factor of each sample.
  ///   - minimum: means are at least this much.
  func fit(counts: [Double], factors: [Double], dispersion: Double, minimum: Double) -> Result {
    let samples = counts.count
    var beta = startFactor.coefficients(zip(counts, factors).map { log($0 / $1 + 0.1) }).map { $0.isNaN ? 0 : $0 }
    var means = self.means(beta, factors, minimum)
    var deviance = 0.0
    for round in 0..<100 {
      // Rows of the samples, weighted, over the rows of the ridge.
      var left = Matrix(rows: samples + design.columns, columns: design.columns)
      var right = [Double](repeating: 0, count: samples + design.columns)
      for sample in 0..<samples {
        let weight = (means[sample] / (1 + dispersion * means[sample])).squareRoot()
        for term in 0..<design.columns { left[sample, term] = design[sample, term] * weight }
        right[sample] =
          (log(means[sample] / factors[sample]) + (counts[sample] - means[sample]) / means[sample]) * weight
      }
      for term in 0..<design.columns { left[samples + term, term] = Self.ridge.squareRoot() }
      beta = PivotedQR(left, tolerance: 0).coefficients(right)
      guard beta.allSatisfy({ abs($0) <= Self.large }) else {
        return bounded(counts, factors, dispersion, minimum)
      }
      means = self.means(beta, factors, minimum)
      var next = 0.0
      for (count, mean) in zip(counts, means) { next -= 2 * Self.logDensity(count, mean, 1 / dispersion) }
      let change = abs(next - deviance) / (abs(next) + 0.1)
      guard !change.isNaN else { return bounded(counts, factors, dispersion, minimum) }
      if round > 0, change < 1e-8 { return Result(means: means, coefficients: beta, hasConverged: true) }
      deviance = next
    }
    return Result(means: means, coefficients: beta, hasConverged: false)
  }

  /// A fit whose coefficients run away, as with a group without counts: they stop at the bound.
  private func bounded(
    _ counts: [Double], _ factors: [Double], _ dispersion: Double, _ minimum: Double
  ) -> Result {
    var beta = startFactor.coefficients(zip(counts, factors).map { log($0 / $1 + 0.1) }).map { $0.isNaN ? 0 : $0 }
    var best = objective(beta, counts, factors, dispersion)
    for _ in 0..<200 {
      // Damped Newton steps, clipped to the bound, that never make the likelihood worse.
      let means = self.means(beta, factors, 1e-12)
      var gradient = [Double](repeating: 0, count: beta.count)
      var curvature = Matrix(rows: beta.count, columns: beta.count)
      for (sample, mean) in means.enumerated() {
        let weight = mean / (1 + dispersion * mean)
        let residual = (counts[sample] - mean) / (1 + dispersion * mean)
        for a in beta.indices {
          gradient[a] += design[sample, a] * residual
          for b in beta.indices { curvature[a, b] += design[sample, a] * design[sample, b] * weight }
        }
      }
      for a in beta.indices {
        gradient[a] -= Self.ridge * beta[a]
        curvature[a, a] += Self.ridge
      }
      let step = PivotedQR(curvature, tolerance: 0).coefficients(gradient)
      var scale = 1.0
      var improved = false
      while scale > 1e-6 {
        let next = zip(beta, step).map { max(-Self.large, min(Self.large, $0 + scale * $1)) }
        let value = objective(next, counts, factors, dispersion)
        if value < best - 1e-10 * abs(best) {
          (beta, best, improved) = (next, value, true)
          break
        }
        scale /= 2
      }
      if !improved { break }
    }
    return Result(means: means(beta, factors, minimum), coefficients: beta, hasConverged: false)
  }

  private func objective(
    _ beta: [Double], _ counts: [Double], _ factors: [Double], _ dispersion: Double
  ) -> Double {
    var sum = 0.0
    for (count, mean) in zip(counts, means(beta, factors, 1e-300)) {
      sum -= Self.logDensity(count, mean, 1 / dispersion)
    }
    for value in beta { sum += 0.5 * Self.ridge * value * value }
    return sum
  }

  private func means(_ beta: [Double], _ factors: [Double], _ minimum: Double) -> [Double] {
    factors.indices.map { sample in
      var sum = 0.0
      for term in 0..<design.columns { sum += design[sample, term] * beta[term] }
      return max(factors[sample] * exp(sum), minimum)
    }
  }

  /// The log probability of a count with a mean and a size (1 / dispersion).
  private static func logDensity(_ count: Double, _ mean: Double, _ size: Double) -> Double {
    SpecialFunction.lgamma(count + size) - SpecialFunction.lgamma(size) - SpecialFunction.lgamma(count + 1)
      + size * -log1p(mean / size) + (count > 0 ? count * (log(mean) - log(mean + size)) : 0)
  }
}
