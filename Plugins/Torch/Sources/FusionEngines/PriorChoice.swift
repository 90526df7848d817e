internal import Numerics

/// Which parts of the priors a fold uses, chosen from training samples without labels.
enum PriorChoice {
  /// Members of the most variable gene sets by place in each layer: `[layer][set][place]`.
  ///
  /// A set counts with 5 to 300 members that some layer has taken; the variance is that of the mean of its members over
  /// the training samples, in its best layer.
  static func tokens(
    _ input: StudyInput, _ preparation: FoldPreparation, training: [Int], count: Int
  ) -> [[[Int]]] {
    let places = preparation.layers.map { layer in
      var place: [Int: Int] = [:]
      for (index, target) in layer.targets.enumerated() { place[target] = index }
      return place
    }
    var found: [(variance: Double, order: Int, members: [[Int]])] = []
    for (order, set) in input.pathways.enumerated() {
      let members = places.map { place in set.members.compactMap { place[$0] } }
      let largest = members.map(\.count).max() ?? 0
      guard (5...300).contains(largest) else { continue }
      let variance = preparation.layers.indices.map { spread(preparation.layers[$0], members[$0], training) }.max() ?? 0
      found.append((variance, order, members))
    }
    found.sort { $0.variance == $1.variance ? $0.order < $1.order : $0.variance > $1.variance }
    let chosen = found.prefix(count).sorted { $0.order < $1.order }
    return preparation.layers.indices.map { layer in chosen.map { $0.members[layer] } }
  }

  private static func spread(_ layer: FoldPreparation.Layer, _ members: [Int], _ training: [Int]) -> Double {
    guard !members.isEmpty else { return 0 }
    let means = training.map { row in
      members.reduce(0) { $0 + layer.values[row * layer.targets.count + $1] } / Double(members.count).squareRoot()
    }
    return Descriptive.variance(means)
  }

  /// Sets of the same sizes with members drawn from all places of each layer.
  static func random(
    _ tokens: [[[Int]]], _ preparation: FoldPreparation, _ stream: inout RandomStream
  ) -> [[[Int]]] {
    preparation.layers.indices.map { layer in
      tokens[layer].map { set in
        stream.sample(
          min(set.count, preparation.layers[layer].targets.count), of: preparation.layers[layer].targets.count
        )
        .sorted()
      }
    }
  }

  /// The targets with an edge among those a layer has taken, and their edges by node.
  static func graph(
    _ input: StudyInput, _ preparation: FoldPreparation
  ) -> (nodes: [Int], edges: [(Int, Int, Double)]) {
    let taken = Set(preparation.layers.flatMap(\.targets))
    let nodes = taken.sorted()
    var place: [Int: Int] = [:]
    for (index, target) in nodes.enumerated() { place[target] = index }
    let edges = input.network.compactMap { edge -> (Int, Int, Double)? in
      guard let a = place[edge.a], let b = place[edge.b] else { return nil }
      return (a, b, edge.weight)
    }
    return (nodes, edges)
  }

  /// The same degrees with other partners: ends of two edges are swapped, ten times an edge, without doubles and loops
  /// (Maslov & Sneppen 2002, doi:10.1126/science.1065103).
  static func rewired(_ edges: [(Int, Int, Double)], _ stream: inout RandomStream) -> [(Int, Int, Double)] {
    var edges = edges
    guard edges.count > 1 else { return edges }
    func key(_ a: Int, _ b: Int) -> Int { min(a, b) << 32 | max(a, b) }
    var known = Set(edges.map { key($0.0, $0.1) })
    for _ in 0..<10 * edges.count {
      let (i, j) = (stream.integer(below: edges.count), stream.integer(below: edges.count))
      var (a, b, c, d) = (edges[i].0, edges[i].1, edges[j].0, edges[j].1)
      if stream.uniform() < 0.5 { (c, d) = (d, c) }
      guard i != j, a != d, c != b, !known.contains(key(a, d)), !known.contains(key(c, b)) else { continue }
      known.remove(key(a, b))
      known.remove(key(c, d))
      (b, d) = (d, b)
      known.insert(key(a, b))
      known.insert(key(c, d))
      (edges[i].0, edges[i].1, edges[j].0, edges[j].1) = (a, b, c, d)
    }
    return edges
  }
}
