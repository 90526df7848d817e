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

  /// Maps the features of `kind`.
  ///
  /// Groups are resolved member by member: one common target is the group's target, several make the group
  /// `ambiguous` with the note `group-spans-genes`.
  ///
  /// - Throws: `ledgerImbalance` if a feature were lost.
  public init(
    _ dataset: Dataset, kind: FeatureKind, resolver: Resolver, declared: Namespace? = nil
  ) throws(OmicsError) {
    self.kind = kind
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
    outcomes.reserveCapacity(features.count)
    coverage = MappingCoverage()
    for number in features {
      let outcome = Self.resolve(rows[number], resolver, namespace)
      coverage.count(outcome.status)
      outcomes.append(outcome)
    }
    try coverage.assertBalance()
  }

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

  private static func resolve(_ feature: Feature, _ resolver: Resolver, _ namespace: Namespace?) -> MappingOutcome {
    if feature.decoy == true { return MappingOutcome(input: feature.accession, status: .excluded, note: "decoy") }
    if feature.contaminant == true {
      return MappingOutcome(input: feature.accession, status: .excluded, note: "contaminant")
    }
    guard feature.members.count > 1 else { return resolver.resolve(feature.accession, from: namespace) }
    var best: MappingOutcome?
    var targets: [String] = []
    for member in feature.members {
      let outcome = resolver.resolve(member, from: namespace)
      let reached = outcome.status == .ambiguous ? outcome.candidates : outcome.target.map { [$0] } ?? []
      for target in reached where !targets.contains(target) { targets.append(target) }
      if outcome.status.isMapped, outcome.confidence > (best?.confidence ?? 0) { best = outcome }
    }
    if targets.count > 1 {
      return MappingOutcome(
        input: feature.accession, status: .ambiguous, via: "members",
        candidates: targets.sorted(by: Resolver.numericOrder), note: "group-spans-genes")
    }
    guard var outcome = best else { return resolver.resolve(feature.accession, from: namespace) }
    outcome.input = feature.accession
    return outcome
  }
}
