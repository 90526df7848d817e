internal import Glibc
public import Schema

/// Compares two runs: measures of the lists, targets moved beyond their noise floor, and causes by counterfactual replay.
public struct DriftAnalysis: Sendable {
  /// How many leading targets of either run are looked at.
  public static let leading = 50

  /// The base run's ranking.
  public var base: RankedList
  /// The new run's ranking.
  public var new: RankedList
  /// The noise floor of a target: the 95th percentile of its movement over resamples of the base run.
  public var floors: [String: Double]
  /// The components in which the runs differ.
  public var differences: [ComponentDifference]

  /// An analysis.
  public init(
    base: RankedList, new: RankedList, floors: [String: Double], differences: [ComponentDifference]
  ) {
    self.base = base
    self.new = new
    self.floors = floors
    self.differences = differences
  }

  /// A group of differences that is replayed as one player.
  public struct Player: Sendable {
    /// The kind shown.
    public var kind: RunComponent.Kind
    /// The name shown.
    public var subject: String
    /// Old and new.
    public var change: String
    /// Indices into `differences`.
    public var members: [Int]
  }

  /// One player a difference, or one a kind when there are more than can be attributed exactly.
  public var players: [Player] {
    if differences.count <= ShapleyAttribution.maximumPlayers {
      return differences.indices.map {
        Player(
          kind: differences[$0].kind, subject: differences[$0].name, change: differences[$0].summary, members: [$0])
      }
    }
    var list: [Player] = []
    for group in Self.groups {
      let members = differences.indices.filter { group.contains(differences[$0].kind) }
      guard let first = members.first else { continue }
      if members.count == 1 {
        let only = differences[first]
        list.append(Player(kind: only.kind, subject: only.name, change: only.summary, members: members))
      } else {
        list.append(
          Player(
            kind: differences[first].kind, subject: "\(members.count) \(differences[first].kind.rawValue)s",
            change: members.map { differences[$0].name }.joined(separator: ", "), members: members))
      }
    }
    return list
  }

  private static let groups: [[RunComponent.Kind]] = [
    [.input], [.samples], [.table], [.prior], [.setting], [.plugin, .core, .seed],
  ]

  /// The targets whose movement is attributed: the leading ones of either run, in order of base rank, then new rank.
  public var leadingTargets: [String] {
    var seen: Set<String> = []
    return (base.targets.prefix(Self.leading) + new.targets.prefix(Self.leading)).filter { seen.insert($0).inserted }
  }

  /// The findings.
  ///
  /// - Parameter replay: ranks with the given players new and the others as in the base run. It is not called for the
  ///   two coalitions that are known already.
  public func findings(
    replay: (_ newPlayers: [Player]) throws(OmicsError) -> RankedList
  ) throws(OmicsError) -> DriftFindings {
    let players = self.players
    let targets = leadingTargets
    let all = (1 << players.count) - 1
    func quantities(_ list: RankedList) -> [Double] {
      [1 - RankBiasedOverlap.extrapolated(base.targets, list.targets)] + targets.map { -list.logRank($0) }
    }
    let shares = try ShapleyAttribution.exact(players: players.count, quantities: targets.count + 1) {
      (coalition) throws(OmicsError) -> [Double] in
      if coalition == 0 { return quantities(base) }
      if coalition == all { return quantities(new) }
      return quantities(try replay(players.indices.filter { coalition & (1 << $0) != 0 }.map { players[$0] }))
    }
    let active = players.indices.filter { player in shares[player].contains { abs($0) > 1e-12 } }
    var causes: [DriftCause] = []
    for player in active {
      causes.append(
        DriftCause(
          kind: players[player].kind, subject: players[player].subject, change: players[player].change,
          share: shares[player][0], targets: [], note: "replayed"))
    }
    var moved: [DriftTarget] = []
    for (position, target) in targets.enumerated() {
      let delta = base.logRank(target) - new.logRank(target)
      let floor = floors[target] ?? 0
      let parts = active.enumerated().map {
        DriftTarget.Cause(cause: $0.offset, share: shares[$0.element][position + 1])
      }
      let called = abs(delta) > floor && abs(delta) > 1e-12
      moved.append(
        DriftTarget(
          target: target, symbol: new.symbols[target] ?? base.symbols[target] ?? "", rankBefore: base.rank(target),
          rankAfter: new.rank(target), delta: delta, floor: floor, called: called,
          causes: parts.filter { abs($0.share) > 1e-12 }))
      if called, let main = parts.max(by: { abs($0.share) < abs($1.share) }) {
        causes[main.cause].targets.append(target)
      }
    }
    let inert = players.indices.filter { !active.contains($0) }.map {
      "\(players[$0].kind.rawValue) \(players[$0].subject) (\(players[$0].change)): no effect on the target list"
    }
    let common = base.targets.filter { new.rank($0) != nil }
    var result = DriftFindings(
      verdict: "", noiseFloor: Self.median(targets.compactMap { floors[$0] }),
      rbo: RankBiasedOverlap.extrapolated(base.targets, new.targets),
      jaccardTen: RankBiasedOverlap.jaccard(base.targets, new.targets, top: 10),
      jaccardFifty: RankBiasedOverlap.jaccard(base.targets, new.targets, top: 50),
      kendallTau: KendallTau.b(common.map { -base.logRank($0) }, common.map { -new.logRank($0) }), causes: causes,
      targets: moved, inert: inert)
    result.verdict = DriftVerdict.sentence(result)
    return result
  }

  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
