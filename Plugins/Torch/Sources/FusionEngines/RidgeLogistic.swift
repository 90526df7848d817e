internal import Numerics
internal import Schema

/// Ridge logistic regression by Newton steps on the samples (the dual form), so that many more features than samples
/// cost little (le Cessie & van Houwelingen 1992, doi:10.2307/2347628). Both labels weigh the same in all.
struct RidgeLogistic {
  /// A weight a feature.
  let weights: [Double]
  /// The constant.
  let intercept: Double

  /// Strengths of the penalty, as multiples of the mean squared length of a sample.
  static let penalties = [0.003, 0.03, 0.3, 3.0]

  /// Fits on `training`, with the penalty that does best on `validation`.
  ///
  /// - Parameter features: samples by features, by sample.
  init(
    _ features: [[Double]], label: [Int], training: [Int], validation: [Int]
  ) throws(OmicsError) {
    var best: (loss: Double, fit: (weights: [Double], intercept: Double))?
    for penalty in Self.penalties {
      let fit = try Self.fit(features, label, training, penalty)
      var loss = 0.0
      for row in validation {
        let logit = Self.logit(features[row], fit)
        loss += Self.softplus(label[row] == 1 ? -logit : logit)
      }
      if best.map({ loss < $0.loss }) ?? true { best = (loss, fit) }
    }
    weights = best?.fit.weights ?? []
    intercept = best?.fit.intercept ?? 0
  }

  /// The logit of a sample.
  func logit(_ features: [Double]) -> Double { Self.logit(features, (weights, intercept)) }

  private static func logit(_ features: [Double], _ fit: (weights: [Double], intercept: Double)) -> Double {
    var sum = fit.intercept
    for (feature, weight) in zip(features, fit.weights) { sum += feature * weight }
    return sum
  }

  private static func softplus(_ x: Double) -> Double { x > 30 ? x : LogisticTerms.log1pExp(x) }

  private static func fit(
    _ features: [[Double]], _ label: [Int], _ rows: [Int], _ penalty: Double
  ) throws(OmicsError) -> (weights: [Double], intercept: Double) {
    let n = rows.count
    let width = features.first?.count ?? 0
    let x = Matrix(rowVectors: rows.map { features[$0] }, columns: width)
    let kernel = x.outerProduct()
    var mean = 0.0
    for index in 0..<n { mean += kernel[index, index] / Double(n) }
    let lambda = max(1e-9, penalty * mean)
    let cases = Double(rows.filter { label[$0] == 1 }.count)
    let share = rows.map {
      label[$0] == 1 ? 0.5 * Double(n) / max(1, cases) : 0.5 * Double(n) / max(1, Double(n) - cases)
    }
    var alpha = [Double](repeating: 0, count: n)
    var intercept = 0.0
    for _ in 0..<25 {
      var fitted = kernel.multiplied(by: alpha)
      for index in 0..<n { fitted[index] += intercept }
      var curvature = [Double](repeating: 0, count: n)
      var working = curvature
      for index in 0..<n {
        let p = 1 / (1 + LogisticTerms.exp(-fitted[index]))
        curvature[index] = max(1e-6, share[index] * p * (1 - p))
        working[index] = fitted[index] + share[index] * (Double(label[rows[index]]) - p) / curvature[index]
      }
      // (K + lambda / curvature) alpha + intercept = working, with alpha summing to 0.
      var system = kernel
      for index in 0..<n { system[index, index] += lambda / curvature[index] }
      let factor = try CholeskyFactor(system)
      let ones = factor.solve([Double](repeating: 1, count: n))
      let solved = factor.solve(working)
      let next = solved.reduce(0, +) / ones.reduce(0, +)
      var change = abs(next - intercept)
      for index in 0..<n {
        let value = solved[index] - next * ones[index]
        change = max(change, abs(value - alpha[index]) * mean)
        alpha[index] = value
      }
      intercept = next
      if change < 1e-8 { break }
    }
    return (x.multiplied(by: alpha, transposingSelf: true), intercept)
  }
}
