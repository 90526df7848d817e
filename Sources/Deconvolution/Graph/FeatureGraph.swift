/// The network over features, a target in a layer each: edges join features of one layer, weights are normalised by
/// degrees, so that beta' L beta is the sum over edges of w (beta_u / sqrt d_u - beta_v / sqrt d_v)^2 (Li & Li 2008,
/// doi:10.1093/bioinformatics/btn081). With signs s the betas are s beta (Li & Li 2010, doi:10.1214/10-AOAS332), so that
/// neighbours that move apart are no contradiction.
struct FeatureGraph: Sendable {
  /// Where the neighbours of each feature begin; one more than there are features.
  private(set) var starts: [Int]
  /// The neighbours.
  private(set) var neighbours: [Int32]
  /// Minus the off-diagonal entries of L: the weight of each neighbour.
  private(set) var weights: [Double]
  /// The diagonal of L: 1, or 0 for a feature without neighbours.
  let diagonal: [Double]

  /// - Parameter layers: for each layer the places of its targets, ascending; features are numbered layer after layer.
  init(layers: [[Int]], edges: [(a: Int, b: Int, weight: Double)]) {
    var lists: [[(end: Int32, weight: Double)]] = []
    for targets in layers {
      let first = lists.count
      lists += targets.map { _ in [] }
      var place: [Int: Int] = [:]
      for (index, target) in targets.enumerated() { place[target] = first + index }
      for edge in edges {
        guard let a = place[edge.a], let b = place[edge.b], a != b else { continue }
        lists[a].append((Int32(b), edge.weight))
        lists[b].append((Int32(a), edge.weight))
      }
    }
    let degrees = lists.map { $0.reduce(0) { $0 + $1.weight } }
    diagonal = degrees.map { $0 > 0 ? 1 : 0 }
    (starts, neighbours, weights) = ([0], [], [])
    for (feature, list) in lists.enumerated() {
      for (end, weight) in list.sorted(by: { $0.end < $1.end }) {
        neighbours.append(end)
        weights.append(weight / (degrees[feature] * degrees[Int(end)]).squareRoot())
      }
      starts.append(neighbours.count)
    }
  }

  /// The same graph for betas that are expected to have the given signs.
  func adapted(to signs: [Double]) -> FeatureGraph {
    var result = self
    for feature in diagonal.indices {
      for index in starts[feature]..<starts[feature + 1] {
        result.weights[index] *= signs[feature] * signs[Int(neighbours[index])]
      }
    }
    return result
  }

  /// The sum over neighbours of weight times value: what pulls a feature along.
  @inline(__always)
  func pull(_ feature: Int, _ values: UnsafeMutablePointer<Double>) -> Double {
    var sum = 0.0
    for index in starts[feature]..<starts[feature + 1] { sum += weights[index] * values[Int(neighbours[index])] }
    return sum
  }

  /// beta' L beta.
  func roughness(_ beta: [Double]) -> Double {
    var sum = 0.0
    for feature in beta.indices {
      sum += diagonal[feature] * beta[feature] * beta[feature]
      for index in starts[feature]..<starts[feature + 1] {
        sum -= weights[index] * beta[feature] * beta[Int(neighbours[index])]
      }
    }
    return sum
  }
}
