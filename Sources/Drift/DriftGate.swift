public import Schema

/// A condition on a drift, such as `rbo < 0.95`, `jaccard(50) < 0.9` or `called > 0 in 1..20`.
///
/// Quantities: `rbo`, `kendall_tau`, `jaccard(K)`, `noise_floor`, and over targets (all leading ones, or those with a rank
/// in `in A..B` in either run) `called`, `moved`, `entered`, `left` as counts and `delta` as the largest movement.
public struct DriftGate: Sendable, Hashable {
  /// The default: any called target.
  public static let standardWarning = DriftGate(text: "called > 0", quantity: .called, comparison: .above, bound: 0)

  /// What is compared.
  enum Quantity: Sendable, Hashable {
    case rbo, kendallTau, noiseFloor
    case jaccard(Int)
    case called, moved, entered, left, delta

    static let names = [
      "rbo", "kendall_tau", "noise_floor", "jaccard(K)", "called", "moved", "entered", "left", "delta",
    ]

    /// Whether it is counted over targets, so that a range of ranks makes sense.
    var isOverTargets: Bool {
      switch self {
      case .rbo, .kendallTau, .noiseFloor, .jaccard: false
      case .called, .moved, .entered, .left, .delta: true
      }
    }
  }

  /// How it is compared.
  enum Comparison: String, Sendable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="
    case different = "!="
    case below = "<"
    case above = ">"
  }

  /// The condition as written.
  public let text: String
  let quantity: Quantity
  let comparison: Comparison
  let bound: Double
  let range: ClosedRange<Int>?

  init(
    text: String, quantity: Quantity, comparison: Comparison, bound: Double, range: ClosedRange<Int>? = nil
  ) {
    self.text = text
    self.quantity = quantity
    self.comparison = comparison
    self.bound = bound
    self.range = range
  }

  /// Reads a condition.
  ///
  /// - Throws: `usage` with what is not understood.
  public init(_ text: String) throws(OmicsError) {
    let refused = { (what: String) in
      OmicsError(
        .usage, "the gate \"\(text)\" is not understood: \(what)",
        hint: "Examples: 'rbo < 0.95', 'jaccard(50) < 0.9', 'called > 0 in 1..20'. Quantities: "
          + "\(Quantity.names.joined(separator: ", ")).")
    }
    let squeezed = text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    guard let found = Self.split(squeezed) else { throw refused("it needs one of < <= > >= == !=") }
    guard let quantity = Self.quantity(Self.trimmed(found.left)) else {
      throw refused("\"\(Self.trimmed(found.left))\" is no quantity")
    }
    var right = Self.trimmed(found.right)
    var range: ClosedRange<Int>?
    if let place = Self.range(of: " in ", in: right) {
      guard let ranks = Self.ranks(Self.trimmed(String(right[place.upperBound...]))) else {
        throw refused("ranks are given as 1..20")
      }
      guard quantity.isOverTargets else { throw refused("a range of ranks goes with counts of targets only") }
      range = ranks
      right = Self.trimmed(String(right[..<place.lowerBound]))
    }
    guard let bound = Double(right), bound.isFinite else { throw refused("\"\(right)\" is no number") }
    self.init(text: squeezed, quantity: quantity, comparison: found.comparison, bound: bound, range: range)
  }

  /// The value of the quantity and whether the condition holds.
  public func judge(_ findings: DriftFindings, base: RankedList, new: RankedList) -> (value: Double, holds: Bool) {
    let value = value(findings, base, new)
    switch comparison {
    case .atMost: return (value, value <= bound)
    case .atLeast: return (value, value >= bound)
    case .equal: return (value, value == bound)
    case .different: return (value, value != bound)
    case .below: return (value, value < bound)
    case .above: return (value, value > bound)
    }
  }

  private func value(_ findings: DriftFindings, _ base: RankedList, _ new: RankedList) -> Double {
    let targets = findings.targets.filter { target in
      guard let range else { return true }
      return [target.rankBefore, target.rankAfter].contains { $0.map(range.contains) ?? false }
    }
    switch quantity {
    case .rbo: return findings.rbo
    case .kendallTau: return findings.kendallTau
    case .noiseFloor: return findings.noiseFloor
    case .jaccard(let top): return RankBiasedOverlap.jaccard(base.targets, new.targets, top: top)
    case .called: return Double(targets.filter(\.called).count)
    case .moved: return Double(targets.filter { $0.delta != 0 }.count)
    case .entered: return Double(targets.filter { $0.rankBefore == nil }.count)
    case .left: return Double(targets.filter { $0.rankAfter == nil }.count)
    case .delta: return targets.map { abs($0.delta) }.max() ?? 0
    }
  }

  /// How many leading targets must be looked at for this gate.
  public var depth: Int { range?.upperBound ?? 0 }

  // MARK: Reading

  private static func split(_ text: String) -> (left: String, comparison: Comparison, right: String)? {
    for comparison in Comparison.allCases {
      guard let place = range(of: comparison.rawValue, in: text) else { continue }
      return (String(text[..<place.lowerBound]), comparison, String(text[place.upperBound...]))
    }
    return nil
  }

  private static func quantity(_ word: String) -> Quantity? {
    switch word {
    case "rbo": return .rbo
    case "kendall_tau", "tau": return .kendallTau
    case "noise_floor": return .noiseFloor
    case "called": return .called
    case "moved": return .moved
    case "entered": return .entered
    case "left": return .left
    case "delta": return .delta
    default:
      guard word.hasPrefix("jaccard("), word.hasSuffix(")"),
        let top = Int(word.dropFirst(8).dropLast().filter { $0 != " " }), top > 0
      else { return nil }
      return .jaccard(top)
    }
  }

  private static func ranks(_ text: String) -> ClosedRange<Int>? {
    guard let dots = range(of: "..", in: text), let low = Int(trimmed(String(text[..<dots.lowerBound]))),
      let high = Int(trimmed(String(text[dots.upperBound...]))), low >= 1, low <= high
    else { return nil }
    return low...high
  }

  private static func range(of part: String, in text: String) -> Range<String.Index>? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(part) { return start..<text.index(start, offsetBy: part.count) }
      start = text.index(after: start)
    }
    return nil
  }

  private static func trimmed(_ text: String) -> String {
    var part = text[...]
    while part.hasPrefix(" ") { part = part.dropFirst() }
    while part.hasSuffix(" ") { part = part.dropLast() }
    return String(part)
  }
}
