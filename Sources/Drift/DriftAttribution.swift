internal import Schema

/// Who gets which share of the drift between two runs.
struct DriftAttribution {
  /// One or several differences with a common share.
  struct Unit {
    /// Indices of differences; none for what is not recorded.
    var members: [Int]
    /// The share of every quantity.
    var shares: [Double]
    /// Standard errors; empty where exact.
    var errors: [Double]
    /// Whether the members can be told apart from others.
    var effect: DriftChange.Effect
    /// How the share was found.
    var note: String
  }

  /// An interaction of two units: v(both) - v(one) - v(other) + v(none) for every quantity.
  struct Pair {
    var units: (Int, Int)
    var values: [Double]
  }

  var units: [Unit]
  var pairs: [Pair] = []
  var method: DriftFindings.Method
  var replays = 0
  /// Whether the two lists are the same in all quantities.
  var isStill: Bool
}

extension DriftAnalysis {
  /// Shares of all quantities for the differences that can be players.
  func attribution(
    _ targets: [String], replay: @escaping (_ newDifferences: [Int]) throws(OmicsError) -> RankedList
  ) throws(OmicsError) -> DriftAttribution {
    let players = DriftPlayers(differences)
    let (from, to) = (quantities(base, targets), quantities(new, targets))
    let total = zip(to, from).map { $0 - $1 }
    let isStill = total.allSatisfy { abs($0) <= 1e-12 }
    func whole(_ members: [Int], _ effect: DriftChange.Effect, _ note: String) -> DriftAttribution {
      DriftAttribution(
        units: [.init(members: members, shares: total, errors: [], effect: effect, note: note)], method: .single,
        isStill: isStill)
    }
    let all = players.code + players.replayable
    guard !all.isEmpty else { return whole([], .active, "nothing that is recorded has changed: not reproducible") }
    if all.count == 1 { return whole(all, .active, "the only change") }
    if let obstacle { return whole(all, .bundled, "bundled: \(obstacle)") }
    if players.replayable.isEmpty { return whole(all, .bundled, "code of several parts cannot be told apart") }
    if version == .neither {
      return whole(all, .bundled, "bundled: the version that made the runs is not the present one, no replay")
    }
    if isStill, players.code.isEmpty, players.replayable.count > ShapleyAttribution.maximumPlayers {
      // Nothing moved and too many changes to try each against each: they are inert together.
      return DriftAttribution(units: [], method: .single, isStill: true)
    }

    let game = CoalitionGame { (coalition) throws(OmicsError) -> [Double] in
      if players.code.isEmpty || version != .new, coalition.isEmpty { return from }
      if players.code.isEmpty || version != .base, coalition.count == players.replayable.count { return to }
      return quantities(try replay(coalition.map { players.replayable[$0] }), targets)
    }
    let everyone = Array(players.replayable.indices)
    var result = try shared(players, game, quantities: total.count)
    if !players.code.isEmpty {
      let (none, full) = (try game.value([]), try game.value(everyone))
      let rest = total.indices.map { total[$0] - (full[$0] - none[$0]) }
      let older =
        version == .new ? "taken first: the older version cannot be run" : "taken last: the newer version is not here"
      result.units.append(
        .init(
          members: players.code, shares: rest, errors: [], effect: players.code.count > 1 ? .bundled : .active,
          note: older))
    }
    result.replays = game.evaluations - (players.code.isEmpty ? 2 : 1)
    result.isStill = isStill
    return result
  }

  private func shared(
    _ players: DriftPlayers, _ game: CoalitionGame, quantities: Int
  ) throws(OmicsError) -> DriftAttribution {
    let count = players.replayable.count
    guard count > ShapleyAttribution.maximumPlayers else {
      let shares = try ShapleyAttribution.exact(players: count, quantities: quantities) {
        (mask) throws(OmicsError) -> [Double] in
        try game.value(ShapleyAttribution.members(mask))
      }
      var result = DriftAttribution(
        units: (0..<count).map {
          .init(
            members: [players.replayable[$0]], shares: shares[$0], errors: [], effect: .active, note: "replayed")
        }, method: .exact, isStill: false)
      for a in 0..<count {
        for b in 0..<a {
          let (both, one, other) = (try game.value([a, b]), try game.value([a]), try game.value([b]))
          let none = try game.value([])
          result.pairs.append(
            .init(units: (b, a), values: none.indices.map { both[$0] - one[$0] - other[$0] + none[$0] }))
        }
      }
      return result
    }
    let grouped = GroupedAttribution(
      groups: players.families(differences), quantities: quantities, game: game, ordering: ordering)
    let (units, isSampled) = try grouped.units()
    return DriftAttribution(
      units: units.map { unit in
        let isGroup = unit.members.count > 1
        return .init(
          members: unit.members.map { players.replayable[$0] }, shares: unit.shares, errors: unit.errors,
          effect: isGroup ? .bundled : .active,
          note: isGroup
            ? "replayed as a group"
            : unit.errors.contains { $0 > 0 } ? "replayed in \(2 * GroupedAttribution.pairs) orderings" : "replayed")
      }, method: isSampled ? .sampled : .grouped, isStill: false)
  }
}
