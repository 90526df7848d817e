internal import Schema

/// The list made again without one layer, one cohort or one batch.
struct LeaveOneOut {
  let cohorts: [CohortInput]
  let batchNames: [[String]]
  /// The list with everything, by own evidence.
  let own: [String]

  /// The overlap below which a list is said to rest on what was left out.
  static let threshold = 0.2

  /// Targets by own evidence, best first; those without any are left out.
  static func list(_ scores: [ChannelScores], of cohorts: [CohortInput]) -> [String] {
    let space = TargetSpace(cohorts)
    let strengths = space.combination.strengths(space.joined(scores))
    return ScoreRule.order(strengths, strengths).map { space.targets[$0] }
  }

  /// One check for each layer that is not the only one.
  var layers: [RunCheck] {
    let all = cohorts.map(\.own)
    return [(EvidenceChannel.rna, "RNA"), (.protein, "protein")].compactMap { layer, name -> RunCheck? in
      guard all.contains(where: { $0.channels.contains(layer) }) else { return nil }
      let kept = all.map { scores in
        let own = scores.channels.indices.filter { Self.remains(scores.channels[$0], without: layer) }
        return ChannelScores(channels: own.map { scores.channels[$0] }, z: own.map { scores.z[$0] })
      }
      guard kept.contains(where: { !$0.channels.isEmpty }) else { return nil }
      return check(id: "without-\(layer.rawValue)", Self.list(kept, of: withChannels(of: kept)), what: name)
    }
  }

  private static func remains(_ channel: EvidenceChannel, without layer: EvidenceChannel) -> Bool {
    channel != layer && channel != .discordance && !(layer == .protein && channel == .detection)
  }

  /// The cohorts with no statistics but those of the channels that remain.
  private func withChannels(of scores: [ChannelScores]) -> [CohortInput] {
    zip(cohorts, scores).map { cohort, own in
      var result = cohort
      result.statistics = cohort.statistics.filter { own.channels.contains($0.channel) }
      return result
    }
  }

  /// One check for each cohort that is not the only one.
  var cohortsLeftOut: [RunCheck] {
    guard cohorts.count > 1 else { return [] }
    return cohorts.indices.map { index in
      var rest = cohorts
      rest.remove(at: index)
      return check(
        id: "without-cohort:\(cohorts[index].name)", Self.list(rest.map(\.own), of: rest),
        what: "cohort \(cohorts[index].name)")
    }
  }

  /// One check for each cohort with batches: the batch whose absence changes the list most.
  func batches() throws(OmicsError) -> [RunCheck] {
    var checks: [RunCheck] = []
    let all = cohorts.map(\.own)
    for (index, cohort) in cohorts.enumerated() {
      var lowest: (overlap: Double, batch: Int)?
      var skipped = 0
      let levels = Set(cohort.batch).sorted()
      for batch in levels where levels.count > 1 {
        let samples = cohort.batch.indices.filter { cohort.batch[$0] != batch }
        guard Set(samples.map { cohort.label[$0] }).count == 2 else {
          skipped += 1
          continue
        }
        var scores = all
        scores[index] = try cohort.draw(samples)([cohort.label])[0]
        let overlap = ListOverlap.rbo(own, Self.list(scores, of: cohorts))
        if overlap < lowest?.overlap ?? .infinity { lowest = (overlap, batch) }
      }
      guard let lowest else { continue }
      let name =
        index < batchNames.count && lowest.batch < batchNames[index].count ? batchNames[index][lowest.batch] : ""
      var check = check(
        id: "without-batch:\(cohort.name)", overlap: lowest.overlap,
        what: "batch \(name.isEmpty ? String(lowest.batch + 1) : name) of cohort \(cohort.name)")
      check.explanation += "; the batch that matters most of \(levels.count)"
      if skipped > 0 { check.explanation += ", \(skipped) hold a whole group and cannot be left out" }
      checks.append(check)
    }
    return checks
  }

  private func check(id: String, _ list: [String], what: String) -> RunCheck {
    guard !list.isEmpty else {
      return RunCheck(
        id: id, value: 0, threshold: Self.threshold, verdict: "warn",
        explanation: "no target can be ranked without \(what)")
    }
    return check(id: id, overlap: ListOverlap.rbo(own, list), what: what)
  }

  private func check(id: String, overlap: Double, what: String) -> RunCheck {
    let stands = overlap >= Self.threshold
    return RunCheck(
      id: id, value: overlap, threshold: Self.threshold, verdict: stands ? "pass" : "warn",
      explanation: "rank-biased overlap of the first 50 with the list made without \(what)"
        + (stands ? "" : ": the list rests on \(what)"))
  }
}
