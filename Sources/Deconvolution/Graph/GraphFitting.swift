internal import Glibc
internal import Numerics
internal import Schema

/// Fits on training samples, with both penalties chosen inside them.
struct GraphFitting: Sendable {
  let study: JoinedStudy
  /// Targets a layer, the most variable.
  let features: Int
  let seed: UInt64

  /// How many steps a path has, and where it ends as a share of its beginning.
  static let steps = 15
  static let end = 0.05
  /// The weights of the network that are tried.
  static let gammas = [0.01, 0.1, 1.0]
  private static let innerFolds = 3

  /// The penalties: the step of the path and the weight of the network.
  struct Choice: Sendable, Hashable {
    var step: Int
    var gamma: Double
  }

  /// What a fold's training samples give, for any rows.
  struct Prepared: Sendable {
    /// For each layer the places of its targets.
    var layers: [[Int]]
    /// All samples by features, layer after layer; 0 where missing.
    var x: Matrix

    func rows(_ rows: [Int]) -> Matrix { x.selectingRows(rows) }
  }

  func prepared(label: [Int], training: [Int]) -> Prepared {
    let parts = PreparedLayers(study, label: label, training: training, most: features).layers
    let values = parts.flatMap { $0.values.values.map { $0.isNaN ? 0 : $0 } }
    let width = parts.reduce(0) { $0 + $1.targets.count }
    return Prepared(
      layers: parts.map(\.targets), x: Matrix(rows: study.samples.count, columns: width, values: values))
  }

  /// The model of some rows; `edges` empty stands for no network.
  func model(
    _ prepared: Prepared, label: [Int], training: [Int], edges: [(a: Int, b: Int, weight: Double)]
  ) throws(OmicsError) -> GraphLogistic {
    let x = prepared.rows(training)
    let own = training.map { label[$0] }
    let graph = FeatureGraph(layers: prepared.layers, edges: edges)
    return GraphLogistic(
      x, label: own, graph: edges.isEmpty ? graph : graph.adapted(to: try Self.signs(x, own)))
  }

  /// The path of a model.
  static func lambdas(_ model: GraphLogistic) -> [Double] {
    let largest = model.largest
    return (0..<steps).map { largest * Glibc.pow(end, Double($0) / Double(steps - 1)) }
  }

  /// The penalties with the least loss on inner held-out samples; of equals, the larger ones.
  ///
  /// - Parameter edges: networks that are chosen for one by one; all share the preparation.
  func choices(
    label: [Int], training: [Int], networks: [[(a: Int, b: Int, weight: Double)]], index: Int
  ) throws(OmicsError) -> [Choice] {
    var losses = networks.map { network in
      (network.isEmpty ? [0] : Self.gammas).map { _ in [Double](repeating: 0, count: Self.steps) }
    }
    let plan = FoldPlan(
      study, label: label, rows: training, folds: Self.innerFolds, seed: seed &+ 1, index: index)
    for fold in 0..<Self.innerFolds {
      let split = plan.split(holdingOut: fold)
      guard !split.held.isEmpty else { continue }
      let prepared = prepared(label: label, training: split.training)
      let (held, own) = (prepared.rows(split.held), split.held.map { label[$0] })
      for (place, network) in networks.enumerated() {
        let model = try model(prepared, label: label, training: split.training, edges: network)
        let lambdas = Self.lambdas(model)
        for (index, gamma) in (network.isEmpty ? [0] : Self.gammas).enumerated() {
          for (step, fit) in model.path(lambdas, gamma: gamma).enumerated() {
            losses[place][index][step] += GraphLogistic.loss(GraphLogistic.logits(fit, held), own)
          }
        }
      }
    }
    return zip(networks, losses).map { network, own in
      let gammas = network.isEmpty ? [0] : Self.gammas
      var best = (loss: Double.infinity, choice: Choice(step: 0, gamma: gammas[0]))
      for index in gammas.indices.reversed() {
        for step in 0..<Self.steps where own[index][step] < best.loss - 1e-12 {
          best = (own[index][step], Choice(step: step, gamma: gammas[index]))
        }
      }
      return best.choice
    }
  }

  /// Signs of the weights of a ridge regression of the label: what neighbours are expected to agree on.
  private static func signs(_ x: Matrix, _ label: [Int]) throws(OmicsError) -> [Double] {
    var kernel = x.outerProduct()
    let mean = (0..<x.rows).reduce(0) { $0 + kernel[$1, $1] } / Double(max(1, x.rows))
    for row in 0..<x.rows { kernel[row, row] += max(1e-9, mean) }
    let share = Double(label.reduce(0, +)) / Double(max(1, label.count))
    let dual = try CholeskyFactor(kernel).solve(label.map { Double($0) - share })
    return x.multiplied(by: dual, transposingSelf: true).map { $0 < 0 ? -1 : 1 }
  }
}
