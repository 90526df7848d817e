/// A leading target that may only ride along with a better-ranked one, and what says so.
public struct Follower: Sendable, Hashable {
  /// How it is tied to its leader.
  public enum Relation: String, Sendable, CaseIterable {
    /// Both genes start at one promoter and move together.
    case sharedPromoter = "shared-promoter"
    /// Both lie at one locus and move together, as in an amplicon or a deletion.
    case sameLocus = "same-locus"
    /// Its RNA follows (its protein, in a study without RNA); where the genes lie is not known or not the same.
    case passenger
    /// Its protein follows and its RNA does not: a complex that falls together.
    case partner
  }

  /// The target.
  public var target: String
  /// Its symbol.
  public var symbol: String
  /// The better-ranked target; never itself a follower.
  public var leader: String
  /// The leader's symbol.
  public var leaderSymbol: String
  /// How they are tied.
  public var relation: Relation
  /// Correlation of RNA within the compared groups; nan when not measured.
  public var rnaCorrelation: Double
  /// The same of protein.
  public var proteinCorrelation: Double
  /// Bases between the genes; nil when a place is unknown or they lie on different sequences.
  public var distance: Int?

  /// A follower.
  public init(
    target: String, symbol: String, leader: String, leaderSymbol: String, relation: Relation,
    rnaCorrelation: Double, proteinCorrelation: Double, distance: Int?
  ) {
    self.target = target
    self.symbol = symbol
    self.leader = leader
    self.leaderSymbol = leaderSymbol
    self.relation = relation
    self.rnaCorrelation = rnaCorrelation
    self.proteinCorrelation = proteinCorrelation
    self.distance = distance
  }

  /// The target's flags, such as `passenger-of:MLH1`; what shares a promoter or a locus is a passenger, too.
  public var flags: [String] {
    let name = leaderSymbol.isEmpty ? leader : leaderSymbol
    switch relation {
    case .sharedPromoter: return ["passenger-of:\(name)", "shared-promoter:\(name)"]
    case .sameLocus: return ["passenger-of:\(name)", "same-locus:\(name)"]
    case .passenger: return ["passenger-of:\(name)"]
    case .partner: return ["partner-of:\(name)"]
    }
  }
}
