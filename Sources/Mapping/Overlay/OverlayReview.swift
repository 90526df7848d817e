public import Schema

/// What became of the rows of an overlay when its table was updated.
public struct OverlayReview: Sendable {
  /// The state of a row under another release.
  public enum State: String, Sendable, CaseIterable {
    /// The release says the same as the one it was written for: the row is still needed.
    case active
    /// The release now says what the row says: it can go.
    case stale
    /// The release now says a third thing: somebody has to decide.
    case contested
  }

  /// A row with its state.
  public struct Line: Sendable, Hashable {
    /// The row.
    public var row: CurationOverlay.Row
    /// Its state.
    public var state: State
    /// What the release it was written for says.
    public var before: MappingOutcome
    /// What the new release says.
    public var now: MappingOutcome
  }

  /// The rows, in file order.
  public private(set) var lines: [Line] = []

  /// How many rows are in a state.
  public func count(_ state: State) -> Int { lines.count { $0.state == state } }

  /// Compares what two releases say of every row.
  ///
  /// - Throws: what resolving throws.
  public init(_ overlay: CurationOverlay, base: TableLookup, new: TableLookup) throws(OmicsError) {
    for row in overlay.rows {
      let before = try base.resolve([row.subject], from: row.namespace, to: row.targetNamespace)[0]
      let now = try new.resolve([row.subject], from: row.namespace, to: row.targetNamespace)[0]
      lines.append(Line(row: row, state: Self.state(row, before, now), before: before, now: now))
    }
  }

  private static func state(
    _ row: CurationOverlay.Row, _ before: MappingOutcome, _ now: MappingOutcome
  ) -> State {
    let (was, present) = (said(before), said(now))
    let own = CurationOverlay.written(row)
    if row.isDenied {
      // Other targets that may be meant stand among the candidates; a denied one there is still worth denying.
      let asserts = present.contains(own) || now.candidates.contains(own)
      let asserted = was.contains(own) || before.candidates.contains(own)
      return asserts || !asserted ? .active : .stale
    }
    if present == [own] { return .stale }
    // Several targets with the row's own among them are no third thing: the row still decides.
    return present == was || present.contains(own) ? .active : .contested
  }

  /// The targets that an outcome stands for.
  private static func said(_ outcome: MappingOutcome) -> [String] {
    outcome.target.map { [$0] } ?? (outcome.status == .ambiguous ? outcome.candidates : [])
  }
}
