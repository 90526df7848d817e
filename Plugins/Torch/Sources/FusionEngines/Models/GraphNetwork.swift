internal import Numerics
internal import Tensors

/// Message passing over the protein network (Kipf & Welling 2017, arXiv:1609.02907): every gene starts with its values in
/// all layers and their masks, takes up its neighbours' states by the degree-normalised adjacency, and adds to the logit
/// with a weight of its own.
struct GraphNetwork: FusionModel {
  private let places: [[Int]]
  private let adjacency: Tensor
  private let input: Linear
  private let rounds: [(own: Linear, neighbours: Linear)]
  private let readout: Tensor
  private let bias: Tensor
  private let width: Int
  private let genes: Int
  let parameters: [Tensor]

  /// - Parameters:
  ///   - nodes: the targets that are nodes.
  ///   - edges: pairs of nodes, each once.
  init(
    _ preparation: FoldPreparation, nodes: [Int], edges: [(Int, Int, Double)], width: Int, depth: Int,
    _ stream: RandomStream
  ) throws(TensorError) {
    var initialiser = Initialiser(stream)
    (self.width, genes) = (width, nodes.count)
    // A node's place among a layer's targets; the column behind the last stands for "not there".
    places = preparation.layers.map { layer in
      var place: [Int: Int] = [:]
      for (index, target) in layer.targets.enumerated() { place[target] = index }
      return nodes.map { place[$0] ?? layer.targets.count }
    }
    var degree = [Double](repeating: 0, count: nodes.count)
    for (a, b, weight) in edges {
      degree[a] += weight
      degree[b] += weight
    }
    var (rows, columns, values) = ([Int](), [Int](), [Double]())
    for (a, b, weight) in edges {
      rows += [a, b]
      columns += [b, a]
      let scaled = weight / (degree[a] * degree[b]).squareRoot()
      values += [scaled, scaled]
    }
    adjacency = try Tensor(rows: rows, columns: columns, values: values, height: nodes.count, width: nodes.count)
    input = try Linear(2 * preparation.layers.count, width, &initialiser)
    var rounds: [(Linear, Linear)] = []
    for _ in 0..<depth {
      rounds.append((try Linear(width, width, &initialiser), try Linear(width, width, &initialiser)))
    }
    self.rounds = rounds
    readout = try initialiser.normal([nodes.count, width], spread: 0.3 / Double(max(1, nodes.count)).squareRoot())
    bias = try initialiser.constant(0, [1])
    parameters = initialiser.parameters
  }

  func logits(_ input: ModelInput) throws(TensorError) -> Tensor {
    let n = input.count
    var features: [Tensor] = []
    let nothing = try Tensor([Double](repeating: 0, count: n), shape: [n, 1])
    for layer in input.values.indices {
      for part in [input.values[layer], input.masks[layer]] {
        features.append(
          try Tensor.joined([part, nothing], 1).selecting(places[layer], 1).transposed().reshaped([genes, n, 1]))
      }
    }
    // genes x samples x width, so that one sparse product serves all samples.
    var state = try self.input(Tensor.joined(features, 2)).gelu()
    for round in rounds {
      let messages = try adjacency.sparseMatmul(state.reshaped([genes, n * width])).reshaped([genes, n, width])
      state = try round.own(state).plus(round.neighbours(messages)).gelu().plus(state)
    }
    return try state.times(readout.reshaped([genes, 1, width])).sum(2).sum(0).plus(bias)
  }
}
