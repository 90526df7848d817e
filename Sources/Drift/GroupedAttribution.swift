internal import Schema

/// Shapley values over more players than can be told apart one by one: exact over groups, then inside the group that
/// matters most (Owen 1977, doi:10.1007/978-3-642-45494-3_7).
///
/// Inside a group B the value of S ⊆ B is w(S) = Σ_H weight(H) (v(H + S) - v(H)) over the sets H of other groups, so
/// that w(B) is the group's share and members sum to it. When that takes too many replays, orderings of the members are
/// drawn in antithetic pairs with H before them; members are then fitted to the group's exact share, and standard
/// errors come from the pairs.
struct GroupedAttribution {
  /// The most replays taken inside a group before orderings are sampled.
  static let exactBudget = 256
  /// Antithetic pairs of orderings.
  static let pairs = 32

  /// Who gets a share: a group as a whole, or a member of the group that was opened.
  struct Unit {
    /// Indices of players.
    var members: [Int]
    /// The share of every quantity.
    var shares: [Double]
    /// Standard errors; 0 where exact.
    var errors: [Double]
  }

  let groups: [[Int]]
  let quantities: Int
  let game: CoalitionGame
  /// A permutation of `count` things: `ordering(draw, count)`, from a named stream.
  let ordering: (_ draw: Int, _ count: Int) -> [Int]

  /// The units with their shares, and whether orderings were sampled.
  func units() throws(OmicsError) -> (units: [Unit], isSampled: Bool) {
    let shares = try ShapleyAttribution.exact(players: groups.count, quantities: quantities) {
      (mask) throws(OmicsError) -> [Double] in
      try game.value(ShapleyAttribution.members(mask).flatMap { groups[$0] })
    }
    func weight(_ group: Int) -> Double { shares[group].reduce(0) { $0 + abs($1) } }
    let open = groups.indices.filter { groups[$0].count > 1 }.max {
      weight($0) == weight($1) ? $0 > $1 : weight($0) < weight($1)
    }
    var units: [Unit] = []
    var isSampled = false
    for group in groups.indices {
      guard group == open, weight(group) > 0 else {
        units.append(
          Unit(
            members: groups[group], shares: shares[group], errors: [Double](repeating: 0, count: quantities)))
        continue
      }
      let count = groups[group].count
      let exact = count < 20 && (1 << (groups.count - 1)) * ((1 << count) - 2) <= Self.exactBudget
      isSampled = !exact
      units += exact ? try exactly(group) : try sampled(group, total: shares[group])
    }
    return (units, isSampled)
  }

  private func exactly(_ group: Int) throws(OmicsError) -> [Unit] {
    let others = groups.indices.filter { $0 != group }
    let weights = ShapleyAttribution.weights(groups.count)
    let members = groups[group]
    let shares = try ShapleyAttribution.exact(players: members.count, quantities: quantities) {
      (mask) throws(OmicsError) -> [Double] in
      let inside = ShapleyAttribution.members(mask).map { members[$0] }
      var sum = [Double](repeating: 0, count: quantities)
      for outside in 0..<(1 << others.count) {
        let before = ShapleyAttribution.members(outside).flatMap { groups[others[$0]] }
        let (without, with) = (try game.value(before), try game.value(before + inside))
        let weight = weights[outside.nonzeroBitCount]
        for quantity in 0..<quantities { sum[quantity] += weight * (with[quantity] - without[quantity]) }
      }
      return sum
    }
    return members.indices.map {
      Unit(members: [members[$0]], shares: shares[$0], errors: [Double](repeating: 0, count: quantities))
    }
  }

  private func sampled(_ group: Int, total: [Double]) throws(OmicsError) -> [Unit] {
    let members = groups[group]
    let zero = [Double](repeating: 0, count: quantities)
    var sums = [[Double]](repeating: zero, count: members.count)
    var squares = sums
    for pair in 0..<Self.pairs {
      var own = [[Double]](repeating: zero, count: members.count)
      let inner = ordering(2 * pair, members.count)
      let outer = ordering(2 * pair + 1, groups.count)
      for isReversed in [false, true] {
        let order = isReversed ? Array(inner.reversed()) : inner
        let outside = isReversed ? Array(outer.reversed()) : outer
        var coalition = outside.prefix { $0 != group }.flatMap { groups[$0] }
        var last = try game.value(coalition)
        for member in order {
          coalition.append(members[member])
          let next = try game.value(coalition)
          for quantity in 0..<quantities { own[member][quantity] += (next[quantity] - last[quantity]) / 2 }
          last = next
        }
      }
      for member in members.indices {
        for quantity in 0..<quantities {
          sums[member][quantity] += own[member][quantity]
          squares[member][quantity] += own[member][quantity] * own[member][quantity]
        }
      }
    }
    let count = Double(Self.pairs)
    var units = members.indices.map { member in
      Unit(
        members: [members[member]], shares: sums[member].map { $0 / count },
        errors: (0..<quantities).map { quantity in
          let mean = sums[member][quantity] / count
          return (max(0, squares[member][quantity] / count - mean * mean) / (count - 1)).squareRoot()
        })
    }
    // What sampling left over goes where there is movement, so that members sum to the group's exact share.
    for quantity in 0..<quantities {
      let size = units.reduce(0) { $0 + abs($1.shares[quantity]) }
      let rest = total[quantity] - units.reduce(0) { $0 + $1.shares[quantity] }
      for unit in units.indices {
        units[unit].shares[quantity] +=
          size > 0 ? rest * abs(units[unit].shares[quantity]) / size : rest / Double(units.count)
      }
    }
    return units
  }
}
