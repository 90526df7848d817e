internal import Glibc
internal import Schema

/// Support from network neighbours: the weighted sum of their evidence against what neighbours of such degree have.
///
/// S_i = Σ_j w_ij (e_j - μ_b(j)) / √(Σ_j w_ij² σ²_b(j)), where e is the squared strength, so that one neighbour that moved says
/// more than many that might have, and mean and variance are those of the degree bin of j, so that hubs gain nothing from
/// being hubs. Squares of few neighbours are skewed: S becomes a standard normal by its third moment, as a gamma variable
/// does (Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684), so that a target of one neighbour is compared fairly with one
/// of fifty. Targets without neighbours that were measured have no value.
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

  /// The strength beyond which a neighbour says no more.
  private static let loudest = 12.0

  /// What a neighbour says: its squared strength.
  private static func evidence(_ strengths: [Double]) -> [Double] {
    strengths.map { strength in
      let loud = strength.isNaN ? strength : min(loudest, strength)
      return loud * loud
    }
  }

  /// Mean and variance of the evidence in each degree bin, and its skewness about them over all bins: a bin is too small
  /// for a third moment of its own.
  private func moments(_ evidence: [Double]) -> (bins: [(mean: Double, variance: Double)], skewness: Double) {
    var members = [[Double]](repeating: [], count: binCount)
    for row in evidence.indices where !evidence[row].isNaN && degrees[row] > 0 {
      members[binOf[row]].append(evidence[row])
    }
    let bins = members.map { values -> (mean: Double, variance: Double) in
      guard values.count > 1 else { return (values.first ?? 0, 1) }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, max(1e-9, squares / Double(values.count - 1)))
    }
    var (cubes, count) = (0.0, 0.0)
    for (values, bin) in zip(members, bins) {
      let spread = bin.variance.squareRoot()
      for value in values {
        let distance = (value - bin.mean) / spread
        cubes += distance * distance * distance
      }
      count += Double(values.count)
    }
    return (bins, count > 0 ? cubes / count : 0)
  }

  /// A standardised sum of that skewness as a standard normal.
  static func normal(_ sum: Double, skewness: Double) -> Double {
    let skew = max(1e-3, skewness)
    let shape = 4 / (skew * skew)
    return 3 * shape.squareRoot() * (cbrt(max(1e-6, 1 + sum * skew / 2)) - 1 + 1 / (9 * shape))
  }

  /// The neighbours of a target whose evidence exceeds that of their degree most, weighted, strongest first.
  func speakers(for row: Int, _ strengths: [Double], most: Int) -> [Int] {
    let evidence = Self.evidence(strengths)
    let bins = moments(evidence).bins
    return neighbours[row].map {
      (row: Int($0.target), share: $0.weight * (evidence[Int($0.target)] - bins[binOf[Int($0.target)]].mean))
    }
    .filter { $0.share > 0 }.sorted { ($1.share, $0.row) < ($0.share, $1.row) }.prefix(most).map(\.row)
  }

  /// The support z of every target, given all strengths.
  func support(_ strengths: [Double]) -> [Double] {
    let evidence = Self.evidence(strengths)
    let (bins, skewness) = moments(evidence)
    let spreads = bins.map { $0.variance.squareRoot() }
    return neighbours.map { list in
      var (sum, variance, third) = (0.0, 0.0, 0.0)
      for (target, weight) in list {
        let other = Int(target)
        guard !evidence[other].isNaN else { continue }
        let spread = weight * spreads[binOf[other]]
        sum += weight * (evidence[other] - bins[binOf[other]].mean)
        variance += spread * spread
        third += spread * spread * spread
      }
      guard variance > 0 else { return .nan }
      let spread = variance.squareRoot()
      return Self.normal(sum / spread, skewness: skewness * third / (variance * spread))
    }
  }
}
