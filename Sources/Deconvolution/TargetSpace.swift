internal import Schema

/// The union of the cohorts' targets and channels: where every resample's scores are joined.
struct TargetSpace: Sendable {
  /// Target ids, shorter first, then by text.
  let targets: [String]
  /// The channels of any cohort, in fixed order.
  let channels: [EvidenceChannel]
  /// How their z become one strength.
  let combination: ChannelCombination
  /// For each cohort, the row of each of its targets here.
  let rows: [[Int]]

  init(_ cohorts: [CohortInput]) {
    var ids: Set<String> = []
    for cohort in cohorts { ids.formUnion(cohort.targets) }
    targets = ids.sorted { $0.utf8.count == $1.utf8.count ? $0 < $1 : $0.utf8.count < $1.utf8.count }
    var rowOf: [String: Int] = [:]
    for (row, target) in targets.enumerated() { rowOf[target] = row }
    rows = cohorts.map { $0.targets.map { rowOf[$0] ?? 0 } }
    let present = Set(cohorts.flatMap { $0.statistics.map(\.channel) })
    channels = EvidenceChannel.allCases.filter { present.contains($0) }
    combination = ChannelCombination(channels)
  }

  /// Scores of the cohorts joined by channel: `z[channel][target]`; of what is ranked by, or of `part`.
  func joined(_ scores: [ChannelScores], _ part: (ChannelScores) -> [[Double]] = \.z) -> [[Double]] {
    channels.map { channel in
      let parts = scores.map { score in score.channels.firstIndex(of: channel).map { part(score)[$0] } }
      if scores.count == 1, let only = parts[0], rows[0].count == targets.count { return spread(only, 0) }
      var result = [Double](repeating: .nan, count: targets.count)
      var values = [[Double]](repeating: [], count: targets.count)
      for (cohort, part) in parts.enumerated() {
        guard let part else { continue }
        for (position, row) in rows[cohort].enumerated() { values[row].append(part[position]) }
      }
      for row in result.indices { result[row] = CohortReplication.join(values[row], cohorts: scores.count) }
      return result
    }
  }

  /// Whether a channel of a target agrees in two cohorts; true for all with one cohort.
  func replicated(_ cohorts: [CohortInput]) -> [Bool] {
    guard cohorts.count > 1 else { return [Bool](repeating: true, count: targets.count) }
    var result = [Bool](repeating: false, count: targets.count)
    for values in byCohort(cohorts) {
      for row in result.indices where CohortReplication.isReplicated(values[row]) { result[row] = true }
    }
    return result
  }

  /// `z[channel][target]`: what each cohort that measured the target has, in the order of the cohorts.
  func byCohort(_ cohorts: [CohortInput]) -> [[[Double]]] {
    channels.map { channel in
      var values = [[Double]](repeating: [], count: targets.count)
      for (cohort, input) in cohorts.enumerated() {
        guard let place = input.own.channels.firstIndex(of: channel) else { continue }
        let own = input.own.z[place]
        for (position, row) in rows[cohort].enumerated() where !own[position].isNaN {
          values[row].append(own[position])
        }
      }
      return values
    }
  }

  private func spread(_ values: [Double], _ cohort: Int) -> [Double] {
    var result = [Double](repeating: .nan, count: targets.count)
    for (position, row) in rows[cohort].enumerated() { result[row] = values[position] }
    return result
  }
}
