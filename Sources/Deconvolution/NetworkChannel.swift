internal import Numerics
internal import Schema

/// Support from network neighbours: the weighted sum of their strengths against what neighbours of such degree have.
///
/// S_i = Σ_j w_ij (e_j - μ_b(j)) / √(Σ_j w_ij² σ²_b(j)), with mean and variance taken in the degree bin of j, so that
/// hubs gain nothing from being hubs. Targets without neighbours that were measured have no value.
struct NetworkChannel: Sendable {
  /// Degree bins: 20, fewer when they would hold less than 20 targets.
  private let binCount: Int
  private let neighbours: [[(target: Int32, weight: Double)]]
  private let binOf: [Int]
  /// How many neighbours each target has.
  let degrees: [Int]

  init(_ graph: NetworkGraph, targets: [String]) {
    var rowOf: [String: Int] = [:]
    for (row, target) in targets.enumerated() { rowOf[target] = row }
    var lists = [[(target: Int32, weight: Double)]](repeating: [], count: targets.count)
    for edge in graph.edges {
      guard let a = rowOf[edge.a], let b = rowOf[edge.b], a != b else { continue }
      lists[a].append((Int32(b), edge.weight))
      lists[b].append((Int32(a), edge.weight))
    }
    for row in lists.indices { lists[row].sort { $0.target < $1.target } }
    neighbours = lists
    degrees = lists.map(\.count)
    let order = degrees.indices.filter { lists[$0].count > 0 }.sorted { (lists[$0].count, $0) < (lists[$1].count, $1) }
    binCount = max(1, min(20, order.count / 20))
    var bins = [Int](repeating: 0, count: targets.count)
    for (position, row) in order.enumerated() { bins[row] = position * binCount / max(1, order.count) }
    binOf = bins
  }

  /// Mean and variance of the strengths in each degree bin.
  private func moments(_ strengths: [Double]) -> (means: [Double], variances: [Double]) {
    var sums = [Double](repeating: 0, count: binCount)
    var squares = sums
    var counts = sums
    for row in strengths.indices where !strengths[row].isNaN && degrees[row] > 0 {
      sums[binOf[row]] += strengths[row]
      squares[binOf[row]] += strengths[row] * strengths[row]
      counts[binOf[row]] += 1
    }
    let means = (0..<binCount).map { counts[$0] > 0 ? sums[$0] / counts[$0] : 0 }
    let variances = (0..<binCount).map { bin in
      counts[bin] > 1 ? max(1e-9, (squares[bin] - counts[bin] * means[bin] * means[bin]) / (counts[bin] - 1)) : 1
    }
    return (means, variances)
  }

  /// The neighbours of a target whose strengths exceed those of their degree most, weighted, strongest first.
  func speakers(for row: Int, _ strengths: [Double], most: Int) -> [Int] {
    let (means, _) = moments(strengths)
    return neighbours[row].map {
      (row: Int($0.target), share: $0.weight * (strengths[Int($0.target)] - means[binOf[Int($0.target)]]))
    }
    .filter { $0.share > 0 }.sorted { ($1.share, $0.row) < ($0.share, $1.row) }.prefix(most).map(\.row)
  }

  /// The support z of every target, given all strengths.
  func support(_ strengths: [Double]) -> [Double] {
    let (means, variances) = moments(strengths)
    return neighbours.map { list in
      var (sum, variance) = (0.0, 0.0)
      for (target, weight) in list {
        let other = Int(target)
        guard !strengths[other].isNaN else { continue }
        sum += weight * (strengths[other] - means[binOf[other]])
        variance += weight * weight * variances[binOf[other]]
      }
      return variance > 0 ? sum / variance.squareRoot() : .nan
    }
  }
}
