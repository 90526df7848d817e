public import Schema

/// Resolves identifiers to one target namespace with an HGNC release, one outcome an input.
///
/// Order for names: approved symbol, previous symbol, alias, symbol of a withdrawn entry, other case, spreadsheet
/// repair. The first class with a hit decides; all hits inside it are kept, and two or more make `ambiguous`. Outcomes
/// below the exact class name the candidates of the lower classes too, and a previous symbol that is an alias of another
/// gene is ambiguous unless the rest of its column decides (`ContestedNames`). Nothing is ever chosen among equals.
public struct Resolver: Sendable {
  /// The lookups.
  public let index: GeneIndex
  /// The target namespace: `hgnc`, `hgnc.symbol`, `ensembl`, `ncbigene` or `uniprot`.
  public let target: Namespace
  /// Own mappings that are put on what the table says, in this order.
  public var overlays: [OverlayApplication] = []

  /// The namespaces that can be asked for and resolved to.
  public static let namespaces: [Namespace] = [.hgnc, .hgncSymbol, .ensembl, .ncbiGene, .uniprot]

  /// A resolver to `target`.
  ///
  /// - Throws: `usage` for a namespace the table does not hold.
  public init(_ index: GeneIndex, target: Namespace = .hgnc) throws(OmicsError) {
    guard Self.namespaces.contains(target) else {
      throw OmicsError(
        .usage, "cannot map to \"\(target.rawValue)\"",
        hint: "Namespaces: \(Self.namespaces.map(\.rawValue).joined(separator: ", ")).")
    }
    self.index = index
    self.target = target
  }

  /// Words that mean "no identifier". `NA` and `P` are previous symbols of real genes: missing words come first.
  static let missingWords: Set<String> = [
    "", "NA", "N/A", "n/a", "null", "NULL", "NaN", "nan", "-", "--", "None", "#N/A",
  ]

  /// Resolves one cell of a column in a namespace; nil lets each id's own pattern decide (symbols for the rest).
  ///
  /// - Parameter claimed: targets that other cells of the column stand for by themselves.
  public func resolve(
    _ input: String, from namespace: Namespace? = nil, beside claimed: Set<String> = []
  ) -> MappingOutcome {
    var outcome = tabled(input, namespace, claimed)
    guard !overlays.isEmpty else { return outcome }
    for overlay in overlays { overlay.apply(to: &outcome, from: namespace) }
    if let id = outcome.target, outcome.symbol.isEmpty { outcome.symbol = symbol(of: id) }
    return outcome
  }

  /// The symbol of an id of the target namespace, for those of HGNC.
  func symbol(of id: String) -> String {
    switch target {
    case .hgnc: index.byID[AccessionParser.hgncLocal(id)].map { index.row($0).symbol } ?? ""
    case .hgncSymbol: id
    default: ""
    }
  }

  /// What the table says of an id.
  private func tabled(_ input: String, _ namespace: Namespace?, _ claimed: Set<String>) -> MappingOutcome {
    let text = IdentifierText(input)
    if let exclusion = text.exclusion {
      return MappingOutcome(input: input, status: .excluded, note: exclusion)
    }
    guard !Self.missingWords.contains(text.bare) else {
      return MappingOutcome(input: input, status: .invalid, note: "missing-value word or empty")
    }
    let from = namespace ?? IdentifierPattern.specific(text.bare) ?? guess(text.bare)
    var outcome: MappingOutcome
    switch from {
    case .hgnc: outcome = resolveHgnc(text.bare)
    case .ensembl, .uniprot, .refseq: outcome = resolveAccession(text.bare, from)
    case .ncbiGene: outcome = resolveNcbiGene(text.bare)
    case .hgncSymbol, .local: outcome = resolveSymbol(text.bare, isDeclared: namespace == .hgncSymbol, claimed)
    default:
      outcome = MappingOutcome(
        input: input, status: .unresolved, note: "namespace \(from.rawValue) is not in the table")
    }
    outcome.input = input
    if !text.removed.isEmpty { outcome.note = joined(outcome.note, "removed " + text.removed.joined(separator: ", ")) }
    return outcome
  }

