public import Schema

/// An additive model formula: `~ a + b`, `~ 0 + group`.
public struct Formula: Sendable, Hashable, CustomStringConvertible {
  /// Whether the model has an intercept.
  public var hasIntercept: Bool
  /// The terms: sheet columns, in order.
  public var terms: [String]

  /// A formula of these terms.
  public init(terms: [String], hasIntercept: Bool = true) {
    self.terms = terms
    self.hasIntercept = hasIntercept
  }

  /// Parses `~ a + b`.
  ///
  /// - Throws: `usage` for anything but an additive formula.
  public init(parsing text: String) throws(OmicsError) {
    let body = text.drop { $0 == " " }
    guard body.hasPrefix("~") else {
      throw OmicsError(.usage, "a design starts with ~, found \"\(text)\"", hint: "Example: '~ batch + condition'.")
    }
    hasIntercept = true
    terms = []
    for piece in body.dropFirst().split(separator: "+", omittingEmptySubsequences: false) {
      let term = String(piece.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      switch term {
      case "1": continue
      case "0": hasIntercept = false
      case "":
        throw OmicsError(.usage, "a term is missing in the design \"\(text)\"", hint: "Example: '~ batch + condition'.")
      default:
        guard !term.contains(where: { "*:()^-".contains($0) }) else {
          throw OmicsError(
            .usage, "the design term \"\(term)\" is not additive", hint: "Only sums of columns: '~ batch + condition'.")
        }
        guard !terms.contains(term) else { throw OmicsError(.usage, "the term \"\(term)\" stands twice in the design") }
        terms.append(term)
      }
    }
  }

  /// `~ a + b`
  public var description: String { "~ " + ((hasIntercept ? [] : ["0"]) + terms).joined(separator: " + ") }
}
