internal import Glibc
internal import Numerics
public import Schema

/// The default ranking: closed-form channels, calibrated by permutation, ranked with intervals, explained.
public struct LedgerEngine: Sendable {
  /// The settings.
  public let settings: LedgerSettings
  /// Display symbols by target.
  public let symbols: [String: String]
  /// The network; nil without one.
  public let network: NetworkGraph?
  /// How a target's class and direction follow from its channels' z and significance, in channel order.
  public let classify: @Sendable (_ readings: [EvidenceChannel: ChannelReading]) -> (TargetClass, TargetDirection)
  /// Says what is being done now.
  public let progress: @Sendable (String) -> Void

  /// A channel's z and significance.
  public struct ChannelReading: Sendable, Hashable {
    /// Signed z.
    public var z: Double
    /// Whether it is significant.
    public var isSignificant: Bool
  }

  /// An engine.
  public init(
    settings: LedgerSettings, symbols: [String: String], network: NetworkGraph?,
    classify: @escaping @Sendable ([EvidenceChannel: ChannelReading]) -> (TargetClass, TargetDirection),
    progress: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.settings = settings
    self.symbols = symbols
    self.network = network
    self.classify = classify
    self.progress = progress
  }

  /// Ranks the targets of the cohorts; `memory` may hold what an earlier run computed from the same cohorts.
  ///
  /// - Throws: `refused` when there is no cohort or no target that can be tested.
  public func rank(_ cohorts: [CohortInput], memory: LedgerMemory = .none) throws(OmicsError) -> LedgerResult {
    guard !cohorts.isEmpty else { throw OmicsError(.refused, "no cohort is left to rank") }
    let space = TargetSpace(cohorts)
    let own = cohorts.map(\.own)
    let z = space.joined(own)
    let strengths = space.combination.strengths(z)
    guard strengths.contains(where: { !$0.isNaN }) else {
      throw OmicsError(.refused, "no target is observed in enough samples of both groups")
    }
    progress("calibrating by \(settings.permutations) label permutations")
    let calibration = try PermutationCalibration(cohorts, space: space, settings: settings, memory: memory)
    let channel = network.map { NetworkChannel($0, targets: space.targets) }
    let support = channel.map { $0.support(strengths) }
    let rule = ScoreRule(
      network: channel, weight: ScoreRule.weight(settings.networkWeight, cohorts: cohorts.count),
      threshold: calibration.familyWiseThreshold, standsAlone: space.replicated(cohorts))
    let scores = rule.scores(strengths, support: support)
    let order = ScoreRule.order(scores, strengths)
    progress("ranking \(settings.resamples) half-samples")
    let halves = try HalfSampling(cohorts, space: space, rule: rule, settings: settings, memory: memory)
    let readings = significance(space.joined(own, \.total), calibration)
    var assembly = RankingAssembly(
      engine: self, cohorts: cohorts, space: space, z: z, strengths: strengths, scores: scores, support: support,
      calibration: calibration, halves: halves, readings: readings)
    assembly.build(order)
    return LedgerResult(
      ranking: assembly.ranking, evidence: assembly.evidence, floors: assembly.floors,
      checks: LedgerChecks(
        space: space, strengths: strengths, order: order, calibration: calibration, halves: halves,
        degrees: channel?.degrees, cohorts: cohorts
      ).all,
      implied: network.map {
        NetworkImplied.find(
          $0, space: space, strengths: strengths, candidates: assembly.ranking.candidates,
          falseDiscoveryRate: settings.falseDiscoveryRate)
      } ?? [],
      exceeding: strengths.filter { !$0.isNaN && $0 > calibration.familyWiseThreshold }.count)
  }

  /// Significance of every channel's whole effect at the false discovery rate, over its targets, by permutation.
  private func significance(_ z: [[Double]], _ calibration: PermutationCalibration) -> [[ChannelReading]] {
    z.enumerated().map { channel, values in
      let p = values.map { $0.isNaN ? Double.nan : calibration.pValue(of: $0, channel: channel) }
      let q = PValueAdjustment.benjaminiHochberg.adjust(p)
      return values.indices.map { ChannelReading(z: values[$0], isSignificant: q[$0] <= settings.falseDiscoveryRate) }
    }
  }
}

/// What the ledger found.
public struct LedgerResult: Sendable {
  /// The ranking.
  public var ranking: TargetRanking
  /// Evidence in rank order.
  public var evidence: [Evidence]
  /// The noise floor of every ranked target.
  public var floors: [Floor]
  /// The checks.
  public var checks: [RunCheck]
  /// Targets that the network alone speaks for.
  public var implied: [NetworkImplied]
  /// How many targets are stronger than chance makes the strongest of all.
  public var exceeding: Int

  /// A target's noise floor, in log2 rank.
  public struct Floor: Sendable, Hashable {
    /// The target.
    public var target: String
    /// Its rank.
    public var rank: Int
    /// The floor of a run against one that is held fixed.
    public var floor: Double
    /// The floor between two runs that are both noisy.
    public var floorBoth: Double
  }
}
