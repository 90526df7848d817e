public import Schema

/// Which namespace a column of identifiers holds: by exclusive patterns first, then by membership in the table.
public struct NamespaceDetection: Sendable {
  /// A candidate with the share of distinct ids it explains.
  public struct Share: Sendable, Hashable {
    /// The namespace.
    public var namespace: Namespace
    /// The share of distinct ids, 0 to 1.
    public var share: Double
  }

  /// The decision; nil when no namespace reaches the threshold with a margin.
  public var namespace: Namespace?
  /// All candidates, best first.
  public var shares: [Share]
  /// The first ids that the decided (or best) namespace does not explain.
  public var misfits: [String]
  /// How many distinct ids were looked at.
  public var distinct: Int

  /// The share a namespace must reach.
  public static let threshold = 0.8
  /// How far it must lead.
  public static let margin = 0.2

  /// Detects over the distinct values of a column.
  public init(_ ids: [String], index: GeneIndex) {
    var seen: Set<String> = []
    var counts: [Namespace: Int] = [:]
    var assigned: [(String, Namespace?)] = []
    for id in ids.lazy.flatMap(GroupedIds.single) {
      let text = IdentifierText(id)
      guard text.exclusion == nil, !Resolver.missingWords.contains(text.bare), seen.insert(text.bare).inserted
      else { continue }
      let namespace = Self.membership(text.bare, index)
      assigned.append((text.bare, namespace))
      if let namespace { counts[namespace, default: 0] += 1 }
    }
    distinct = seen.count
    let total = Double(max(1, seen.count))
    shares = counts.map { Share(namespace: $0.key, share: Double($0.value) / total) }
      .sorted { ($1.share, $0.namespace) < ($0.share, $1.namespace) }
    let best = shares.first
    let second = shares.count > 1 ? shares[1].share : 0
    if let best, best.share >= Self.threshold, best.share - second >= Self.margin { namespace = best.namespace }
    misfits = assigned.filter { $0.1 != best?.namespace }.prefix(5).map(\.0)
  }

  /// The namespace one id belongs to: by pattern where that is exclusive, by membership otherwise.
  private static func membership(_ text: String, _ index: GeneIndex) -> Namespace? {
    if let specific = IdentifierPattern.specific(text) { return specific }
    let bytes = Array(text.utf8)
    if IdentifierPattern.isDigits(bytes) { return index.ncbiGene[text] == nil ? nil : .ncbiGene }
    if index.approved[text] != nil { return .hgncSymbol }
    let accession = AccessionParser.parse(text, namespace: .uniprot)
    if IdentifierPattern.isUniProt(Array(accession.local.utf8)) { return .uniprot }
    if index.previous[text] != nil || index.alias[text] != nil || index.withdrawn[text] != nil { return .hgncSymbol }
    return nil
  }

  /// The figures in a sentence, for logs and refusals.
  public var evidence: String {
    guard !shares.isEmpty else { return "no id of \(distinct) fits a known namespace" }
    let list = shares.prefix(3).map { "\($0.namespace.rawValue) \(percent($0.share))" }.joined(separator: ", ")
    var text = "of \(distinct) distinct ids: \(list)"
    if !misfits.isEmpty { text += "; not of it: \(misfits.joined(separator: ", "))" }
    return text
  }

  private func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
