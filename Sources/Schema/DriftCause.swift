/// A changed component and its share of the drift.
public struct DriftCause: Sendable, Hashable {
  /// The kind of component.
  public var kind: RunComponent.Kind
  /// Its name.
  public var subject: String
  /// Old and new, readable.
  public var change: String
  /// Its Shapley share of 1 - RBO.
  public var share: Double
  /// The standard error of the share; 0 when it is exact.
  public var standardError: Double
  /// The called targets it moved most, by id.
  public var targets: [String]
  /// How the share was found, or why it could not be told apart.
  public var note: String

  /// A cause.
  public init(
    kind: RunComponent.Kind, subject: String, change: String, share: Double, standardError: Double = 0,
    targets: [String], note: String
  ) {
    self.kind = kind
    self.subject = subject
    self.change = change
    self.share = share
    self.standardError = standardError
    self.targets = targets
    self.note = note
  }
}

/// A component that differs between two runs, with what the difference means.
public struct DriftChange: Sendable, Hashable {
  /// Whether a change reached the target list.
  public enum Effect: String, Sendable, CaseIterable {
    /// Its content is the same: order of rows, line ends, compression.
    case sameContent = "same_content"
    /// Replayed: no rank depends on it.
    case inert
    /// It has a share.
    case active
    /// It could not be told from others.
    case bundled
  }

  /// The kind of component.
  public var kind: RunComponent.Kind
  /// Its name.
  public var subject: String
  /// As the base run had it; empty when it had none.
  public var before: String
  /// As the new run has it; empty when it has none.
  public var after: String
  /// What the difference consists of, a sentence each.
  public var details: [String]
  /// Whether it reached the list.
  public var effect: Effect

  /// A change.
  public init(
    kind: RunComponent.Kind, subject: String, before: String, after: String, details: [String] = [], effect: Effect
  ) {
    self.kind = kind
    self.subject = subject
    self.before = before
    self.after = after
    self.details = details
    self.effect = effect
  }
}

/// Two causes that do together what neither does alone.
public struct DriftInteraction: Sendable, Hashable {
  /// Indices into `DriftFindings.causes`.
  public var causes: [Int]
  /// The target it shows on.
  public var target: String
  /// v(both) - v(one) - v(other) + v(none), in log2 rank.
  public var value: Double

  /// An interaction.
  public init(causes: [Int], target: String, value: Double) {
    self.causes = causes
    self.target = target
    self.value = value
  }
}
