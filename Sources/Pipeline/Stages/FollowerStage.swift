internal import Fusion
internal import Mapping
internal import Schema

/// Marks leading targets that only ride along with a better-ranked one.
enum FollowerStage {
  /// How many leading targets are looked at.
  static let leading = 100

  /// The followers, and their flags set in the ranking.
  static func mark(
    _ ranking: inout TargetRanking, cohorts: [CohortData], places: [String: GenePlace]
  ) -> [Follower] {
    let leading = ranking.candidates.prefix(leading)
    let followers = FollowerRule.followers(
      leading.map { .init(id: $0.target, symbol: $0.symbol, direction: $0.direction) },
      CoVariation(cohorts, targets: leading.map(\.target)), places: places)
    var byTarget: [String: Follower] = [:]
    for follower in followers { byTarget[follower.target] = follower }
    for index in leading.indices {
      guard let own = byTarget[ranking.candidates[index].target] else { continue }
      ranking.candidates[index].flags = (ranking.candidates[index].flags + own.flags).sorted()
    }
    return followers
  }

  /// A sentence for every locus with several leading targets; it says so when most of them differ in copy number.
  static func sentences(
    _ followers: [Follower], places: [String: GenePlace], isInGenome: (String) -> Bool
  ) -> [String] {
    var loci: [(leader: Follower, members: [Follower])] = []
    for follower in followers where follower.relation == .sameLocus || follower.relation == .sharedPromoter {
      if let index = loci.firstIndex(where: { $0.leader.leader == follower.leader }) {
        loci[index].members.append(follower)
      } else {
        loci.append((follower, [follower]))
      }
    }
    return loci.compactMap { leader, members in
      let targets = [leader.leader] + members.map(\.target)
      let all = targets.compactMap { places[$0] }
      guard let first = all.first, let start = all.map(\.start).min(), let end = all.map(\.end).max() else {
        return nil
      }
      let names = [leader.leaderSymbol] + members.map(\.symbol)
      return "One locus, not \(names.count) targets: \(names.joined(separator: ", ")) lie at "
        + "\(first.seqname):\(start)-\(end) and move together"
        + (2 * targets.count(where: isInGenome) > targets.count ? ", with their copy number." : ".")
    }
  }
}
