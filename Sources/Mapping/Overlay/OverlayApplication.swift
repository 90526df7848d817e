public import Schema

extension CurationOverlay {
  /// Puts the overlay's rows on what a table said of ids.
  ///
  /// - Parameters:
  ///   - from: the namespace of the ids; nil when each was judged by its pattern: rows of any namespace apply then.
  ///   - lookup: the table, to take the targets of rows on to the namespace asked for.
  /// - Throws: what resolving throws.
  public func apply(
    to outcomes: inout [MappingOutcome], from: Namespace?, to: Namespace, lookup: TableLookup
  ) throws(OmicsError) {
    var byID: [String: [Row]] = [:]
    for row in rows where from == nil || from == row.namespace { byID[row.subject, default: []].append(row) }
    let namespaces = Set(byID.values.joined().map(\.namespace)).sorted()
    for index in outcomes.indices {
      let bare = IdentifierText(outcomes[index].input).bare
      var found = byID[bare] ?? []
      if found.isEmpty, let namespace = namespaces.first(where: { byID[CrossReferences.local(bare, $0)] != nil }) {
        found = byID[CrossReferences.local(bare, namespace)] ?? []
      }
      for row in found {
        let targets = try targets(of: row, to, lookup)
        if row.isDenied { deny(targets, row, &outcomes[index]) } else { override(targets, row, &outcomes[index]) }
      }
    }
  }

  private func targets(of row: Row, _ to: Namespace, _ lookup: TableLookup) throws(OmicsError) -> [String] {
    guard row.targetNamespace != to else { return [Self.written(row)] }
    let outcome = try lookup.resolve([Self.written(row)], from: row.targetNamespace, to: to)[0]
    return outcome.target.map { [$0] } ?? outcome.candidates
  }

  private func override(_ targets: [String], _ row: Row, _ outcome: inout MappingOutcome) {
    let said = outcome.target.map { [$0] } ?? outcome.candidates
    outcome.target = targets.count == 1 ? targets[0] : nil
    outcome.status = targets.isEmpty ? .unresolved : targets.count == 1 ? .exact : .ambiguous
    outcome.symbol = ""
    outcome.confidence = targets.count == 1 ? row.confidence : 0
    outcome.candidates = targets.count > 1 ? targets : said.filter { !targets.contains($0) }
    outcome.via = "overlay"
    outcome.note = "overlay by \(row.author): \(row.reason)"
  }

  private func deny(_ targets: [String], _ row: Row, _ outcome: inout MappingOutcome) {
    let isTarget = outcome.target.map(targets.contains) ?? false
    let rest = outcome.candidates.filter { !targets.contains($0) }
    guard isTarget || rest.count < outcome.candidates.count else { return }
    outcome.note = "blocked by the overlay of \(row.author): \(row.reason)"
    outcome.candidates = rest
    if isTarget {
      outcome.target = nil
      outcome.confidence = 0
      outcome.status = .unresolved
    } else if outcome.status == .ambiguous, rest.count == 1 {
      // What is left of the class is the answer.
      outcome.status = Self.status(outcome.via)
      outcome.target = rest[0]
      outcome.confidence = Resolver.ceiling(outcome.status)
      outcome.candidates = []
    }
  }

  private static func status(_ via: String) -> MappingStatus {
    switch via {
    case "previous symbol": .previousSymbol
    case "alias": .alias
    case "other case": .caseFolded
    case "spreadsheet date": .repaired
    default: via.hasPrefix("HGNC:") ? .replaced : .exact
    }
  }
}
