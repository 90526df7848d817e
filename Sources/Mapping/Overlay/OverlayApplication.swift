public import Schema

/// An overlay over a table: what its rows do to outcomes in a namespace.
public struct OverlayApplication: Sendable {
  private struct Entry: Sendable {
    var row: CurationOverlay.Row
    /// The row's target in the namespace asked for.
    var targets: [String]
  }

  /// How many rows it has.
  public let count: Int
  private var byID: [String: [Entry]] = [:]
  private let forms: [LocalForm]

  /// An overlay to be applied.
  ///
  /// - Parameter lookup: the table, to take the targets of rows on to the namespace asked for.
  /// - Throws: what resolving throws.
  public init(_ overlay: CurationOverlay, to: Namespace, lookup: TableLookup) throws(OmicsError) {
    for row in overlay.rows {
      var targets = [CurationOverlay.written(row)]
      if row.targetNamespace != to {
        let outcome = try lookup.resolve(targets, from: row.targetNamespace, to: to)[0]
        targets = outcome.target.map { [$0] } ?? outcome.candidates
      }
      byID[row.subject, default: []].append(Entry(row: row, targets: targets))
    }
    count = overlay.rows.count
    forms = Set(overlay.rows.map(\.namespace)).sorted().map { LocalForm($0) }
  }

  /// Puts the overlay's rows on what a table said of an id.
  ///
  /// - Parameter from: the namespace of the id; nil when it was judged by its pattern: rows of any namespace apply then.
  public func apply(to outcome: inout MappingOutcome, from: Namespace?) {
    let bare = IdentifierText(outcome.input).bare
    func entries(_ id: String) -> [Entry] { (byID[id] ?? []).filter { from == nil || from == $0.row.namespace } }
    var found = entries(bare)
    if found.isEmpty { found = forms.lazy.map { entries($0(bare)) }.first { !$0.isEmpty } ?? [] }
    for entry in found {
      if entry.row.isDenied {
        deny(entry.targets, entry.row, &outcome)
      } else {
        override(entry.targets, entry.row, &outcome)
      }
    }
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
