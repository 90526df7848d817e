public import Schema

/// Puts compounds beside ranked targets by the direction rule; the ranking never sees them.
///
/// A target that is up wants an inhibitor or degrader; one that is lost an activator, or an inhibitor of its
/// synthetic-lethal partner. Unknown direction or action: all are listed and none is judged.
public enum CompoundBridge {
  /// Compounds of the leading targets in rank order, then by role and name. Rows of one compound, action and target from
  /// several sources become one, with the highest potency. `pairs` are targets of which a cell needs one.
  public static func beside(
    _ ranking: TargetRanking, table: [Compound], pairs: [(first: String, second: String)] = [], top: Int
  ) -> [Compound] {
    var byTarget: [String: [Compound]] = [:]
    for compound in table { for member in Set(compound.members) { byTarget[member, default: []].append(compound) } }
    var partners: [String: Set<String>] = [:]
    for pair in pairs where pair.first != pair.second {
      partners[pair.first, default: []].insert(pair.second)
      partners[pair.second, default: []].insert(pair.first)
    }
    return ranking.candidates.prefix(top).flatMap { candidate in
      let direct = (byTarget[candidate.target] ?? []).map { compound in
        var judged = compound
        judged.target = candidate.target
        judged.role = compound.members.count > 1 ? .complex : .direct
        judged.via = compound.members.count > 1 ? compound.symbol : ""
        judged.symbol = compound.members.count > 1 ? candidate.symbol : compound.symbol
        judged.fits = fits(compound.action, candidate.direction)
        judged.wanted = wanted(candidate.direction)
        return judged
      }
      return merged(direct) + merged(lethal(candidate, partners[candidate.target] ?? [], byTarget))
    }
  }

  /// What strikes the partners of a target that is lost; with an unknown direction it is listed and not judged.
  private static func lethal(
    _ candidate: TargetCandidate, _ partners: Set<String>, _ byTarget: [String: [Compound]]
  ) -> [Compound] {
    guard candidate.direction != .up else { return [] }
    return partners.sorted().flatMap { partner in
      (byTarget[partner] ?? []).filter { lowers($0.action) == true && $0.members.count == 1 }.map { compound in
        var judged = compound
        judged.via = compound.symbol
        judged.target = candidate.target
        judged.symbol = candidate.symbol
        judged.members = [candidate.target]
        judged.role = .syntheticLethal
        judged.fits = candidate.direction == .down ? true : nil
        judged.wanted = wanted(candidate.direction)
        return judged
      }
    }
  }

  /// One row for each compound, action and thing acted on, by name.
  private static func merged(_ compounds: [Compound]) -> [Compound] {
    struct Key: Hashable {
      var compound: String
      var action: String
      var via: String
    }
    var places: [Key: Int] = [:]
    var result: [Compound] = []
    for item in compounds {
      let key = Key(compound: item.compound, action: item.action, via: item.via)
      guard let place = places[key] else {
        places[key] = result.count
        result.append(item)
        continue
      }
      if result[place].potency.isNaN || item.potency > result[place].potency { result[place].potency = item.potency }
      result[place].evidence = joined(result[place].evidence, item.evidence)
      result[place].source = joined(result[place].source, item.source)
      result[place].licence = joined(result[place].licence, item.licence)
    }
    // An empty `via` sorts first: what acts on the target alone precedes what acts on a complex.
    return result.sorted { ($0.via, $0.compound, $0.action) < ($1.via, $1.compound, $1.action) }
  }

  private static func joined(_ a: String, _ b: String) -> String {
    let words = a.split(separator: "; ").map(String.init) + b.split(separator: "; ").map(String.init)
    return Set(words).sorted().joined(separator: "; ")
  }

  private static func wanted(_ direction: TargetDirection) -> Compound.Wanted {
    switch direction {
    case .up: .lowering
    case .down: .raising
    case .mixed, .unknown: .either
    }
  }

  /// Whether an action opposes a movement; nil when either is unknown.
  public static func fits(_ action: String, _ direction: TargetDirection) -> Bool? {
    guard let lowers = lowers(action) else { return nil }
    switch direction {
    case .up: return lowers
    case .down: return !lowers
    case .mixed, .unknown: return nil
    }
  }

  /// Whether an action lowers what its target does; nil when the word does not say.
  static func lowers(_ action: String) -> Bool? {
    switch action.uppercased() {
    case "INHIBITOR", "ANTAGONIST", "ALLOSTERIC ANTAGONIST", "BLOCKER", "NEGATIVE ALLOSTERIC MODULATOR",
      "NEGATIVE MODULATOR", "INVERSE AGONIST", "DEGRADER", "ANTISENSE INHIBITOR", "GATING INHIBITOR", "ANTIBODY",
      "ANTIBODY BINDING":
      true
    case "ACTIVATOR", "AGONIST", "OPENER", "POSITIVE ALLOSTERIC MODULATOR", "POSITIVE MODULATOR", "PARTIAL AGONIST":
      false
    default: nil
    }
  }
}
