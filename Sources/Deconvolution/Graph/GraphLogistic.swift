internal import Glibc
internal import Numerics

/// Logistic regression with an l1 penalty and a penalty on differences between neighbours in a network:
///
///     sum_i share_i loss_i + lambda |beta|_1 + gamma / 2 beta' L beta
///
/// Cases and controls weigh one half each. Solved by coordinate descent on quadratic approximations, along a falling path
/// of lambda, with active features found by the optimality conditions (Friedman et al. 2010, doi:10.18637/jss.v033.i01).
struct GraphLogistic: Sendable {
  /// A solution.
  struct Fit: Sendable {
    /// The constant.
    var intercept: Double
    /// The features that are not 0, ascending, with their weights.
    var weights: [(feature: Int, value: Double)]
  }

  /// Samples by features; 0 where missing.
  let x: Matrix
  /// 1 for case, 0 for control.
  let label: [Int]
  let graph: FeatureGraph

  private let share: [Double]
  private static let tolerance = 1e-4

  init(_ x: Matrix, label: [Int], graph: FeatureGraph) {
    (self.x, self.label, self.graph) = (x, label, graph)
    let cases = Double(label.reduce(0, +))
    let controls = Double(label.count) - cases
    share = label.map { $0 == 1 ? 0.5 / max(1, cases) : 0.5 / max(1, controls) }
  }

  /// The least lambda at which every weight is 0.
  var largest: Double {
    let residual = zip(share, label).map { $0 * (Double($1) - 0.5) }
    return x.multiplied(by: residual, transposingSelf: true).reduce(0) { max($0, abs($1)) }
  }

  /// Solutions along the path; it ends early, after the first with more than `most` features.
  ///
  /// - Parameter lambdas: falling.
  func path(_ lambdas: [Double], gamma: Double, most: Int = .max) -> [Fit] {
    var state = State(samples: x.rows, features: x.columns)
    var fits: [Fit] = []
    for lambda in lambdas {
      solve(lambda, gamma, &state)
      let fit = Fit(
        intercept: state.intercept,
        weights: state.beta.indices.filter { state.beta[$0] != 0 }.map { ($0, state.beta[$0]) })
      fits.append(fit)
      if fit.weights.count > most { break }
    }
    return fits
  }

  /// The logit of each row of a matrix over the same features.
  static func logits(_ fit: Fit, _ x: Matrix) -> [Double] {
    var result = [Double](repeating: fit.intercept, count: x.rows)
    x.values.withUnsafeBufferPointer { x in
      guard let first = x.baseAddress else { return }
      result.withUnsafeMutableBufferPointer { result in
        guard let sums = result.baseAddress else { return }
        for (feature, value) in fit.weights {
          VectorKernel.add(result.count, value, first + feature * result.count, to: sums)
        }
      }
    }
    return result
  }

  /// The mean loss of logits, cases and controls one half each.
  static func loss(_ logits: [Double], _ label: [Int]) -> Double {
    var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
    for (logit, one) in zip(logits, label) {
      let margin = one == 1 ? -logit : logit
      sums[one] += margin > 0 ? margin + Glibc.log1p(Glibc.exp(-margin)) : Glibc.log1p(Glibc.exp(margin))
      counts[one] += 1
    }
    let parts = (0..<2).filter { counts[$0] > 0 }.map { sums[$0] / counts[$0] }
    return parts.reduce(0, +) / Double(max(1, parts.count))
  }

  // MARK: Descent

  private struct State {
    var intercept = 0.0
    var beta: [Double]
    var logits: [Double]
    /// Features that were ever active on the path, ascending.
    var active: [Int] = []
    var isActive: [Bool]

    init(samples: Int, features: Int) {
      beta = [Double](repeating: 0, count: features)
      logits = [Double](repeating: 0, count: samples)
      isActive = [Bool](repeating: false, count: features)
    }
  }

  private func solve(_ lambda: Double, _ gamma: Double, _ state: inout State) {
    let n = x.rows
    var curvature = [Double](repeating: 0, count: n)
    // The loss's slope at each sample: curvature times working residual.
    var slopes = curvature
    for _ in 0..<25 {
      for row in 0..<n {
        let p = 1 / (1 + Glibc.exp(-max(-30, min(30, state.logits[row]))))
        curvature[row] = share[row] * max(1e-5, p * (1 - p))
        slopes[row] = share[row] * (Double(label[row]) - p)
      }
      let moved = descend(lambda, gamma, curvature, &slopes, &state)
      let grew = admit(lambda, gamma, slopes, &state)
      if !grew && moved < Self.tolerance { break }
    }
  }

  /// Cycles over active features until none moves; keeps slopes and logits up to date.
  ///
  /// - Returns: the largest move.
  private func descend(
    _ lambda: Double, _ gamma: Double, _ curvature: [Double], _ slopes: inout [Double], _ state: inout State
  ) -> Double {
    let n = x.rows
    let active = state.active
    let total = curvature.reduce(0, +)
    var bent = [Double](repeating: 0, count: active.count * n)
    for (place, feature) in active.enumerated() {
      for row in 0..<n { bent[place * n + row] = curvature[row] * x.values[feature * n + row] }
    }
    var moved = 0.0
    x.values.withUnsafeBufferPointer { x in
      bent.withUnsafeBufferPointer { bent in
        slopes.withUnsafeMutableBufferPointer { slopes in
          state.beta.withUnsafeMutableBufferPointer { beta in
            guard let slopes = slopes.baseAddress, let beta = beta.baseAddress, let x = x.baseAddress else { return }
            let starts = active.map { x + $0 * n }
            let bends = active.indices.map { place in
              bent.baseAddress.map { VectorKernel.dot(n, $0 + place * n, starts[place]) } ?? 0
            }
            for _ in 0..<200 {
              var pull = 0.0
              for row in 0..<n { pull += slopes[row] }
              let step = pull / total
              state.intercept += step
              VectorKernel.add(n, -step, curvature, to: slopes)
              var largest = abs(step)
              for (place, feature) in active.enumerated() {
                let old = beta[feature]
                let towards =
                  VectorKernel.dot(n, starts[place], slopes) + bends[place] * old + gamma * graph.pull(feature, beta)
                let size = abs(towards) - lambda
                let new =
                  size <= 0 ? 0 : (towards < 0 ? -size : size) / (bends[place] + gamma * graph.diagonal[feature])
                let move = new - old
                guard move != 0, let column = bent.baseAddress else { continue }
                beta[feature] = new
                VectorKernel.add(n, -move, column + place * n, to: slopes)
                largest = max(largest, abs(move))
              }
              moved = max(moved, largest)
              if largest < 0.1 * Self.tolerance { break }
            }
          }
        }
      }
    }
    state.logits = Self.logits(
      Fit(intercept: state.intercept, weights: active.map { ($0, state.beta[$0]) }), x)
    return moved
  }

  /// Takes in features whose optimality condition is broken; tells whether there were any.
  private func admit(_ lambda: Double, _ gamma: Double, _ slopes: [Double], _ state: inout State) -> Bool {
    let pulls = x.multiplied(by: slopes, transposingSelf: true)
    var isNew = false
    state.beta.withUnsafeMutableBufferPointer { beta in
      guard let beta = beta.baseAddress else { return }
      for feature in pulls.indices where !state.isActive[feature] {
        if abs(pulls[feature] + gamma * graph.pull(feature, beta)) > lambda * (1 + 1e-6) {
          state.isActive[feature] = true
          isNew = true
        }
      }
    }
    if isNew { state.active = state.isActive.indices.filter { state.isActive[$0] } }
    return isNew
  }
}
