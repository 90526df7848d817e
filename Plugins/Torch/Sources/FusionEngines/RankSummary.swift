internal import Numerics
public import Schema

/// The engine's ranking from the attributions of all folds and repetitions.
enum RankSummary {
  /// Targets by the size of their mean contrast over units, summed over layers, with the 5th and 95th percentile of
  /// their rank over units. Mean absolute attributions would rank what varies most; contrasts rank what tells cases from
  /// controls. Targets that no unit lets speak (not taken, or in no gene set) are not ranked; a unit that has not taken a
  /// target counts as its last rank.
  static func ranking(_ input: StudyInput, _ units: [UnitResult]) -> [EngineFindings.Target] {
    let count = input.targets.count
    var ranks = [[Double]](repeating: [], count: count)
    var isKnown = [Bool](repeating: false, count: count)
    for unit in units {
      let strength = (0..<count).map { unit.strength($0) }
      let order = OrderStatistics.ranks(strength.map { $0.isNaN ? 0 : -$0 }, ties: .average)
      for target in 0..<count {
        ranks[target].append(order[target])
        if strength[target] > 0 { isKnown[target] = true }
      }
    }
    let scores = (0..<count).map { target in
      input.layers.indices.reduce(0) { sum, layer in
        let value = contrast(units, layer: layer, target: target)
        return value.isNaN ? sum : sum + abs(value)
      }
    }
    let places = (0..<count).filter { isKnown[$0] }.sorted {
      scores[$0] == scores[$1] ? input.targets[$0] < input.targets[$1] : scores[$0] > scores[$1]
    }
    return places.enumerated().map { rank, target in
      EngineFindings.Target(
        rank: rank + 1, target: input.targets[target], symbol: input.symbols[target], score: scores[target],
        rankLow: OrderStatistics.quantile(ranks[target], 0.05), rankHigh: OrderStatistics.quantile(ranks[target], 0.95),
        direction: direction(input, units, target))
    }
  }

  /// The mean contrast of a target in a layer over the units that have it; nan where none has.
  static func contrast(_ units: [UnitResult], layer: Int, target: Int) -> Double {
    let values = units.compactMap { unit in
      layer < unit.contrast.count && !unit.contrast[layer][target].isNaN ? unit.contrast[layer][target] : nil
    }
    return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// Which way the measured values move in the case group: the sign of the difference of means, in every layer the
  /// engine listens to by at least a quarter of what it listens to the strongest.
  private static func direction(_ input: StudyInput, _ units: [UnitResult], _ target: Int) -> TargetDirection {
    let weights = input.layers.indices.map { layer -> Double in
      let value = contrast(units, layer: layer, target: target)
      return value.isNaN ? 0 : abs(value)
    }
    let strongest = weights.max() ?? 0
    guard strongest > 0 else { return .unknown }
    var signs: Set<Bool> = []
    for (layer, weight) in zip(input.layers, weights) where weight >= 0.25 * strongest {
      var sums = [0.0, 0.0]
      var counts = [0.0, 0.0]
      for sample in input.samples.indices {
        let value = layer.values[sample * input.targets.count + target]
        guard !value.isNaN else { continue }
        sums[input.label[sample]] += value
        counts[input.label[sample]] += 1
      }
      guard counts[0] > 0, counts[1] > 0 else { continue }
      let difference = sums[1] / counts[1] - sums[0] / counts[0]
      if difference != 0 { signs.insert(difference > 0) }
    }
    return signs.count == 2 ? .mixed : signs.first.map { $0 ? .up : .down } ?? .unknown
  }
}
