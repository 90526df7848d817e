/// Collects diagnostics and folds repetitions: of each code the first five are kept as they are, the rest is counted.
///
/// The log is a value; `diagnostics` gives the folded list in order of first appearance.
public struct DiagnosticLog: Sendable, Hashable {
  /// How many of a code are kept one by one before counting starts.
  public static let shownPerCode = 5

  private var entries: [Diagnostic] = []
  private var seen: [String: Int] = [:]
  private var firstFolded: [String: Diagnostic] = [:]
  private var order: [String] = []

  /// An empty log.
  public init() {}

  /// Adds one diagnostic (which may itself carry a count).
  ///
  /// What another log folded joins what this one folds, under its own first message.
  public mutating func append(_ diagnostic: Diagnostic) {
    var diagnostic = diagnostic
    let folded = Self.folding(diagnostic.count)
    let isFolded = diagnostic.count > 1 && diagnostic.message.hasPrefix(folded)
    if isFolded { diagnostic.message.removeFirst(folded.count) }
    let key = diagnostic.severity.rawValue + " " + diagnostic.code
    let before = seen[key, default: 0]
    if before == 0 { order.append(key) }
    seen[key] = before + diagnostic.count
    if before < Self.shownPerCode, !isFolded {
      entries.append(diagnostic)
    } else if firstFolded[key] == nil {
      firstFolded[key] = diagnostic
    } else {
      firstFolded[key]?.count += diagnostic.count
    }
  }

  /// Adds all of another log's diagnostics.
  public mutating func append(contentsOf diagnostics: some Sequence<Diagnostic>) {
    for diagnostic in diagnostics { append(diagnostic) }
  }

  /// The folded diagnostics: the first of each code, then one entry that counts the rest of it.
  public var diagnostics: [Diagnostic] {
    var list = entries
    for key in order {
      guard var rest = firstFolded[key] else { continue }
      if rest.count > 1 { rest.message = Self.folding(rest.count) + rest.message }
      list.append(rest)
    }
    return list
  }

  private static func folding(_ count: Int) -> String { "and \(count - 1) more like this, first: " }

  /// How many diagnostics of at least this severity were added, folded ones counted fully.
  public func count(atLeast severity: Severity) -> Int {
    var total = 0
    for entry in entries where entry.severity >= severity { total += entry.count }
    for rest in firstFolded.values where rest.severity >= severity { total += rest.count }
    return total
  }

  /// Whether nothing was added.
  public var isEmpty: Bool { entries.isEmpty }
}
