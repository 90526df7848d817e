/// A check that every reader plugin must pass.
public enum ConformanceCheck: String, Sendable, CaseIterable {
  /// `plugin.yaml` says the same as the reader's descriptor.
  case manifest
  /// The README names the format and every option; the README of the cases names every case.
  case readme
  /// The reader recognises its own cases, and no other reader does as surely.
  case recognition
  /// The canonical text equals `expected/`, the error equals `expected.error`.
  case expected
  /// LF and CRLF give the same.
  case lineEnds = "line-ends"
  /// Plain, gzip and gzip of several members give the same.
  case compression
  /// With and without a byte-order mark gives the same.
  case byteOrderMark = "byte-order-mark"
  /// Pieces of any size give the same.
  case chunkSizes = "chunk-sizes"
  /// A cut input never crashes; a cut gzip or XML input is always an error that says where.
  case truncation
  /// Reading twice gives the same bytes.
  case repetition
  /// Reading for figures alone gives the same counts, ledger and warnings, and the same error.
  case figures
  /// The ledger is there, balances, and the dataset survives canonical text.
  case ledger
  /// `known-gaps.txt` is well-formed and names only checks and cases that exist.
  case knownGaps = "known-gaps"
}

/// The outcome of one check on one case.
public struct ConformanceFinding: Sendable, Hashable {
  /// The check.
  public var check: ConformanceCheck
  /// The case's folder name; `-` for the plugin as a whole.
  public var caseName: String
  /// Whether it passed; a known gap that fails passes, one that passes fails.
  public var passed: Bool
  /// What was found.
  public var message: String

  /// A finding.
  public init(_ check: ConformanceCheck, _ caseName: String, passed: Bool, _ message: String) {
    self.check = check
    self.caseName = caseName
    self.passed = passed
    self.message = message
  }
}

extension ConformanceFinding: CustomStringConvertible {
  /// `pass check case: message`
  public var description: String { "\(passed ? "pass" : "FAIL") \(check.rawValue) \(caseName): \(message)" }
}
