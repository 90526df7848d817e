public import Schema

/// How many partners the two sides of pairs have: the classes of pairs, and who has the most.
public struct PairCardinality: Sendable, Hashable {
  /// The classes, spelled as in SSSOM.
  public enum Kind: String, Sendable, CaseIterable {
    /// Each has the other alone.
    case oneToOne = "1:1"
    /// The left one has several partners.
    case oneToMany = "1:n"
    /// The right one has several partners.
    case manyToOne = "n:1"
    /// Both have several.
    case manyToMany = "n:n"
  }

  /// Pairs of each class.
  public private(set) var counts: [Kind: Int] = [:]
  /// The ids of the left side with the most partners, most first.
  public private(set) var fanOut: [(id: String, count: Int)] = []
  /// The ids of the right side with the most partners, most first.
  public private(set) var fanIn: [(id: String, count: Int)] = []

  /// All pairs.
  public var total: Int { counts.values.reduce(0, +) }

  /// Counts the pairs between two namespaces; nil when no table joins them directly.
  ///
  /// - Parameter leading: how many ids of each side are named.
  public init?(_ references: CrossReferences, from: Namespace, to: Namespace, leading: Int = 5) {
    guard let forward = references.hop(joining: from, to), let backward = references.hop(joining: to, from) else {
      return nil
    }
    var counts: [Kind: Int] = [:]
    references.forEachId(in: forward) { _, partners in
      for partner in partners {
        let isFanIn = references.partners(partner.id, in: backward).count > 1
        let kind: Kind =
          partners.count > 1 ? (isFanIn ? .manyToMany : .oneToMany) : isFanIn ? .manyToOne : .oneToOne
        counts[kind, default: 0] += 1
      }
    }
    self.counts = counts
    fanOut = Self.leading(references, forward, leading) { references.written($0, from) }
    fanIn = Self.leading(references, backward, leading) { references.written($0, to) }
  }

  private static func leading(
    _ references: CrossReferences, _ hop: Int, _ number: Int, _ written: (String) -> String
  ) -> [(id: String, count: Int)] {
    var counts: [(id: String, count: Int)] = []
    references.forEachId(in: hop) { counts.append((written($0), $1.count)) }
    return
      counts.sorted { $0.count == $1.count ? Resolver.numericOrder($0.id, $1.id) : $0.count > $1.count }
      .prefix(number).map { $0 }
  }

  /// Equal counts and leaders.
  public static func == (left: PairCardinality, right: PairCardinality) -> Bool {
    left.counts == right.counts && left.fanOut.elementsEqual(right.fanOut, by: ==)
      && left.fanIn.elementsEqual(right.fanIn, by: ==)
  }

  /// Hashes the counts.
  public func hash(into hasher: inout Hasher) { hasher.combine(counts) }
}
