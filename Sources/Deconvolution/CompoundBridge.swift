public import Schema

/// Puts compounds beside ranked targets by the direction rule; the ranking never sees them.
///
/// A target that is up wants an inhibitor or degrader, one that is lost an activator. Unknown direction or action: no
/// judgement.
public enum CompoundBridge {
  /// Compounds of the leading targets, in rank order, then by name; `fits` is set by the direction rule.
  public static func beside(_ ranking: TargetRanking, table: [Compound], top: Int) -> [Compound] {
    var byTarget: [String: [Compound]] = [:]
    for compound in table { byTarget[compound.target, default: []].append(compound) }
    var result: [Compound] = []
    for candidate in ranking.candidates.prefix(top) {
      let own = byTarget[candidate.target] ?? []
      for compound in own.sorted(by: { ($0.compound, $0.action) < ($1.compound, $1.action) }) {
        var judged = compound
        judged.fits = fits(compound.action, candidate.direction)
        result.append(judged)
      }
    }
    return result
  }

  /// Whether an action opposes a movement; nil when either is unknown.
  public static func fits(_ action: String, _ direction: TargetDirection) -> Bool? {
    let lowers: Bool
    switch action.uppercased() {
    case "INHIBITOR", "ANTAGONIST", "BLOCKER", "NEGATIVE ALLOSTERIC MODULATOR", "NEGATIVE MODULATOR", "INVERSE AGONIST",
      "DEGRADER", "ANTISENSE INHIBITOR", "GATING INHIBITOR", "ANTIBODY", "ANTIBODY BINDING":
      lowers = true
    case "ACTIVATOR", "AGONIST", "OPENER", "POSITIVE ALLOSTERIC MODULATOR", "POSITIVE MODULATOR", "PARTIAL AGONIST":
      lowers = false
    default: return nil
    }
    switch direction {
    case .up: return lowers
    case .down: return !lowers
    case .mixed, .unknown: return nil
    }
  }
}