  /// The namespace of a lone id without a specific pattern: UniProt when the table knows it, symbol otherwise.
  private func guess(_ text: String) -> Namespace {
    let accession = AccessionParser.parse(text, namespace: .uniprot)
    if IdentifierPattern.isUniProt(Array(accession.local.utf8)),
      index.uniprot[accession.local] != nil || index.approved[text] == nil
    {
      return .uniprot
    }
    return .hgncSymbol
  }

  // MARK: Identifiers

  private func resolveHgnc(_ text: String) -> MappingOutcome {
    let local = AccessionParser.hgncLocal(text)
    guard !local.isEmpty, local.utf8.allSatisfy(IdentifierPattern.isDigit) else {
      return MappingOutcome(input: text, status: .invalid, note: "not an HGNC id")
    }
    guard let number = index.byID[local] else { return MappingOutcome(input: text, status: .unresolved) }
    if index.row(number).status == .approved { return outcome(text, .exact, [number], via: "hgnc") }
    return followed(text, number)
  }

  private func followed(_ text: String, _ number: Int32) -> MappingOutcome {
    switch SuccessorChain.follow(number, in: index) {
    case .none(let reason):
      return MappingOutcome(input: text, status: .retired, note: reason)
    case .current(let ends, let path):
      let via = path.map { "HGNC:\($0)" }.joined(separator: " > ")
      var result = outcome(text, .replaced, ends, via: via)
      if ends.count > 1 { result.note = joined(result.note, "split entry") }
      return result
    }
  }

  private func resolveAccession(_ text: String, _ namespace: Namespace) -> MappingOutcome {
    let accession = AccessionParser.parse(text, namespace: namespace)
    let map: [String: GeneIndex.Hits]
    switch namespace {
    case .ensembl:
      guard !accession.flags.contains("PAR_Y") else {
        return MappingOutcome(
          input: text, status: .unresolved, note: "the Y copy of a pseudoautosomal gene is not the X gene")
      }
      map = index.ensembl
    case .uniprot: map = index.uniprot
    default: map = [:]
    }
    guard let hits = map[accession.local] else {
      let note = map.isEmpty ? "the table has no \(namespace.rawValue) column" : ""
      return MappingOutcome(input: text, status: .unresolved, note: note)
    }
    let status: MappingStatus =
      accession.isoform != nil ? .isoform : accession.version != nil ? .versionless : .exact
    return outcome(text, status, hits.all, via: namespace.rawValue)
  }

  private func resolveNcbiGene(_ text: String) -> MappingOutcome {
    let local = text.lowercased().hasPrefix("ncbigene:") ? String(text.dropFirst(9)) : text
    guard local.utf8.allSatisfy(IdentifierPattern.isDigit) else {
      return MappingOutcome(input: text, status: .invalid, note: "not an NCBI Gene id")
    }
    guard let hits = index.ncbiGene[local] else { return MappingOutcome(input: text, status: .unresolved) }
    return outcome(text, .exact, hits.all, via: Namespace.ncbiGene.rawValue)
  }

  // MARK: Names

  private func resolveSymbol(_ text: String, isDeclared: Bool, _ claimed: Set<String>) -> MappingOutcome {
    if let hits = index.approved[text] {
      var result = outcome(text, .exact, hits.all, via: "approved symbol")
      let shadowed = others(text, excluding: hits.all, from: [index.previous, index.alias])
      if !shadowed.isEmpty {
        result.note = joined(result.note, "shadowed-alias")
        result.candidates = shadowed
      }
      return result
    }
    let lower: [(MappingStatus, [String: GeneIndex.Hits], String)] = [
      (.previousSymbol, index.previous, "previous symbol"), (.alias, index.alias, "alias"),
    ]
    for (position, (status, map, via)) in lower.enumerated() {
      guard let hits = map[text] else { continue }
      var result = outcome(text, status, hits.all, via: via)
      let rest = others(text, excluding: hits.all, from: lower[(position + 1)...].map(\.1))
      guard result.target == nil else {
        result = ContestedNames.outcome(result, rivals: rest.filter { $0 != result.target }, beside: claimed)
        if let id = result.target, result.symbol.isEmpty { result.symbol = symbol(of: id) }
        return result
      }
      result.candidates = Array(Set(result.candidates + rest)).sorted(by: Self.numericOrder)
      return result
    }
    if let hits = index.withdrawn[text] {
      var result = MappingOutcome(input: text, status: .retired, note: "withdrawn symbol")
      for number in hits.all {
        let next = followed(text, number)
        if next.status != .retired { return next }
        result.note = next.note
      }
      return result
    }
    if let possible = SpreadsheetDamage.possibleSymbols(text, isSymbol: isDeclared) {
      return repaired(text, possible, claimed)
    }
    if let hits = index.folded[text.lowercased()] {
      return outcome(text, .caseFolded, hits.all, via: "other case")
    }
    return MappingOutcome(input: text, status: .unresolved)
  }

