internal import Numerics
public import Schema

/// What a ranking rests on: each question a number, a threshold and a verdict (see `README.md` beside this file).
///
/// Lists that leave something out are made from own evidence and compared with the list by own evidence, so that the prior
/// is on neither side.
public struct RobustnessBattery: Sendable {
  /// How many leading targets a list is judged by.
  public static let leading = 50

  /// What is known of the targets besides the ranking.
  public struct Background: Sendable {
    /// Names of each cohort's batches, by index.
    public var batchNames: [[String]] = []
    /// Mean abundance by target, as ranks of its own layer.
    public var abundance: [String: Double] = [:]
    /// Neighbours in the network by target; nil without a network.
    public var degrees: [String: Int]?
    /// Publications by target; nil without such a table.
    public var publications: [String: Double]?
    /// Named sets of targets.
    public var sets: [(name: String, targets: [String])] = []
    /// Whether the groups hold men and women alike; nil when no one says.
    public var sexIsBalanced: Bool?
    /// Why an artefact is suspected, by target.
    public var suspected: Set<String> = []
    /// The seed of all randomness.
    public var seed: UInt64 = 1
    /// Nothing known.
    public init() {}
  }

  let cohorts: [CohortInput]
  let ranking: TargetRanking
  let background: Background
  /// The targets by own evidence, best first.
  let own: [String]

  /// A battery on the cohorts that gave a ranking.
  public init(_ cohorts: [CohortInput], ranking: TargetRanking, background: Background) {
    self.cohorts = cohorts
    self.ranking = ranking
    self.background = background
    own = LeaveOneOut.list(cohorts.map(\.own), of: cohorts)
  }

  /// All checks, in a fixed order.
  public func checks() throws(OmicsError) -> [RunCheck] {
    let parts = LeaveOneOut(cohorts: cohorts, batchNames: background.batchNames, own: own)
    var checks = parts.layers + parts.cohortsLeftOut
    checks += try parts.batches()
    checks += CrossCohort(cohorts: cohorts).checks
    checks.append(artefacts)
    checks += NegativeControls(ranking: ranking, sexIsBalanced: background.sexIsBalanced).checks
    checks += LookAlikes(ranking: ranking, background: background).checks
    if !background.sets.isEmpty { checks.append(PathwaySanity(ranking: ranking, background: background).check) }
    return checks
  }

  /// How many of the leading targets look like artefacts.
  private var artefacts: RunCheck {
    let leading = ranking.candidates.prefix(Self.leading)
    let found = leading.filter { background.suspected.contains($0.target) }
    let share = leading.isEmpty ? 0 : Double(found.count) / Double(leading.count)
    let names = found.prefix(5).map { $0.symbol.isEmpty ? $0.target : $0.symbol }.joined(separator: ", ")
    return RunCheck(
      id: "artefact-screen", value: share, threshold: 0.2, verdict: share <= 0.2 ? "pass" : "warn",
      explanation: found.isEmpty
        ? "none of the first \(leading.count) targets looks like an artefact of batch, technique or one cohort"
        : "\(found.count) of the first \(leading.count) targets look like artefacts of batch, technique or one cohort "
          + "(\(names)\(found.count > 5 ? ", …" : "")); artefacts.tsv lists all with the reason")
  }
}
