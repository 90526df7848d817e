internal import Glibc
internal import Numerics
internal import Schema

/// The variational posterior of X_v = Z W_v' + noise, Z ~ N(0, I), W_v's column k ~ N(0, 1/relevance_vk), one noise
/// precision a layer: factors that a layer has no use for fade from it (automatic relevance determination; Bishop 1999,
/// NIPS 11; Argelaguet et al. 2018, doi:10.15252/msb.20178124).
///
/// Loadings are never held: all updates need the products of samples with samples only.
struct FactorPosterior: Sendable {
  /// Posterior means of the factors, samples by factors.
  private(set) var scores: Matrix
  /// Noise precision by layer.
  private(set) var precisions: [Double]
  /// Precision of the loadings by layer and factor.
  private(set) var relevance: [[Double]]
  /// Posterior covariance of a sample's factors by pattern of layers it has.
  private var spread: [Matrix]
  /// The pattern of each sample: bit v for layer v.
  private let pattern: [Int]
  private let patterns: [Int]

  /// Starts from factors drawn at random and pulled once towards the leading directions of the data.
  init(_ views: [FactorView], samples: Int, factors: Int, stream: inout RandomStream) {
    var pattern = [Int](repeating: 0, count: samples)
    for (index, view) in views.enumerated() { for row in view.rows { pattern[row] |= 1 << index } }
    self.pattern = pattern
    patterns = Set(pattern).sorted()
    let drawn = Matrix(
      rows: samples, columns: factors, values: (0..<samples * factors).map { _ in stream.normal() })
    var pulled = Matrix(rows: samples, columns: factors)
    for view in views where view.trace > 0 {
      let own = view.gram.multiplied(by: drawn.selectingRows(view.rows))
      for factor in 0..<factors {
        for (place, row) in view.rows.enumerated() { pulled[row, factor] += own[place, factor] / view.trace }
      }
    }
    scores = pulled
    for factor in 0..<factors {
      let length = Descriptive.sum(pulled.column(factor).map { $0 * $0 })
      let scale = length > 0 ? (Double(samples) / length).squareRoot() : 0
      scores.setColumn(factor, to: pulled.column(factor).map { $0 * scale })
    }
    precisions = views.map { _ in 1 }
    relevance = views.map { _ in [Double](repeating: 1, count: factors) }
    spread = patterns.map { _ in
      var small = Matrix.identity(factors)
      for factor in 0..<factors { small[factor, factor] = 0.01 }
      return small
    }
  }

  /// One update of loadings, relevance, noise and factors.
  ///
  /// - Returns: the lower bound of the evidence, up to a constant, before the factors were updated.
  mutating func update(_ views: [FactorView]) throws(OmicsError) -> Double {
    let (samples, factors) = (scores.rows, scores.columns)
    var bound = try priorOfScores()
    var pull = Matrix(rows: samples, columns: factors)
    var weights: [Matrix] = []
    for (index, view) in views.enumerated() {
      let width = Double(view.values.columns)
      let own = scores(of: view)
      let second = secondMoment(own, view.rows)
      let seen = view.gram.multiplied(by: own)
      let inner = own.multiplied(by: seen, transposingSelf: true)
      let precision = precisions[index]
      var system = second
      for place in system.values.indices { system.values[place] *= precision }
      for factor in 0..<factors { system[factor, factor] += relevance[index][factor] }
      let factor = try CholeskyFactor(system)
      let covariance = factor.inverse()
      let shrunk = covariance.multiplied(by: inner)
      var loadings = shrunk.multiplied(by: covariance)
      for place in loadings.values.indices {
        loadings.values[place] = precision * precision * loadings.values[place] + width * covariance.values[place]
      }
      var rest = view.trace
      for place in 0..<factors { rest -= 2 * precision * shrunk[place, place] }
      for place in loadings.values.indices { rest += second.values[place] * loadings.values[place] }
      precisions[index] = Double(view.observed) / max(rest, 1e-6 * view.trace + 1e-12)
      bound += 0.5 * Double(view.observed) * Glibc.log(precisions[index]) - 0.5 * width * factor.logDeterminant
      for place in 0..<factors {
        relevance[index][place] = min(1e12, width / max(loadings[place, place], 1e-12))
        bound += 0.5 * width * Glibc.log(relevance[index][place])
      }
      let towards = seen.multiplied(by: covariance)
      let weight = precisions[index] * precision
      for place in 0..<factors {
        for (position, row) in view.rows.enumerated() {
          pull.values[place * samples + row] += weight * towards.values[place * view.rows.count + position]
        }
      }
      for place in loadings.values.indices { loadings.values[place] *= precisions[index] }
      weights.append(loadings)
    }
    try updateScores(pull, weights)
    return bound
  }

  /// Posterior means of a layer's loadings, targets by factors.
  func loadings(_ view: FactorView, layer: Int) throws(OmicsError) -> Matrix {
    let own = scores(of: view)
    var system = secondMoment(own, view.rows)
    for place in system.values.indices { system.values[place] *= precisions[layer] }
    for factor in 0..<scores.columns { system[factor, factor] += relevance[layer][factor] }
    var half = own.multiplied(by: try CholeskyFactor(system).inverse())
    for place in half.values.indices { half.values[place] *= precisions[layer] }
    return view.values.multiplied(by: half, transposingSelf: true)
  }

  /// The scores of the samples that have a layer.
  func scores(of view: FactorView) -> Matrix {
    view.rows.count == scores.rows ? scores : scores.selectingRows(view.rows)
  }

  private func secondMoment(_ own: Matrix, _ rows: [Int]) -> Matrix {
    var second = own.crossProduct()
    for (index, one) in patterns.enumerated() {
      let count = Double(rows.reduce(0) { $0 + (pattern[$1] == one ? 1 : 0) })
      for place in second.values.indices { second.values[place] += count * spread[index].values[place] }
    }
    return second
  }

  private func priorOfScores() throws(OmicsError) -> Double {
    var bound = -0.5 * Descriptive.sum(scores.values.map { $0 * $0 })
    for (index, one) in patterns.enumerated() {
      let count = Double(pattern.reduce(0) { $0 + ($1 == one ? 1 : 0) })
      let trace = (0..<scores.columns).reduce(0) { $0 + spread[index][$1, $1] }
      bound += 0.5 * count * (try CholeskyFactor(spread[index]).logDeterminant - trace)
    }
    return bound
  }

  private mutating func updateScores(_ pull: Matrix, _ weights: [Matrix]) throws(OmicsError) {
    for (index, one) in patterns.enumerated() {
      var system = Matrix.identity(scores.columns)
      for (layer, weight) in weights.enumerated() where one & (1 << layer) != 0 {
        for place in system.values.indices { system.values[place] += weight.values[place] }
      }
      spread[index] = try CholeskyFactor(system).inverse()
      guard patterns.count > 1 else {
        scores = pull.multiplied(by: spread[index])
        return
      }
      let rows = pattern.indices.filter { pattern[$0] == one }
      let means = pull.selectingRows(rows).multiplied(by: spread[index])
      for factor in 0..<scores.columns {
        for (position, row) in rows.enumerated() { scores[row, factor] = means[position, factor] }
      }
    }
  }
}
