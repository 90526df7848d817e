public import Schema

/// A model formula: `~ a + b`, `~ 0 + group`, `~ a * b`, `~ a + b + a:b`.
public struct Formula: Sendable, Hashable, CustomStringConvertible {
  /// Whether the model has an intercept.
  public var hasIntercept: Bool
  /// The terms: sheet columns, then interactions of them joined by `:`, lower orders first, each in the order written.
  public var terms: [String]

  /// A formula of these terms.
  public init(terms: [String], hasIntercept: Bool = true) {
    self.terms = terms
    self.hasIntercept = hasIntercept
  }

  /// The columns that a term joins.
  public static func columns(of term: String) -> [String] { term.split(separator: ":").map(String.init) }

  /// Parses `~ a + b`, with `a:b` for an interaction and `a * b` for both columns and their interaction.
  ///
  /// - Throws: `usage` for anything else, and for an interaction whose parts are not in the design.
  public init(parsing text: String) throws(OmicsError) {
    let body = text.drop { $0 == " " }
    guard body.hasPrefix("~") else {
      throw OmicsError(.usage, "a design starts with ~, found \"\(text)\"", hint: "Example: '~ batch + condition'.")
    }
    hasIntercept = true
    terms = []
    var written: Set<String> = []
    for piece in body.dropFirst().split(separator: "+", omittingEmptySubsequences: false) {
      let term = Self.trimmed(piece)
      if term == "1" { continue }
      if term == "0" {
        hasIntercept = false
        continue
      }
      guard written.insert(term).inserted else {
        throw OmicsError(.usage, "the term \"\(term)\" stands twice in the design")
      }
      for expanded in try Self.expanded(term, text) where !terms.contains(expanded) { terms.append(expanded) }
    }
    // Lower orders first, as R orders them; the sort keeps the order written within one.
    let order = terms.enumerated().sorted {
      (Self.columns(of: $0.element).count, $0.offset) < (Self.columns(of: $1.element).count, $1.offset)
    }
    terms = order.map(\.element)
    for term in terms {
      let columns = Self.columns(of: term)
      for subset in Self.subsets(columns) where subset.count < columns.count {
        let part = subset.joined(separator: ":")
        guard terms.contains(part) else {
          throw OmicsError(
            .usage, "the interaction \"\(term)\" needs \"\(part)\" in the design too",
            hint: "Write '\(columns.joined(separator: " * "))' for all of them.")
        }
      }
    }
  }

  /// A term, or what `a * b` stands for: every non-empty subset, in order.
  private static func expanded(_ term: String, _ text: String) throws(OmicsError) -> [String] {
    let isProduct = term.contains("*")
    let parts = term.split(separator: isProduct ? "*" : ":", omittingEmptySubsequences: false).map(trimmed)
    for part in parts {
      guard !part.isEmpty else {
        throw OmicsError(.usage, "a term is missing in the design \"\(text)\"", hint: "Example: '~ batch + condition'.")
      }
      guard !part.contains(where: { "*:()^-".contains($0) }) else {
        throw OmicsError(
          .usage, "the design term \"\(term)\" is not understood",
          hint: "Sums of columns, a:b and a * b are: '~ batch + condition'.")
      }
    }
    guard Set(parts).count == parts.count, parts.count <= 4 else {
      throw OmicsError(.usage, "the design term \"\(term)\" repeats a column or joins more than four")
    }
    return isProduct ? subsets(parts).map { $0.joined(separator: ":") } : [parts.joined(separator: ":")]
  }

  /// Every non-empty subset in the order of the columns.
  private static func subsets(_ columns: [String]) -> [[String]] {
    (1..<(1 << columns.count)).map { mask in columns.indices.filter { mask >> $0 & 1 == 1 }.map { columns[$0] } }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// `~ a + b`
  public var description: String { "~ " + ((hasIntercept ? [] : ["0"]) + terms).joined(separator: " + ") }
}
