/// How much a diagnostic matters.
public enum Severity: String, Sendable, Comparable, CaseIterable {
  /// Worth knowing.
  case note
  /// Probably wrong; an error under `--strict`.
  case warning
  /// Wrong.
  case error

  /// Notes before warnings before errors.
  public static func < (left: Severity, right: Severity) -> Bool { left.order < right.order }
  private var order: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// One observation about an input: what was seen, where, how often.
public struct Diagnostic: Sendable, Hashable {
  /// A stable code in kebab case, such as `duplicate-accession`.
  public var code: String
  /// How much it matters.
  public var severity: Severity
  /// What was seen, in one sentence without a final full stop.
  public var message: String
  /// Where it was (first) seen.
  public var location: SourceLocation?
  /// How often; more than 1 for a folded diagnostic.
  public var count: Int

  /// A diagnostic.
  public init(
    _ severity: Severity, _ code: String, _ message: String, at location: SourceLocation? = nil, count: Int = 1
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.location = location
    self.count = count
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `warning: location: message [code]`
  public var description: String {
    var text = "\(severity.rawValue): "
    if let location { text += "\(location): " }
    text += "\(message) [\(code)]"
    if count > 1 { text += " (\(count) times)" }
    return text
  }
}
