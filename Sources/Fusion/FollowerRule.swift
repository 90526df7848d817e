public import Schema

/// Which leading targets only ride along with a better-ranked one, so that they are not taken for the cause.
///
/// A target has at most one leader, the best-ranked that fits, and no follower leads another. What lies at one promoter or
/// locus must also move together, more weakly than without that knowledge. A partner is told by its protein and by an RNA
/// that was measured and stays: RNA that nobody measured says nothing.
public enum FollowerRule {
  /// How strongly the RNA of a passenger follows.
  public static let passenger = 0.65
  /// How strongly the protein of a partner follows, and how weakly its RNA may.
  public static let partner = (protein: 0.6, rna: 0.35)
  /// How strongly a neighbour on the genome follows.
  public static let neighbour = 0.3
  /// Bases between the starts of two genes of one promoter, at most (Adachi & Lieber 2002,
  /// doi:10.1016/s0092-8674(02)00758-4).
  public static let promoter = 1000
  /// Bases between a gene of a locus and the nearest other gene of it, at most.
  public static let locus = 1_000_000

  /// A leading target.
  public struct Target: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The symbol; empty when it has none.
    public var symbol: String
    /// Which way it moves.
    public var direction: TargetDirection
    /// A target.
    public init(id: String, symbol: String, direction: TargetDirection) {
      self.id = id
      self.symbol = symbol
      self.direction = direction
    }
  }

  /// The followers among `ranked`, in rank order.
  public static func followers(
    _ ranked: [Target], _ covariation: CoVariation, places: [String: GenePlace] = [:]
  ) -> [Follower] {
    var leaders: [Target] = []
    var members: [String: [String]] = [:]
    var found: [Follower] = []
    for target in ranked {
      let own = leaders.lazy.compactMap { leader in
        follower(target, of: leader, locus: members[leader.id] ?? [leader.id], covariation, places)
      }.first
      if let own {
        found.append(own)
        if own.relation == .sameLocus || own.relation == .sharedPromoter {
          members[own.leader, default: [own.leader]].append(target.id)
        }
      } else {
        leaders.append(target)
      }
    }
    return found
  }

  private static func follower(
    _ target: Target, of leader: Target, locus: [String], _ covariation: CoVariation, _ places: [String: GenePlace]
  ) -> Follower? {
    let (rna, protein) = (covariation.rna(leader.id, target.id), covariation.protein(leader.id, target.id))
    let (here, there) = (places[target.id], places[leader.id])
    let together = max(rna ?? -1, protein ?? -1) >= neighbour && leader.direction == target.direction
    let relation: Follower.Relation
    if together, let here, let there, let gap = here.headToHead(there), gap <= promoter {
      relation = .sharedPromoter
    } else if together, let here, locus.contains(where: { (places[$0]?.distance(to: here) ?? .max) <= Self.locus }) {
      relation = .sameLocus
    } else if (covariation.hasRNA ? rna ?? -1 : protein ?? -1) >= passenger {
      relation = .passenger
    } else if let protein, let rna, protein >= partner.protein, abs(rna) <= partner.rna {
      relation = .partner
    } else {
      return nil
    }
    return Follower(
      target: target.id, symbol: target.symbol, leader: leader.id, leaderSymbol: leader.symbol, relation: relation,
      rnaCorrelation: rna ?? .nan, proteinCorrelation: protein ?? .nan,
      distance: here.flatMap { here in there.flatMap { here.distance(to: $0) } })
  }
}
