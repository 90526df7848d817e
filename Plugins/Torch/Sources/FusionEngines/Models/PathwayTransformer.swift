internal import Numerics
internal import Tensors

/// Gene sets as tokens: a token is the masked sum of its measured members, each with an embedding of its own a layer, plus
/// an embedding of the set and one of the layer. Blocks of self-attention (Vaswani et al. 2017, arXiv:1706.03762) and a
/// class token that gives the label.
struct PathwayTransformer: FusionModel {
  private struct Block {
    var query: Linear
    var key: Linear
    var value: Linear
    var output: Linear
    var first: Linear
    var second: Linear
    var norms: [(weight: Tensor, bias: Tensor)]
  }

  /// Sets by targets of each layer, 1 / sqrt(members).
  private let members: [Tensor]
  private let embeddings: [Tensor]
  private let sets: Tensor
  private let layers: [Tensor]
  private let classToken: Tensor
  private let blocks: [Block]
  private let head: Linear
  private let width: Int
  private let heads: Int
  private let count: Int
  let parameters: [Tensor]

  /// - Parameter tokens: the members of every set, by place in each layer's taken targets.
  init(
    _ preparation: FoldPreparation, tokens: [[[Int]]], width: Int, heads: Int, depth: Int, _ stream: RandomStream
  ) throws(TensorError) {
    var initialiser = Initialiser(stream)
    (self.width, self.heads) = (width, heads)
    count = tokens.first?.count ?? 0
    var (members, embeddings, layers) = ([Tensor](), [Tensor](), [Tensor]())
    for (index, layer) in preparation.layers.enumerated() {
      var (rows, columns, values) = ([Int](), [Int](), [Double]())
      for (set, places) in tokens[index].enumerated() {
        for place in places {
          rows.append(set)
          columns.append(place)
          values.append(1 / Double(places.count).squareRoot())
        }
      }
      members.append(
        try Tensor(rows: rows, columns: columns, values: values, height: count, width: layer.targets.count))
      embeddings.append(try initialiser.normal([layer.targets.count, width], spread: 0.3))
      layers.append(try initialiser.normal([1, 1, width], spread: 0.05))
    }
    sets = try initialiser.normal([1, count, width], spread: 0.05)
    classToken = try initialiser.normal([1, 1, width], spread: 0.05)
    var blocks: [Block] = []
    for _ in 0..<depth {
      blocks.append(
        Block(
          query: try Linear(width, width, &initialiser), key: try Linear(width, width, &initialiser),
          value: try Linear(width, width, &initialiser), output: try Linear(width, width, &initialiser),
          first: try Linear(width, 2 * width, &initialiser), second: try Linear(2 * width, width, &initialiser),
          norms: [
            (try initialiser.constant(1, [width]), try initialiser.constant(0, [width])),
            (try initialiser.constant(1, [width]), try initialiser.constant(0, [width])),
          ]))
    }
    self.blocks = blocks
    head = try Linear(width, 1, &initialiser)
    (self.members, self.embeddings, self.layers) = (members, embeddings, layers)
    parameters = initialiser.parameters
  }

  /// The tokens of a layer: samples by sets by width.
  private func tokens(_ layer: Int, _ input: ModelInput) throws(TensorError) -> Tensor {
    let n = input.count
    let genes = try input.values[layer].transposed()
    let size = genes.shape[0]
    // targets x (samples * width): one sparse product for all samples.
    let spread = try genes.reshaped([size, n, 1]).times(embeddings[layer].reshaped([size, 1, width]))
    let sums = try members[layer].sparseMatmul(spread.reshaped([size, n * width]))
    return try sums.reshaped([count, n, width]).permuted([1, 0, 2]).plus(sets).plus(layers[layer])
      .times(input.present[layer].reshaped([n, 1, 1]))
  }

  private func attended(_ tokens: Tensor, _ block: Block, samples: Int, length: Int) throws(TensorError) -> Tensor {
    let part = width / heads
    func split(_ tensor: Tensor) throws(TensorError) -> Tensor {
      try tensor.reshaped([samples, length, heads, part]).permuted([0, 2, 1, 3])
    }
    let normed = try tokens.layerNorm(block.norms[0].weight, block.norms[0].bias)
    let keys = try split(block.key(normed)).transposed()
    let scores = try split(block.query(normed)).matmul(keys)
      .scaled(by: 1 / Double(part).squareRoot())
    let mixed = try scores.softmax(3).matmul(split(block.value(normed))).permuted([0, 2, 1, 3])
      .reshaped([samples, length, width])
    let sum = try tokens.plus(block.output(mixed))
    let again = try sum.layerNorm(block.norms[1].weight, block.norms[1].bias)
    return try sum.plus(block.second(block.first(again).gelu()))
  }

  private func summary(_ input: ModelInput) throws(TensorError) -> Tensor {
    let n = input.count
    var parts = [try Tensor([Double](repeating: 0, count: n * width), shape: [n, 1, width]).plus(classToken)]
    for layer in input.values.indices { parts.append(try tokens(layer, input)) }
    var sequence = try Tensor.joined(parts, 1)
    let length = 1 + count * input.values.count
    for block in blocks { sequence = try attended(sequence, block, samples: n, length: length) }
    return try sequence.selecting([0], 1).reshaped([n, width])
  }

  func latent(_ input: ModelInput) throws(TensorError) -> Tensor? { try summary(input) }

  func logits(_ input: ModelInput) throws(TensorError) -> Tensor { try head(summary(input)).reshaped([input.count]) }
}
