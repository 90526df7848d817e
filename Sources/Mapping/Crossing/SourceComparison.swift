public import Schema

/// What several tables say of the same pairs: who asserts what, who contradicts whom, and where two ways disagree.
public struct SourceComparison: Sendable {
  /// A kind of finding.
  public enum Kind: String, Sendable, CaseIterable {
    /// Two tables know the id and share no partner.
    case conflict
    /// A table asserts a pair that a `Not` mapping of another denies.
    case denied
    /// The direct way and a way over a third namespace end in different places.
    case triangle
  }

  /// A finding.
  public struct Line: Sendable, Hashable {
    /// What it is.
    public var kind: Kind
    /// The id.
    public var id: String
    /// The first table, or the direct way, and what it says.
    public var first: String
    /// Its partners.
    public var firstPartners: [String]
    /// The second table, or the way round, and what it says.
    public var second: String
    /// Its partners.
    public var secondPartners: [String]
  }

  /// How many pairs each set of tables asserts together: the more, the better supported.
  public private(set) var support: [(tables: [String], pairs: Int)] = []
  /// The findings, by kind, then id.
  public private(set) var lines: [Line] = []

  /// Compares tables between two namespaces.
  ///
  /// - Parameters:
  ///   - sources: each table by itself, with its name.
  ///   - joined: all tables together, for the ways over a third namespace.
  public init(
    _ sources: [(name: String, references: CrossReferences)], joined: CrossReferences, from: Namespace, to: Namespace
  ) {
    let known = sources.compactMap { source in
      source.references.hop(joining: from, to).map { (name: source.name, references: source.references, hop: $0) }
    }
    supports(known)
    for (index, (name, own, hop)) in known.enumerated() {
      own.forEachId(in: hop) { id, partners in
        for (other, references, second) in known[(index + 1)...] {
          let others = references.partners(id, in: second)
          guard !others.isEmpty else { continue }
          let (one, two) = (Self.ids(partners), Self.ids(others))
          if Set(one).isDisjoint(with: two) { add(.conflict, id, (name, one), (other, two), joined, from, to) }
        }
        let denied = Self.ids(partners).filter { joined.isDenied(id, from, $0, to) }
        if !denied.isEmpty { add(.denied, id, (name, denied), ("Not", denied), joined, from, to) }
      }
    }
    triangles(joined, from, to)
    let order = Dictionary(uniqueKeysWithValues: Kind.allCases.enumerated().map { ($1, $0) })
    lines.sort {
      let (a, b) = (order[$0.kind] ?? 0, order[$1.kind] ?? 0)
      if a != b { return a < b }
      return $0.id == $1.id ? ($0.first, $0.second) < ($1.first, $1.second) : Resolver.numericOrder($0.id, $1.id)
    }
  }

  /// How many findings of a kind.
  public func count(_ kind: Kind) -> Int { lines.count { $0.kind == kind } }

  private mutating func supports(_ known: [(name: String, references: CrossReferences, hop: Int)]) {
    var tables: [String: [Int]] = [:]
    for (index, (_, references, hop)) in known.enumerated() {
      references.forEachId(in: hop) { id, partners in
        for partner in partners { tables["\(id) \(partner.id)", default: []].append(index) }
      }
    }
    var counts: [[Int]: Int] = [:]
    for set in tables.values { counts[set, default: 0] += 1 }
    support = counts.keys.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
      .map { (tables: $0.map { known[$0].name }, pairs: counts[$0] ?? 0) }
  }

  /// Ids whose direct partners and those over a third namespace have none in common.
  private mutating func triangles(_ joined: CrossReferences, _ from: Namespace, _ to: Namespace) {
    guard let direct = joined.hop(joining: from, to) else { return }
    for (place, first) in joined.hops.enumerated() where first.from == from && first.to != to && !first.isOrthology {
      guard let second = joined.hop(joining: first.to, to), !joined.hops[second].isOrthology else { continue }
      joined.forEachId(in: direct) { id, partners in
        var around: [String] = []
        for middle in joined.partners(id, in: place) {
          for end in joined.partners(middle.id, in: second) where !around.contains(end.id) { around.append(end.id) }
        }
        let straight = Self.ids(partners)
        guard !around.isEmpty, Set(straight).isDisjoint(with: around) else { return }
        add(.triangle, id, ("direct", straight), ("over \(first.to.rawValue)", around), joined, from, to)
      }
    }
  }

  private static func ids(_ partners: [CrossReferences.Partner]) -> [String] { partners.map(\.id) }

  private mutating func add(
    _ kind: Kind, _ id: String, _ first: (String, [String]), _ second: (String, [String]), _ joined: CrossReferences,
    _ from: Namespace, _ to: Namespace
  ) {
    func written(_ ids: [String]) -> [String] { ids.map { joined.written($0, to) }.sorted(by: Resolver.numericOrder) }
    lines.append(
      Line(
        kind: kind, id: joined.written(id, from), first: first.0, firstPartners: written(first.1), second: second.0,
        secondPartners: written(second.1)))
  }
}
