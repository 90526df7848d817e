internal import Numerics
internal import Schema

/// Targets in the order of an engine's scores, with rank intervals over its repetitions.
struct EngineRanks: Sendable {
  let study: JoinedStudy
  /// The score of each target; nan or 0 for one that the engine has nothing to say of, which is not ranked.
  let scores: [Double]
  /// What decides between equal scores, the larger first; empty for nothing.
  var ties: [Double] = []
  /// Scores of each repetition (fold, start, half-sample), a target each; nan counts as last.
  let repetitions: [[Double]]
  /// Signed attributions by layer, a target each; nan where the layer does not speak.
  let attributions: [[Double]]
  /// Difference of cases and controls by layer on prepared values, a target each; nan where not measured.
  let differences: [[Double]]

  /// The ranking.
  var ranking: [EngineFindings.Target] {
    let places = scores.indices.filter { scores[$0] > 0 }.sorted { first, second in
      if scores[first] != scores[second] { return scores[first] > scores[second] }
      if !ties.isEmpty, ties[first] != ties[second] { return ties[first] > ties[second] }
      return first < second
    }
    let ranks = repetitions.map { own in
      OrderStatistics.ranks(own.map { $0.isNaN ? 0 : -$0 }, ties: .average)
    }
    return places.enumerated().map { rank, target in
      let own = ranks.map { $0[target] }
      return EngineFindings.Target(
        rank: rank + 1, target: study.targets[target], symbol: study.symbols[target], score: scores[target],
        rankLow: OrderStatistics.quantile(own, 0.05), rankHigh: OrderStatistics.quantile(own, 0.95),
        direction: direction(target))
    }
  }

  /// All attributions, by target and layer.
  var listed: [EngineFindings.Attribution] {
    var list: [EngineFindings.Attribution] = []
    for target in study.targets.indices {
      for (layer, values) in zip(study.layers, attributions) where !values[target].isNaN {
        list.append(.init(target: study.targets[target], layer: layer.name, value: values[target]))
      }
    }
    return list
  }

  /// Which way the target moves in cases, in every layer the engine listens to by at least a quarter of what it listens
  /// to the strongest.
  private func direction(_ target: Int) -> TargetDirection {
    let weights = attributions.map { $0[target].isNaN ? 0 : abs($0[target]) }
    guard let strongest = weights.max(), strongest > 0 else { return .unknown }
    let signs = Set(
      zip(weights, differences).filter { $0.0 >= 0.25 * strongest && $0.1[target].magnitude > 0 }
        .map { $0.1[target] > 0 })
    return signs.count == 2 ? .mixed : signs.first.map { $0 ? .up : .down } ?? .unknown
  }

  /// Differences of the means of cases and controls by layer, a target each.
  static func differences(_ prepared: PreparedLayers, label: [Int], rows: [Int], targets: Int) -> [[Double]] {
    prepared.layers.map { layer in
      var result = [Double](repeating: .nan, count: targets)
      for (place, target) in layer.targets.enumerated() {
        var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
        for row in rows {
          let value = layer.values.values[place * layer.values.rows + row]
          guard !value.isNaN else { continue }
          sums[label[row]] += value
          counts[label[row]] += 1
        }
        if counts[0] > 0, counts[1] > 0 { result[target] = sums[1] / counts[1] - sums[0] / counts[0] }
      }
      return result
    }
  }
}
