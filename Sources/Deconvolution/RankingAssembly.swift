internal import Glibc
internal import Numerics
internal import Schema

/// Puts the pieces of a ranking together, target by target in rank order.
struct RankingAssembly {
  let engine: LedgerEngine
  let cohorts: [CohortInput]
  let space: TargetSpace
  let z: [[Double]]
  let strengths: [Double]
  let scores: [Double]
  let support: [Double]?
  let calibration: PermutationCalibration
  let halves: HalfSampling
  let readings: [[LedgerEngine.ChannelReading]]
  private(set) var ranking = TargetRanking()
  private(set) var evidence: [Evidence] = []
  private(set) var floors: [LedgerResult.Floor] = []

  init(
    engine: LedgerEngine, cohorts: [CohortInput], space: TargetSpace, z: [[Double]], strengths: [Double],
    scores: [Double], support: [Double]?, calibration: PermutationCalibration, halves: HalfSampling,
    readings: [[LedgerEngine.ChannelReading]]
  ) {
    self.engine = engine
    self.cohorts = cohorts
    self.space = space
    self.z = z
    self.strengths = strengths
    self.scores = scores
    self.support = support
    self.calibration = calibration
    self.halves = halves
    self.readings = readings
  }

  /// Builds candidates, evidence and floors in the given order of rows.
  mutating func build(_ order: [Int]) {
    let ownRank = ranks(ScoreRule.order(strengths, strengths))
    var positions: [[Int?]] = []
    for rows in space.rows {
      var inverse = [Int?](repeating: nil, count: space.targets.count)
      for (position, row) in rows.enumerated() { inverse[row] = position }
      positions.append(inverse)
    }
    let replicated = space.replicated(cohorts)
    let rValues = cohorts.count > 1 ? CohortReplication.rValues(space.byCohort(cohorts)) : []
    let p = order.map { row -> Double in
      calibration.pValue(strengths[row], channels: space.combination.strength(z, row).channels)
    }
    let q = PValueAdjustment.benjaminiHochberg.adjust(p)
    for (index, row) in order.enumerated() {
      let target = space.targets[row]
      var candidate = TargetCandidate(
        rank: index + 1, target: target, symbol: engine.symbols[target] ?? target, score: scores[row], pValue: p[index],
        qValue: q[index])
      (candidate.rankLow, candidate.rankHigh) = halves.interval(row)
      candidate.topTen = halves.share(row, top: 10)
      candidate.topFifty = halves.share(row, top: 50)
      (candidate.targetClass, candidate.direction) = engine.classify(readings(row))
      candidate.rankOwn = ownRank[row]
      candidate.rankNoPrior = ownRank[row]
      if cohorts.count > 1 {
        candidate.replicated = replicated[row]
        candidate.rValue = rValues[row].isNaN ? nil : rValues[row]
      }
      candidate.flags = flags(row, positions)
      ranking.candidates.append(candidate)
      if !halves.ranks.isEmpty {
        let (one, both) = halves.floors(row, rank: index + 1)
        floors.append(LedgerResult.Floor(target: target, rank: index + 1, floor: one, floorBoth: both))
      }
      append(row, positions)
    }
  }

  private func ranks(_ order: [Int]) -> [Int] {
    var ranks = [Int](repeating: 0, count: space.targets.count)
    for (position, row) in order.enumerated() { ranks[row] = position + 1 }
    return ranks
  }

  private func readings(_ row: Int) -> [EvidenceChannel: LedgerEngine.ChannelReading] {
    var result: [EvidenceChannel: LedgerEngine.ChannelReading] = [:]
    for (index, channel) in space.channels.enumerated() { result[channel] = readings[index][row] }
    return result
  }

  /// `no-protein`, `no-rna`: measured in one of two layers. `unreplicated`: seen in one of several cohorts.
  private func flags(_ row: Int, _ positions: [[Int?]]) -> [String] {
    var flags: Set<String> = []
    var measuredIn = 0
    for (cohort, input) in cohorts.enumerated() {
      guard let position = positions[cohort][row] else { continue }
      measuredIn += 1
      let layers = [EvidenceChannel.rna, .protein].filter { channel in
        input.statistics.contains { $0.channel == channel && !$0.z[position].isNaN }
      }
      let possible = [EvidenceChannel.rna, .protein].filter { channel in
        input.statistics.contains { $0.channel == channel }
      }
      if possible.count == 2 && layers == [.rna] { flags.insert("no-protein") }
      if possible.count == 2 && layers == [.protein] { flags.insert("no-rna") }
    }
    if cohorts.count > 1 && measuredIn == 1 { flags.insert("unreplicated") }
    return flags.sorted()
  }

  /// The evidence rows of a target: every cohort and channel, then the network.
  private mutating func append(_ row: Int, _ positions: [[Int?]]) {
    let squares = z.map { $0[row].isNaN ? 0 : $0[row] * $0[row] }
    let total = squares.reduce(0, +)
    for (cohort, input) in cohorts.enumerated() {
      guard let position = positions[cohort][row] else { continue }
      for statistics in input.statistics where !statistics.z[position].isNaN {
        let share = space.channels.firstIndex(of: statistics.channel).map { total > 0 ? squares[$0] / total : 0 } ?? 0
        evidence.append(
          Evidence(
            target: space.targets[row], channel: statistics.channel, layer: Self.layer(statistics.channel),
            cohort: input.name, effect: statistics.effect[position],
            standardError: statistics.standardError[position], statistic: statistics.z[position],
            pValue: statistics.pValue[position], count: statistics.count[position],
            coverage: statistics.coverage[position], contribution: share, reference: "",
            rankedBy: Self.own(statistics.channel, of: input, at: position)))
      }
    }
    if let support, !support[row].isNaN {
      evidence.append(
        Evidence(
          target: space.targets[row], channel: .network, layer: "network", cohort: "", effect: support[row],
          standardError: .nan, statistic: support[row], pValue: NormalDistribution.standard.upperTail(support[row]),
          count: 0, coverage: .nan,
          contribution: (scores[row] - strengths[row]) / max(scores[row], strengths[row], .leastNormalMagnitude),
          reference: ""))
    }
  }

  /// The z that a channel enters the ranking with; nan where it does not.
  private static func own(_ channel: EvidenceChannel, of input: CohortInput, at position: Int) -> Double {
    input.own.channels.firstIndex(of: channel).map { input.own.z[$0][position] } ?? .nan
  }

  private static func layer(_ channel: EvidenceChannel) -> String {
    switch channel {
    case .rna: "transcriptomics"
    case .protein, .detection: "proteomics"
    case .discordance: "proteomics|transcriptomics"
    case .network: "network"
    case .phosphorylation: "phosphoproteomics"
    case .genome: "genomics"
    }
  }
}
