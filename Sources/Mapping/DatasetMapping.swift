public import Schema

/// The features of one kind of a dataset mapped to targets: one outcome a feature, with the account.
public struct DatasetMapping: Sendable {
  /// The kind of features mapped.
  public var kind: FeatureKind
  /// Row numbers in the feature table, in order.
  public var features: [Int]
  /// The outcome of each, in the same order.
  public var outcomes: [MappingOutcome]
  /// The account: every feature has exactly one status.
  public var coverage: MappingCoverage
  /// The column's namespace as declared or detected; nil when ids were taken each by its own pattern.
  public var namespace: Namespace?
  /// Why that namespace, in a sentence.
  public var evidence: String
  /// What becomes of features with several targets.
  public var policy = AmbiguityPolicy.report
  /// What becomes of groups whose members are of several targets; nil treats them by `policy`.
  public var groups: GroupPolicy?
  /// The symbols of targets of such features.
  private var symbols: [String: String] = [:]

  /// A target of a feature and its share of the feature's values.
  struct Share {
    var target: String
    var symbol: String
    var weight: Double
  }

  /// Maps the features of `kind`.
  ///
  /// Groups are resolved member by member: one common target is the group's target, several make the group
  /// `ambiguous` with the note `group-spans-genes`.
  ///
  /// - Parameters:
  ///   - policy: what becomes of features with several targets; their status stays `ambiguous`.
  ///   - groups: what becomes of those that are groups of several genes; nil treats them by `policy`.
  /// - Throws: `ledgerImbalance` if a feature were lost; `refused` under the policy `fail`; `usage` for `prefer`, which
  ///   needs several tables.
  public init(
    _ dataset: Dataset, kind: FeatureKind, resolver: Resolver, declared: Namespace? = nil,
    policy: AmbiguityPolicy = .report, groups: GroupPolicy? = nil
  ) throws(OmicsError) {
    self.kind = kind
    self.policy = policy
    self.groups = groups
    features = dataset.features.indices.filter { dataset.features.kind($0) == kind }
    let rows = dataset.features
    if let declared {
      namespace = declared
      evidence = "declared"
    } else {
      let detection = NamespaceDetection(features.map { rows[$0].accession }, index: resolver.index)
      namespace = detection.namespace
      evidence = detection.evidence
    }
    outcomes = []
    coverage = MappingCoverage()
    var decided = features.map { [namespace] in Self.resolve(rows[$0], resolver, namespace, []) }
    ContestedNames.decide(&decided) { [features, namespace] place, claimed in
      Self.resolve(rows[features[place]], resolver, namespace, claimed)
    }
    for var outcome in decided {
      if groups == .leading { Self.lead(&outcome, resolver, namespace) }
      coverage.count(outcome.status)
      if outcome.status == .ambiguous { try decide(&outcome, resolver) }
      outcomes.append(outcome)
    }
    try coverage.assertBalance()
  }

  /// The policy for an outcome with several targets.
  private func policy(of outcome: MappingOutcome) -> AmbiguityPolicy {
    guard outcome.via == GroupedIds.via, let groups else { return policy }
    return groups == .all ? .all : .drop
  }

  /// Gives a group of several genes the target of its leading member, where that has one.
  private static func lead(_ outcome: inout MappingOutcome, _ resolver: Resolver, _ namespace: Namespace?) {
    guard outcome.status == .ambiguous, outcome.via == GroupedIds.via else { return }
    var leading = resolver.resolve(outcome.input, from: namespace)
    guard leading.target != nil else { return }
    leading.candidates = outcome.candidates.filter { $0 != leading.target }
    leading.note += "\(leading.note.isEmpty ? "" : "; ")\(outcome.note), leading member"
    outcome = leading
  }

  /// Says what the policy does with a feature that has several targets.
  private mutating func decide(_ outcome: inout MappingOutcome, _ resolver: Resolver) throws(OmicsError) {
    let words: String
    switch policy(of: outcome) {
    case .report, .drop: return
    case .first: words = "first of \(outcome.candidates.count)"
    case .all: words = "all of \(outcome.candidates.count)"
    case .weighted: words = "1/\(outcome.candidates.count) each"
    case .prefer:
      throw OmicsError(.usage, "the policy prefer chooses among tables, and there is one", hint: "Use another policy.")
    case .fail:
      throw OmicsError(
        .refused, "\"\(outcome.input)\" has several targets: \(outcome.candidates.joined(separator: ", "))",
        hint: "Use another policy, or take it out.")
    }
    outcome.note += (outcome.note.isEmpty ? "" : "; ") + words
    for candidate in outcome.candidates { symbols[candidate] = resolver.symbol(of: candidate) }
  }

  /// The targets that a feature's values go to.
  func shares(_ position: Int) -> [Share] {
    let outcome = outcomes[position]
    if let target = outcome.target { return [Share(target: target, symbol: outcome.symbol, weight: 1)] }
    guard outcome.status == .ambiguous else { return [] }
    let (policy, chosen): (AmbiguityPolicy, ArraySlice<String>)
    policy = self.policy(of: outcome)
    switch policy {
    case .first: chosen = outcome.candidates.prefix(1)
    case .all, .weighted: chosen = outcome.candidates[...]
    case .report, .drop, .prefer, .fail: chosen = []
    }
    let weight = policy == .weighted ? 1 / Double(chosen.count) : 1
    return chosen.map { Share(target: $0, symbol: symbols[$0] ?? "", weight: weight) }
  }

  /// The targets of a feature, as its policy has it.
  public func targets(_ position: Int) -> [String] { shares(position).map(\.target) }

  /// Takes the features' accessions as targets: for simulations and species without a table.
  public init(asTheyStand dataset: Dataset, kind: FeatureKind) throws(OmicsError) {
    self.kind = kind
    features = []
    outcomes = []
    coverage = MappingCoverage()
    namespace = .local
    evidence = "identifiers as they stand"
    for (number, feature) in dataset.features.rows.enumerated() where feature.kind == kind {
      features.append(number)
      let excluded = feature.decoy == true || feature.contaminant == true
      let outcome =
        excluded
        ? MappingOutcome(
          input: feature.accession, status: .excluded, note: feature.decoy == true ? "decoy" : "contaminant")
        : MappingOutcome(
          input: feature.accession, status: .exact, target: feature.accession, symbol: feature.accession,
          confidence: 1, via: "as it stands")
      coverage.count(outcome.status)
      outcomes.append(outcome)
    }
    try coverage.assertBalance()
  }

  private static func resolve(
    _ feature: Feature, _ resolver: Resolver, _ namespace: Namespace?, _ claimed: Set<String>
  ) -> MappingOutcome {
    if feature.decoy == true { return MappingOutcome(input: feature.accession, status: .excluded, note: "decoy") }
    if feature.contaminant == true {
      return MappingOutcome(input: feature.accession, status: .excluded, note: "contaminant")
    }
    let members = feature.members.count > 1 ? feature.members : []
    return GroupedIds.outcome(
      feature.accession, members.map { resolver.resolve($0, from: namespace, beside: claimed) })
      ?? resolver.resolve(feature.accession, from: namespace, beside: claimed)
  }
}
