internal import Numerics
internal import Schema

/// Factors shared by layers, learned without labels from the measured cells: scores of unit variance, rotated so that each
/// factor rests on few targets, in the order of what they explain.
struct FactorModel: Sendable {
  /// What the factors mean in one layer.
  struct Layer: Sendable {
    /// Targets by factors: change of a standardised value with one standard deviation of the factor.
    var loadings: Matrix
    /// The mean of each target.
    var centre: [Double]
    /// Precision of the noise.
    var precision: Double
    /// Share of the measured cells' variance that each factor rebuilds.
    var explained: [Double]
  }

  /// Samples by factors; samples without any layer are at 0.
  let scores: Matrix
  /// The layers.
  let layers: [Layer]
  /// Lower bound of the evidence, up to a constant of the data.
  let evidence: Double

  /// How many factors are left of those allowed.
  var count: Int { scores.columns }

  private static let rounds = 300
  private static let fillings = 30
  /// A factor that rebuilds less than this of every layer has faded.
  private static let least = 0.001

  /// Fits the model from one start.
  ///
  /// - Parameters:
  ///   - data: a matrix a layer, samples by targets on one scale for all, nan where missing.
  ///   - factors: how many factors are allowed.
  /// - Throws: `refused` when nothing varies together.
  init(_ data: [Matrix], factors: Int, seed: UInt64, name: String, index: UInt64) throws(OmicsError) {
    let samples = data.first?.rows ?? 0
    var views = data.map { FactorView($0) }
    var stream = RandomStream(seed: seed, name: name, index: index)
    var posterior = FactorPosterior(
      views, samples: samples, factors: max(1, min(factors, samples - 2)), stream: &stream)
    var bound = try Self.settle(&posterior, views, rounds: Self.rounds)
    for _ in 0..<Self.fillings where views.contains(where: \.hasMissing) {
      var change = 0.0
      for layer in views.indices {
        let loadings = try posterior.loadings(views[layer], layer: layer)
        change = max(change, views[layer].fill(scores: posterior.scores(of: views[layer]), loadings: loadings))
      }
      bound = try Self.settle(&posterior, views, rounds: 5)
      if change < 0.005 { break }
    }
    evidence = bound
    var loadings: [Matrix] = []
    for layer in views.indices { loadings.append(try posterior.loadings(views[layer], layer: layer)) }
    (scores, loadings) = try Self.simple(posterior.scores, loadings)
    guard scores.columns > 0 else {
      throw OmicsError(.refused, "no factor is left: nothing varies together in the layers")
    }
    layers = views.indices.map { [scores] layer in
      Layer(
        loadings: loadings[layer], centre: views[layer].centre, precision: posterior.precisions[layer],
        explained: views[layer].explained(
          scores: scores.selectingRows(views[layer].rows), loadings: loadings[layer]))
    }
  }

  /// Updates until the bound stands.
  private static func settle(
    _ posterior: inout FactorPosterior, _ views: [FactorView], rounds: Int
  ) throws(OmicsError) -> Double {
    var bound = -Double.infinity
    for _ in 0..<rounds {
      let next = try posterior.update(views)
      let gain = next - bound
      bound = next
      if gain.isFinite, gain.magnitude < 1e-7 * bound.magnitude { break }
    }
    return bound
  }

  /// Scores of unit variance without correlation, rotated by varimax over the targets of all layers; faded factors are
  /// left out. Signs: the targets of a factor lean upwards.
  private static func simple(
    _ scores: Matrix, _ loadings: [Matrix]
  ) throws(OmicsError) -> (Matrix, [Matrix]) {
    let samples = Double(scores.rows)
    // Principal axes of the common part Z W'W Z': both moments become diagonal.
    let moment = try SymmetricEigen(scores.crossProduct())
    let kept = moment.values.indices.filter { moment.values[$0] > 1e-9 * max(moment.values[0], 1e-300) }
    let axes = moment.vectors.selectingColumns(kept)
    let lengths = kept.map { (moment.values[$0] / samples).squareRoot() }
    func scaled(_ matrix: Matrix, by factors: [Double]) -> Matrix {
      var result = matrix
      for column in 0..<result.columns {
        for row in 0..<result.rows { result[row, column] *= factors[column] }
      }
      return result
    }
    var z = scaled(scores.multiplied(by: axes), by: lengths.map { 1 / $0 })
    var w = loadings.map { scaled($0.multiplied(by: axes), by: lengths) }
    var second = Matrix(rows: kept.count, columns: kept.count)
    for layer in w {
      let own = layer.crossProduct()
      for place in second.values.indices { second.values[place] += own.values[place] }
    }
    let main = try SymmetricEigen(second)
    let cells = Double(loadings.reduce(0) { $0 + $1.rows })
    let active = main.values.indices.filter { main.values[$0] > least * cells }
    let turn = main.vectors.selectingColumns(active)
    (z, w) = (z.multiplied(by: turn), w.map { $0.multiplied(by: turn) })
    guard !active.isEmpty else { return (z, w) }
    let rotation = try VarimaxRotation.of(stacked(w))
    (z, w) = (z.multiplied(by: rotation), w.map { $0.multiplied(by: rotation) })
    let all = stacked(w)
    let sizes = (0..<all.columns).map { Descriptive.sum(all.column($0).map { $0 * $0 }) }
    let order = sizes.indices.sorted { sizes[$0] == sizes[$1] ? $0 < $1 : sizes[$0] > sizes[$1] }
    let signs = order.map { Descriptive.sum(all.column($0).map { $0 * $0 * $0 }) < 0 ? -1.0 : 1.0 }
    return (
      scaled(z.selectingColumns(order), by: signs), w.map { scaled($0.selectingColumns(order), by: signs) }
    )
  }

  private static func stacked(_ loadings: [Matrix]) -> Matrix {
    let rows = loadings.reduce(0) { $0 + $1.rows }
    let columns = loadings.first?.columns ?? 0
    return Matrix(columns: (0..<columns).map { column in loadings.flatMap { $0.column(column) } }, rows: rows)
  }

  /// Scores of samples the model has not seen, from their measured cells; a sample without any is at 0.
  func scores(of data: [Matrix]) throws(OmicsError) -> Matrix {
    let samples = data.first?.rows ?? 0
    var result = Matrix(rows: samples, columns: count)
    let products = layers.map { $0.loadings.crossProduct() }
    let transposed = layers.map { $0.loadings.transposed().values }
    for row in 0..<samples {
      var system = Matrix.identity(count)
      var pull = [Double](repeating: 0, count: count)
      for (layer, own) in layers.enumerated() {
        let width = data[layer].columns
        let weights = transposed[layer]
        var lost = Matrix(rows: count, columns: count)
        var missing = 0
        for target in 0..<width {
          let value = data[layer].values[target * samples + row]
          let first = target * count
          if value.isNaN {
            missing += 1
            for a in 0..<count {
              for b in 0...a { lost.values[b * count + a] += weights[first + a] * weights[first + b] }
            }
          } else {
            let rest = own.precision * (value - own.centre[target])
            for factor in 0..<count { pull[factor] += rest * weights[first + factor] }
          }
        }
        guard missing < width else { continue }
        for a in 0..<count {
          for b in 0...a { system[a, b] += own.precision * (products[layer][a, b] - lost[a, b]) }
        }
      }
      result.setRow(row, to: try CholeskyFactor(system).solve(pull))
    }
    return result
  }
}
