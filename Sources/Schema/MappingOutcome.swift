/// What became of one input identifier: exactly one status each.
public enum MappingStatus: String, Sendable, CaseIterable {
  /// A current id or approved symbol, as written.
  case exact
  /// Current once the version is removed.
  case versionless
  /// An isoform mapped to its canonical entry.
  case isoform
  /// A secondary accession mapped to its primary.
  case secondary
  /// A retired id followed to its successor.
  case replaced
  /// A previous symbol.
  case previousSymbol
  /// An alias.
  case alias
  /// Found only with another case.
  case caseFolded
  /// Repaired from spreadsheet damage, with one candidate left.
  case repaired
  /// Two or more targets in the deciding class.
  case ambiguous
  /// Retired without a successor.
  case retired
  /// Not found.
  case unresolved
  /// Not an identifier: empty, a missing-value word, damaged beyond candidates.
  case invalid
  /// A decoy, contaminant, spike-in or special row; not a gene.
  case excluded

  /// Whether the input ends in a target.
  public var isMapped: Bool {
    switch self {
    case .exact, .versionless, .isoform, .secondary, .replaced, .previousSymbol, .alias, .caseFolded, .repaired: true
    case .ambiguous, .retired, .unresolved, .invalid, .excluded: false
    }
  }
}

/// How one input id was resolved.
public struct MappingOutcome: Sendable, Hashable {
  /// The id as given.
  public var input: String
  /// What became of it.
  public var status: MappingStatus
  /// The target's local id; nil unless mapped.
  public var target: String?
  /// The target's display symbol; empty when the table has none.
  public var symbol: String
  /// Confidence, 0 to 1, capped by the class of the match.
  public var confidence: Double
  /// The hops taken, such as `previous symbol` or `HGNC:1 > HGNC:2`.
  public var via: String
  /// The other targets that were possible, sorted.
  public var candidates: [String]
  /// A remark such as `shadowed-alias`.
  public var note: String
  /// Whether it is ambiguous only for entries of lower classes, so that the other ids of its column may decide.
  public var isContested = false

  /// An outcome.
  public init(
    input: String, status: MappingStatus, target: String? = nil, symbol: String = "", confidence: Double = 0,
    via: String = "", candidates: [String] = [], note: String = ""
  ) {
    self.input = input
    self.status = status
    self.target = target
    self.symbol = symbol
    self.confidence = confidence
    self.via = via
    self.candidates = candidates
    self.note = note
  }
}

/// The account of a mapping: inputs = mapped + ambiguous + retired + unresolved + invalid + excluded.
public struct MappingCoverage: Sendable, Hashable {
  /// How many inputs ended in each status.
  public private(set) var counts: [MappingStatus: Int] = [:]
  /// How many inputs there were.
  public private(set) var inputs = 0

  /// An empty account.
  public init() {}

  /// Counts one outcome.
  public mutating func count(_ status: MappingStatus) {
    counts[status, default: 0] += 1
    inputs += 1
  }

  /// How many inputs ended in a status.
  public subscript(status: MappingStatus) -> Int { counts[status, default: 0] }

  /// How many inputs have a target.
  public var mapped: Int { MappingStatus.allCases.reduce(0) { $0 + ($1.isMapped ? self[$1] : 0) } }

  /// Throws `ledgerImbalance` unless every input has exactly one status.
  public func assertBalance() throws(OmicsError) {
    let others = self[.ambiguous] + self[.retired] + self[.unresolved] + self[.invalid] + self[.excluded]
    guard inputs == mapped + others else {
      throw OmicsError(.ledgerImbalance, "the mapping does not balance: \(inputs) inputs, \(mapped + others) outcomes")
    }
  }
}
