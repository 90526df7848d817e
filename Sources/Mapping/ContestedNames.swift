public import Schema

/// Names that entries of several classes bear: a previous symbol that is an alias of another gene, a date that may have been
/// several symbols. Which is meant only the rest of the column can tell: an entry that stands there under a name or id of
/// its own is not meant by a name that it shares.
///
/// `DEC1` is the previous symbol of DELEC1 and an alias of BHLHE40: where BHLHE40 has a row of its own, it is DELEC1.
public enum ContestedNames {
  /// The outcomes of a column's ids, in their order.
  ///
  /// - Parameter resolve: what becomes of an id, beside targets that others of the column claim.
  public static func outcomes(
    of ids: [String], _ resolve: (_ id: String, _ claimed: Set<String>) -> MappingOutcome
  ) -> [MappingOutcome] {
    var outcomes = ids.map { resolve($0, []) }
    decide(&outcomes) { resolve(ids[$0], $1) }
    return outcomes
  }

  /// Resolves the contested ones of a column's outcomes again, beside what the others claim.
  static func decide(
    _ outcomes: inout [MappingOutcome], _ resolve: (_ place: Int, _ claimed: Set<String>) -> MappingOutcome
  ) {
    let contested = outcomes.indices.filter { outcomes[$0].isContested }
    guard !contested.isEmpty else { return }
    var claimed: Set<String> = []
    for outcome in outcomes { claim(outcome, in: &claimed) }
    for place in contested { outcomes[place] = resolve(place, claimed) }
  }

  /// Adds the target that an id stands for by itself.
  public static func claim(_ outcome: MappingOutcome, in claimed: inout Set<String>) {
    switch outcome.status {
    case .exact, .versionless, .isoform, .secondary, .replaced, .previousSymbol:
      if let target = outcome.target { claimed.insert(target) }
    case .alias, .caseFolded, .repaired, .ambiguous, .retired, .unresolved, .invalid, .excluded: break
    }
  }

  /// What is left of a name's own target and those of a lower class once claimed ones are out: one, or it is ambiguous.
  static func outcome(_ own: MappingOutcome, rivals: [String], beside claimed: Set<String>) -> MappingOutcome {
    guard let target = own.target, !rivals.isEmpty else { return own }
    let all = ([target] + rivals).sorted(by: Resolver.numericOrder)
    let left = all.filter { !claimed.contains($0) }
    var result = own
    func note(_ words: String) { result.note += (result.note.isEmpty ? "" : "; ") + words }
    result.isContested = left.count != 1
    guard let only = left.first, left.count == 1 else {
      (result.status, result.target, result.symbol, result.confidence) = (.ambiguous, nil, "", 0)
      result.candidates = all
      note("\(own.via) of \(target), a lower-class name of the others")
      return result
    }
    result.target = only
    result.candidates = all.filter { $0 != only }
    if only != target {
      (result.status, result.symbol, result.via) = (.alias, "", "alias")
      result.confidence = min(own.confidence, Resolver.ceiling(.alias))
    }
    note("others of this name stand in the column themselves")
    return result
  }
}
