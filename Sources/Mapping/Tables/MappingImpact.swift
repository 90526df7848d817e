public import Schema

/// What another release of a table does to ids in use: every id whose status or target differs, with the class of the change.
///
/// Taken the other way round, gained and lost, and newly ambiguous and resolved, change places; the other two stay.
public struct MappingImpact: Sendable, Hashable {
  /// What happened to an id.
  public enum Change: String, Sendable, CaseIterable {
    /// It had no target and has one.
    case gained
    /// It had a target and has none.
    case lost
    /// Its target, or the set of its candidates, is another one.
    case targetChange = "target_change"
    /// It has several candidates now.
    case newlyAmbiguous = "newly_ambiguous"
    /// It has no longer several candidates.
    case resolvedAmbiguity = "resolved_ambiguity"
    /// The target stays, or there is none before and after, for another reason.
    case statusOnly = "status_only"
  }

  /// An id that changed.
  public struct Line: Sendable, Hashable {
    /// What happened.
    public var change: Change
    /// Under the earlier release.
    public var before: MappingOutcome
    /// Under the later release.
    public var after: MappingOutcome
  }

  /// The ids that changed, in the order of the inputs.
  public private(set) var lines: [Line] = []
  /// How many ids were compared.
  public private(set) var inputs = 0

  /// Compares the outcomes of the same inputs, in the same order, under two releases.
  ///
  /// - Throws: `ledgerImbalance` when the two lists are not of the same inputs.
  public init(_ old: [MappingOutcome], _ new: [MappingOutcome]) throws(OmicsError) {
    guard old.count == new.count else {
      throw OmicsError(.ledgerImbalance, "\(old.count) inputs under one release, \(new.count) under the other")
    }
    inputs = old.count
    for (before, after) in zip(old, new) {
      guard before.input == after.input else {
        throw OmicsError(.ledgerImbalance, "input \(before.input) stands beside \(after.input)")
      }
      if let change = Self.change(before, after) { lines.append(Line(change: change, before: before, after: after)) }
    }
  }

  /// How many ids changed so.
  public func count(_ change: Change) -> Int { lines.count { $0.change == change } }

  private static func change(_ before: MappingOutcome, _ after: MappingOutcome) -> Change? {
    switch (before.status == .ambiguous, after.status == .ambiguous) {
    case (true, true): return before.candidates == after.candidates ? nil : .targetChange
    case (false, true): return .newlyAmbiguous
    case (true, false): return .resolvedAmbiguity
    case (false, false): break
    }
    switch (before.target, after.target) {
    case (nil, nil): return before.status == after.status ? nil : .statusOnly
    case (nil, _): return .gained
    case (_, nil): return .lost
    case (let one, let other): return one != other ? .targetChange : before.status == after.status ? nil : .statusOnly
    }
  }
}
