/// The run-level outcome.
public enum RunStatus: String, Sendable {
  /// There is a target list.
  case ranked
  /// Nothing stands out beyond permutation.
  case noTarget = "no_target"
  /// The analysis was refused.
  case refused
}

/// One check of a run: a number, its threshold and what follows.
public struct RunCheck: Sendable, Hashable {
  /// A stable id in kebab case, such as `label-vif`.
  public var id: String
  /// The measured value; nan where the check has no number.
  public var value: Double
  /// The threshold it is held against; nan where there is none.
  public var threshold: Double
  /// `pass`, `warn`, `fail` or `info`.
  public var verdict: String
  /// What was measured and what it means, in a sentence.
  public var explanation: String

  /// A check.
  public init(id: String, value: Double, threshold: Double, verdict: String, explanation: String) {
    self.id = id
    self.value = value
    self.threshold = threshold
    self.verdict = verdict
    self.explanation = explanation
  }
}

/// The verdict on a run with its reasons and checks.
public struct RunVerdicts: Sendable, Hashable {
  /// The outcome.
  public var status: RunStatus
  /// Why, a sentence each; the first is the report's first line.
  public var reasons: [String]
  /// The checks in the order they were made.
  public var checks: [RunCheck]

  /// A verdict.
  public init(status: RunStatus, reasons: [String], checks: [RunCheck]) {
    self.status = status
    self.reasons = reasons
    self.checks = checks
  }
}
