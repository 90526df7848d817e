public import Schema

/// Several ids that stand for one thing, such as the proteins of a group: the target that they share, or several.
public enum GroupedIds {
  /// How outcomes of groups came about.
  static let via = "members"

  /// The ids of a cell that lists several, joined by `;`; empty for any other.
  public static func members(of cell: String) -> [String] {
    guard cell.utf8.contains(0x3B) else { return [] }
    let members = cell.split(separator: ";").map { IdentifierText(String($0)).bare }.filter { !$0.isEmpty }
    return members.count > 1 ? members : []
  }

  /// The ids of a cell: those that it lists, else the cell itself.
  static func single(_ cell: String) -> [String] {
    let members = members(of: cell)
    return members.isEmpty ? [cell] : members
  }

  /// The outcome of a group of which these are the members'; nil when none of them has a target.
  public static func outcome(_ input: String, _ members: [MappingOutcome]) -> MappingOutcome? {
    var best: MappingOutcome?
    var (targets, isContested): ([String], Bool) = ([], false)
    for outcome in members {
      if outcome.isContested { isContested = true }
      let reached = outcome.status == .ambiguous ? outcome.candidates : outcome.target.map { [$0] } ?? []
      for target in reached where !targets.contains(target) { targets.append(target) }
      if outcome.status.isMapped, outcome.confidence > (best?.confidence ?? 0) { best = outcome }
    }
    guard targets.count <= 1 else {
      var outcome = MappingOutcome(
        input: input, status: .ambiguous, via: via, candidates: targets.sorted(by: Resolver.numericOrder),
        note: "group-spans-genes")
      outcome.isContested = isContested
      return outcome
    }
    best?.input = input
    return best
  }
}
