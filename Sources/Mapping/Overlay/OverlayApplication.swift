public import Schema

/// An overlay over a table, for ids of a namespace.
public struct OverlayApplication {
  private let to: Namespace
  private let lookup: TableLookup
  private var byID: [String: [CurationOverlay.Row]] = [:]
  private let forms: [LocalForm]

  /// An overlay to be applied.
  ///
  /// - Parameters:
  ///   - from: the namespace of the ids; nil when each was judged by its pattern: rows of any namespace apply then.
  ///   - lookup: the table, to take the targets of rows on to the namespace asked for.
  public init(_ overlay: CurationOverlay, from: Namespace?, to: Namespace, lookup: TableLookup) {
    self.to = to
    self.lookup = lookup
    let rows = overlay.rows.filter { from == nil || from == $0.namespace }
    for row in rows { byID[row.subject, default: []].append(row) }
    forms = Set(rows.map(\.namespace)).sorted().map { LocalForm($0) }
  }

  /// Puts the overlay's rows on what a table said of an id.
  ///
  /// - Throws: what resolving throws.
  public func apply(to outcome: inout MappingOutcome) throws(OmicsError) {
    let bare = IdentifierText(outcome.input).bare
    for row in byID[bare] ?? forms.lazy.compactMap({ byID[$0(bare)] }).first ?? [] {
      let targets = try targets(of: row)
      if row.isDenied { deny(targets, row, &outcome) } else { override(targets, row, &outcome) }
    }
  }

  private func targets(of row: CurationOverlay.Row) throws(OmicsError) -> [String] {
    guard row.targetNamespace != to else { return [CurationOverlay.written(row)] }
    let outcome = try lookup.resolve([CurationOverlay.written(row)], from: row.targetNamespace, to: to)[0]
    return outcome.target.map { [$0] } ?? outcome.candidates
  }

  private func override(_ targets: [String], _ row: CurationOverlay.Row, _ outcome: inout MappingOutcome) {
    let said = outcome.target.map { [$0] } ?? outcome.candidates
    outcome.target = targets.count == 1 ? targets[0] : nil
    outcome.status = targets.isEmpty ? .unresolved : targets.count == 1 ? .exact : .ambiguous
    outcome.symbol = ""
    outcome.confidence = targets.count == 1 ? row.confidence : 0
    outcome.candidates = targets.count > 1 ? targets : said.filter { !targets.contains($0) }
    outcome.via = "overlay"
    outcome.note = "overlay by \(row.author): \(row.reason)"
  }

  private func deny(_ targets: [String], _ row: CurationOverlay.Row, _ outcome: inout MappingOutcome) {
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
