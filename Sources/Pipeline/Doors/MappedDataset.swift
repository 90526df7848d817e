public import Mapping
internal import OmicsIO
public import Schema

/// A dataset put on target ids: the answer of `map`.
public struct MappedDataset: Sendable {
  /// The dataset with one feature a target and values joined by the rule of their measure.
  public var dataset: Dataset
  /// The mapping of each kind of feature that has quantities.
  public var mappings: [DatasetMapping]

  /// Maps every abundance table of a dataset.
  ///
  /// - Parameters:
  ///   - policy: what becomes of features with several targets.
  ///   - groups: what becomes of those that are groups of several genes; nil treats them by `policy`.
  /// - Throws: `refused` when the dataset has no quantities; what the policy throws.
  public init(
    _ input: Dataset, resolver: Resolver, declared: Namespace?, policy: AmbiguityPolicy = .report,
    groups: GroupPolicy? = nil
  ) throws(OmicsError) {
    guard input.abundances.contains(where: \.measure.isQuantity) else {
      throw OmicsError(.refused, "the dataset holds no quantities to map", hint: "tables resolve maps plain ids.")
    }
    dataset = Dataset(layer: input.layer)
    dataset.sources = input.sources
    dataset.samples = input.samples
    dataset.settings = input.settings
    dataset.counts = input.counts
    dataset.diagnostics = input.diagnostics
    dataset.ledger = input.ledger
    mappings = []
    var log = DiagnosticLog()
    log.append(contentsOf: input.diagnostics)
    var indexOf: [String: Int] = [:]
    let left = input.abundances.filter { !$0.measure.isQuantity }
    if !left.isEmpty {
      log.append(
        Diagnostic(
          .note, "not-mapped",
          "\(left.map { "\($0.kind.rawValue) \($0.measure.rawValue)" }.joined(separator: ", ")): no quantity, which "
            + "several features could share; it is left out"))
    }
    for table in input.abundances where table.measure.isQuantity {
      try PValueColumns.refuse(table, input.samples)
      let mapping: DatasetMapping
      if let known = mappings.first(where: { $0.kind == table.kind }) {
        mapping = known
      } else {
        mapping = try DatasetMapping(
          input, kind: table.kind, resolver: resolver, declared: declared, policy: policy, groups: groups)
        mappings.append(mapping)
        Self.account(mapping, input: input, ledger: &dataset.ledger)
      }
      let joined = TargetAggregation(table, mapping: mapping, features: input.features)
      var features: [Int] = []
      for (position, target) in joined.targets.enumerated() {
        if let index = indexOf[target] {
          features.append(index)
          continue
        }
        indexOf[target] = dataset.features.count
        features.append(dataset.features.count)
        let members = joined.sources[position].map { input.features.rows[table.features[$0]] }
        dataset.features.rows.append(
          Feature(
            id: target, kind: .gene, namespace: resolver.target, members: members.map(\.accession),
            leaderRule: "mapped", description: joined.symbols[position], source: members.first?.source ?? 0,
            line: members.first?.line ?? 0))
      }
      dataset.abundances.append(
        AbundanceTable(
          kind: .gene, measure: table.measure, scale: table.scale, features: features, samples: table.samples,
          values: joined.values))
    }
    dataset.diagnostics = log.diagnostics
    try dataset.ledger.assertBalance()
  }

  /// Adds `mapped <kind>` to the ledger: every feature kept, merged into another's target, or filtered with its status.
  private static func account(_ mapping: DatasetMapping, input: Dataset, ledger: inout Ledger) {
    let unit = "mapped \(mapping.kind.rawValue)"
    var seen: Set<String> = []
    for (position, outcome) in mapping.outcomes.enumerated() {
      let feature = input.features.rows[mapping.features[position]]
      let file = feature.source < input.sources.count ? input.sources[feature.source].file : ""
      let targets = mapping.targets(position)
      guard !targets.isEmpty else {
        ledger.record(unit, .filtered, reason: outcome.status.rawValue, file: file, line: feature.line)
        continue
      }
      let isNew = !seen.isSuperset(of: targets)
      seen.formUnion(targets)
      if isNew {
        ledger.keep(unit)
      } else {
        ledger.record(unit, .merged, reason: "same target", file: file, line: feature.line)
      }
    }
  }

  /// The mapping as TSV: `kind input status target symbol confidence via candidates note`.
  public var mappingTable: String {
    var text = "kind\tinput\tstatus\ttarget\tsymbol\tconfidence\tvia\tcandidates\tnote\n"
    for mapping in mappings {
      for outcome in mapping.outcomes { text += "\(mapping.kind.rawValue)\t\(outcome.row(withSymbol: true))\n" }
    }
    return text
  }
}

extension MappingOutcome {
  /// The outcome as TSV cells: `input status target confidence via candidates note`; NA for what is not there.
  public var row: String {
    var text = ""
    append(to: &text)
    return text
  }

  func row(withSymbol: Bool) -> String {
    var text = ""
    append(to: &text, withSymbol: withSymbol)
    return text
  }

  /// Adds the cells to a text.
  func append(to text: inout String, withSymbol: Bool = false) {
    func add(_ cell: String) {
      text += "\t"
      text += cell.isEmpty ? "NA" : cell.replacingTabs
    }
    text += input.replacingTabs
    text += "\t"
    text += status.rawValue
    add(target ?? "")
    if withSymbol { add(symbol) }
    add(target == nil ? "" : confidence == 1 ? "1" : shortestText(confidence))
    add(via)
    add(candidates.isEmpty ? "" : candidates.joined(separator: ";"))
    add(note)
  }
}

extension String {
  /// Tabs and line ends written out, so that a cell stays a cell.
  fileprivate var replacingTabs: String {
    guard utf8.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else { return self }
    return unicodeScalars.map { scalar in
      switch scalar {
      case "\t": "\\t"
      case "\n": "\\n"
      case "\r": "\\r"
      default: String(Character(scalar))
      }
    }.joined()
  }
}