  private func repaired(_ text: String, _ possible: [String], _ claimed: Set<String>) -> MappingOutcome {
    var numbers: [Int32] = []
    for symbol in possible {
      for number in index.folded[symbol.lowercased()]?.all ?? [] where !numbers.contains(number) {
        numbers.append(number)
      }
    }
    guard !numbers.isEmpty else {
      return MappingOutcome(
        input: text, status: .invalid, note: "a date or number, as spreadsheets make of gene symbols")
    }
    let left = numbers.filter { !targetIDs($0).allSatisfy(claimed.contains) }
    var result = outcome(text, .repaired, left.count == 1 ? left : numbers, via: "spreadsheet date")
    result.note = joined(result.note, "spreadsheet damage")
    result.isContested = result.status == .ambiguous
    if numbers.count > left.count, result.target != nil {
      result.note += "; others of this name stand in the column themselves"
    }
    return result
  }

  // MARK: Outcomes

  /// Confidence ceilings of the classes.
  static func ceiling(_ status: MappingStatus) -> Double {
    switch status {
    case .exact: 1
    case .versionless: 0.98
    case .isoform, .secondary: 0.95
    case .replaced: 0.9
    case .previousSymbol: 0.8
    case .alias: 0.6
    case .caseFolded: 0.5
    case .repaired: 0.4
    default: 0
    }
  }

  /// The outcome of a class with its hits: mapped when they give one target, ambiguous when several.
  private func outcome(_ input: String, _ status: MappingStatus, _ rows: [Int32], via: String) -> MappingOutcome {
    var targets: [String] = []
    var symbol = ""
    for number in rows {
      for text in targetIDs(number) where !targets.contains(text) {
        targets.append(text)
        symbol = index.row(number).symbol
      }
    }
    targets.sort(by: Self.numericOrder)
    if targets.isEmpty {
      return MappingOutcome(
        input: input, status: .unresolved, via: via, note: "the gene has no \(target.rawValue) id in the table")
    }
    if targets.count == 1 {
      return MappingOutcome(
        input: input, status: status, target: targets[0], symbol: symbol, confidence: Self.ceiling(status), via: via)
    }
    return MappingOutcome(input: input, status: .ambiguous, via: via, candidates: targets)
  }

  /// The ids of an entry in the target namespace; HGNC ids carry their prefix.
  private func targetIDs(_ number: Int32) -> [String] {
    let row = index.row(number)
    switch target {
    case .hgncSymbol: return [row.symbol]
    case .ensembl: return row.ensembl.isEmpty ? [] : [row.ensembl]
    case .ncbiGene: return row.ncbiGene.isEmpty ? [] : [row.ncbiGene]
    case .uniprot: return row.uniprot
    default: return ["HGNC:\(row.id)"]
    }
  }

  private func others(_ name: String, excluding rows: [Int32], from maps: [[String: GeneIndex.Hits]]) -> [String] {
    var found: Set<String> = []
    for map in maps {
      for number in map[name]?.all ?? [] where !rows.contains(number) { found.formUnion(targetIDs(number)) }
    }
    return found.sorted(by: Self.numericOrder)
  }

  /// Shorter ids first, then by text: HGNC:9 before HGNC:10.
  static func numericOrder(_ a: String, _ b: String) -> Bool {
    a.utf8.count == b.utf8.count ? a < b : a.utf8.count < b.utf8.count
  }

  private func joined(_ a: String, _ b: String) -> String { a.isEmpty ? b : "\(a); \(b)" }
}
