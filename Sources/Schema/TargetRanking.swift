/// How the layers of a target agree.
public enum TargetClass: String, Sendable, CaseIterable {
  /// RNA and protein significant, same sign.
  case concordant
  /// Protein and discordance significant, RNA not.
  case proteinOnly = "protein-only"
  /// RNA significant, protein measured and held back.
  case rnaOnly = "RNA-only"
  /// RNA and protein significant, opposite signs.
  case opposed
  /// Presence follows the label, no quantity to test.
  case detectionOnly = "detection-only"
  /// None of these.
  case unclassified
}

/// Which way a target moves in the case group.
public enum TargetDirection: String, Sendable {
  /// Higher in the case group.
  case up
  /// Lower in the case group.
  case down
  /// RNA and protein move apart.
  case mixed
  /// No channel says.
  case unknown
}

/// One ranked target.
public struct TargetCandidate: Sendable, Hashable {
  /// The rank, from 1; ties are broken by id.
  public var rank: Int
  /// The target id with its prefix, such as `HGNC:7127`.
  public var target: String
  /// The display symbol.
  public var symbol: String
  /// The score: larger is stronger.
  public var score: Double
  /// Calibrated p-value of the own evidence.
  public var pValue: Double
  /// Benjamini-Hochberg q-value.
  public var qValue: Double
  /// 5th percentile of the rank over half-samples.
  public var rankLow: Double
  /// 95th percentile of the rank over half-samples.
  public var rankHigh: Double
  /// Share of half-samples with the target in the top 10.
  public var topTen: Double
  /// Share of half-samples with the target in the top 50.
  public var topFifty: Double
  /// How the layers agree.
  public var targetClass: TargetClass
  /// Which way it moves.
  public var direction: TargetDirection
  /// The rank by own evidence alone.
  public var rankOwn: Int
  /// The rank without any prior (network, pathways).
  public var rankNoPrior: Int
  /// Whether two cohorts agree; nil with one cohort.
  public var replicated: Bool?
  /// The smallest false discovery rate at which it counts as replicated; nil with fewer than two.
  public var rValue: Double?
  /// Flags, sorted, such as `same-direction-passenger:MLH1` or `batch-sensitive`.
  public var flags: [String]

  /// A candidate; interval and rank columns start as unknown.
  public init(rank: Int, target: String, symbol: String, score: Double, pValue: Double, qValue: Double) {
    self.rank = rank
    self.target = target
    self.symbol = symbol
    self.score = score
    self.pValue = pValue
    self.qValue = qValue
    rankLow = .nan
    rankHigh = .nan
    topTen = .nan
    topFifty = .nan
    targetClass = .unclassified
    direction = .unknown
    rankOwn = rank
    rankNoPrior = rank
    replicated = nil
    rValue = nil
    flags = []
  }
}

/// The ranked targets of a run, by rank.
public struct TargetRanking: Sendable, Hashable {
  /// The targets.
  public var candidates: [TargetCandidate]
  /// A ranking.
  public init(_ candidates: [TargetCandidate] = []) { self.candidates = candidates }
}
