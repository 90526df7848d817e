internal import Glibc
internal import Numerics
internal import Schema

/// Ranks over complementary half-samples, stratified by label and batch (Shah & Samworth 2013,
/// doi:10.1111/j.1467-9868.2011.01034.x).
///
/// A half-sample moves a statistic about its full-sample value with the variance of the full sample's own sampling
/// error, so the same ranks serve as rank interval and as noise floor.
struct HalfSampling: Sendable {
  /// `ranks[r][target]`: the rank in replicate r; 0 where the target had no score.
  let ranks: [[Int32]]

  init(
    _ cohorts: [CohortInput], space: TargetSpace, rule: ScoreRule, settings: LedgerSettings,
    memory: LedgerMemory = .none
  ) throws(OmicsError) {
    let strengths = try Self.strengths(cohorts, space: space, settings: settings, memory: memory)
    let rows = space.targets.count
    ranks = parallelMap(count: settings.resamples) { index in
      let own = Array(strengths[(index * rows)..<((index + 1) * rows)])
      let support = rule.weight > 0 ? rule.network?.support(own) : nil
      let order = ScoreRule.order(rule.scores(own, support: support), own)
      var ranks = [Int32](repeating: 0, count: rows)
      for (position, row) in order.enumerated() { ranks[row] = Int32(position + 1) }
      return ranks
    }
  }

  /// Own strengths of all targets in every replicate, one replicate after the other: what no prior changes.
  private static func strengths(
    _ cohorts: [CohortInput], space: TargetSpace, settings: LedgerSettings, memory: LedgerMemory
  ) throws(OmicsError) -> [Double] {
    let count = settings.resamples * space.targets.count
    guard count > 0 else { return [] }
    if let bytes = memory.recall(.halves), let known = LedgerMemory.numbers(bytes, count: count) { return known }
    let drawn = try parallelMapThrowing(count: settings.resamples) { (index) throws(OmicsError) -> [Double] in
      var scores: [ChannelScores] = []
      for cohort in cohorts {
        scores += try cohort.draw(Self.half(cohort, seed: settings.seed, index: index))([cohort.label])
      }
      return space.combination.strengths(space.joined(scores))
    }
    let all = drawn.flatMap { $0 }
    memory.keep(.halves, LedgerMemory.bytes(all))
    return all
  }

  /// The columns of one half: replicates 2k and 2k + 1 are the two halves of one split.
  static func half(_ cohort: CohortInput, seed: UInt64, index: Int) -> [Int] {
    var stream = RandomStream(seed: seed, name: "half-sample/\(cohort.name)", index: UInt64(index / 2))
    var chosen: [Int] = []
    var odd = index / 2 % 2
    for batch in 0...(cohort.batch.max() ?? 0) {
      for label in [Int8(0), 1] {
        var members = cohort.label.indices.filter { cohort.batch[$0] == batch && cohort.label[$0] == label }
        stream.shuffle(&members)
        // The odd one out of a stratum goes to the two halves in turn.
        let middle = members.count / 2 + (members.count % 2 == 1 && odd % 2 == 0 ? 1 : 0)
        chosen += index % 2 == 0 ? members[..<middle] : members[middle...]
        if members.count % 2 == 1 { odd += 1 }
      }
    }
    return chosen.sorted()
  }

  /// Ranks of a target over the replicates in which it had a score, sorted.
  func sorted(_ target: Int) -> [Double] { ranks.map { Double($0[target]) }.filter { $0 > 0 }.sorted() }

  /// 5th and 95th percentile of the rank.
  func interval(_ target: Int) -> (low: Double, high: Double) {
    let values = sorted(target)
    guard !values.isEmpty else { return (.nan, .nan) }
    return (OrderStatistics.quantile(sorted: values, 0.05), OrderStatistics.quantile(sorted: values, 0.95))
  }

  /// The share of replicates with the target in the top k.
  func share(_ target: Int, top: Int32) -> Double {
    guard !ranks.isEmpty else { return .nan }
    return Double(ranks.filter { $0[target] > 0 && $0[target] <= top }.count) / Double(ranks.count)
  }

  /// The 95th percentile of |log2 rank in a replicate - log2 rank|: the noise floor of its movement; and the same between
  /// two runs that are both noisy: √2 of it, or the 95th percentile between replicates of different splits if that is
  /// more, since ranks are no normal numbers.
  func floors(_ target: Int, rank: Int) -> (one: Double, both: Double) {
    guard !ranks.isEmpty else { return (0, 0) }
    let logs = ranks.map { replicate in
      log2(replicate[target] > 0 ? Double(replicate[target]) : Double(replicate.count + 1))
    }
    let one = OrderStatistics.quantile(logs.map { abs($0 - log2(Double(rank))) }, 0.95)
    var between: [Double] = []
    // Replicates 2k and 2k + 1 are halves of one split, so steps are even and not 0.
    for step in [logs.count / 2 & ~1, logs.count / 4 & ~1] where step > 0 {
      for first in 0..<(logs.count - step) { between.append(abs(logs[first] - logs[first + step])) }
    }
    let measured = between.isEmpty ? 0 : OrderStatistics.quantile(between, 0.95)
    return (one, max(one * 2.0.squareRoot(), measured))
  }
}
