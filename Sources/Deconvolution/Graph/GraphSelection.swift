internal import Numerics
internal import Schema

/// Stability selection (Meinshausen & Buehlmann 2010, doi:10.1111/j.1467-9868.2010.00740.x): how often each feature is
/// among the first of the path on complementary half-samples.
struct GraphSelection: Sendable {
  /// How many features a half may select: q, with q^2 = 0.8 p, so that at a share of 0.9 one false one is expected.
  let most: Int
  /// How many features there are: p.
  let width: Int
  /// Share of halves that select a feature, by layer, a target each; nan where not taken.
  let shares: [[Double]]
  /// Mean weight at the end of the path, by layer.
  let weights: [[Double]]
  /// How early each target enters, in each half: 1 at the first step of the path, 0 never.
  let entries: [[Double]]

  /// Share of halves that select a target in any layer.
  var targetShares: [Double] {
    let count = Double(max(1, entries.count))
    return (entries.first ?? []).indices.map { target in Double(entries.filter { $0[target] > 0 }.count) / count }
  }

  /// How early a target enters on average.
  var earliness: [Double] {
    let count = Double(max(1, entries.count))
    return (entries.first ?? []).indices.map { target in entries.reduce(0) { $0 + $1[target] } / count }
  }

  /// The bound on the expected number of features that are selected falsely with at least this share of halves.
  func expectedFalse(share: Double) -> Double {
    Double(most * most) / ((2 * share - 1) * Double(max(1, width)))
  }

  init(_ fitting: GraphFitting, gamma: Double, halves: Int) throws(OmicsError) {
    let study = fitting.study
    let taken = fitting.prepared(label: study.label, training: study.rows).layers
    let width = taken.reduce(0) { $0 + $1.count }
    let most = max(1, Int((0.8 * Double(width)).squareRoot().rounded(.down)))
    (self.width, self.most) = (width, most)
    let targets = study.targets.count
    let found = try parallelMapThrowing(count: halves) { (index) throws(OmicsError) -> [[Entry]] in
      let half = Self.half(study, seed: fitting.seed, index: index)
      let prepared = fitting.prepared(label: study.label, training: half)
      let model = try fitting.model(prepared, label: study.label, training: half, edges: study.edges)
      let path = model.path(GraphFitting.lambdas(model), gamma: gamma, most: most)
      return Self.entries(path, prepared.layers, most: most)
    }
    var shares = taken.map { layer -> [Double] in
      var values = [Double](repeating: .nan, count: targets)
      for target in layer { values[target] = 0 }
      return values
    }
    var weights = shares
    var entries: [[Double]] = []
    for half in found {
      var early = [Double](repeating: 0, count: targets)
      for (layer, list) in half.enumerated() {
        for entry in list {
          // A half may take a target that all samples together do not.
          guard !shares[layer][entry.target].isNaN else { continue }
          shares[layer][entry.target] += 1 / Double(halves)
          weights[layer][entry.target] += entry.weight / Double(halves)
          early[entry.target] = max(early[entry.target], entry.early)
        }
      }
      entries.append(early)
    }
    (self.shares, self.weights, self.entries) = (shares, weights, entries)
  }

  private struct Entry: Sendable {
    var target: Int
    var early: Double
    var weight: Double
  }

  /// What a path selects, by layer: of the last step only as many as there is room for, the largest weights.
  private static func entries(_ path: [GraphLogistic.Fit], _ layers: [[Int]], most: Int) -> [[Entry]] {
    var early: [Int: Double] = [:]
    var last: [Int: Double] = [:]
    for (step, fit) in path.enumerated() {
      let new = fit.weights.filter { early[$0.feature] == nil }
        .sorted { abs($0.value) == abs($1.value) ? $0.feature < $1.feature : abs($0.value) > abs($1.value) }
      for (feature, value) in new where early.count < most {
        // Within a step the larger weight counts as the earlier.
        early[feature] = 1 - (Double(step) + 1 / (1 + abs(value))) / Double(GraphFitting.steps + 1)
      }
      for (feature, value) in fit.weights where early[feature] != nil { last[feature] = value }
      if early.count >= most { break }
    }
    var first = 0
    return layers.map { targets in
      defer { first += targets.count }
      return targets.indices.compactMap { place in
        early[first + place].map { Entry(target: targets[place], early: $0, weight: last[first + place] ?? 0) }
      }
    }
  }

  /// Halves 2k and 2k + 1 are the two halves of one split, within label and batch.
  private static func half(_ study: JoinedStudy, seed: UInt64, index: Int) -> [Int] {
    var stream = RandomStream(seed: seed, name: "graph/half", index: UInt64(index / 2))
    var chosen: [Int] = []
    var odd = index / 2 % 2
    for batch in 0...(study.batch.max() ?? 0) {
      for label in 0...1 {
        var members = study.rows.filter { study.batch[$0] == batch && study.label[$0] == label }
        stream.shuffle(&members)
        let middle = members.count / 2 + (members.count % 2 == 1 && odd % 2 == 0 ? 1 : 0)
        chosen += index % 2 == 0 ? members[..<middle] : members[middle...]
        odd += members.count % 2
      }
    }
    return chosen.sorted()
  }
}
