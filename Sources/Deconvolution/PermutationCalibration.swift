internal import Glibc
internal import Numerics
internal import Schema

/// What label permutation within strata of batch and covariates says: how strong targets get by chance.
///
/// The null is pooled over targets with the same number of channels; p = (k + 1) / (N + 1), never 0 (Phipson & Smyth
/// 2010, doi:10.2202/1544-6115.1585). Maxima over all targets give the family-wise threshold (Westfall & Young).
struct PermutationCalibration: Sendable {
  /// Width of a histogram bin of strength.
  private static let width = 0.005
  private static let bins = 4000
  private static let classes = 5

  /// Permuted maxima, sorted.
  private(set) var maxima: [Double]
  /// Permuted strengths at or above each bin, by number of channels.
  private var atLeast: [[Int]]
  /// Permuted |z| of the whole effect at or above each bin, by channel of the space.
  private var channelAtLeast: [[Int]]

  /// Labellings scored together: enough to fill a matrix product, few enough to keep in the cache.
  private static let block = 16

  /// The strengths of a block of permutations.
  private struct Draws: Sendable {
    var maxima: [Double] = []
    var counts = [Int32](repeating: 0, count: classes * bins)
    var channelCounts: [Int32]

    init(channels: Int) { channelCounts = [Int32](repeating: 0, count: channels * bins) }
  }

  /// What an earlier run kept, or the calibration computed and kept.
  init(
    _ cohorts: [CohortInput], space: TargetSpace, settings: LedgerSettings, memory: LedgerMemory
  ) throws(OmicsError) {
    if let bytes = memory.recall(.calibration),
      let known = Self(bytes: bytes, permutations: settings.permutations, channels: space.channels.count)
    {
      self = known
    } else {
      try self.init(cohorts, space: space, settings: settings)
      memory.keep(.calibration, bytes)
    }
  }

  init(_ cohorts: [CohortInput], space: TargetSpace, settings: LedgerSettings) throws(OmicsError) {
    let scorers = cohorts.map { $0.draw(Array($0.label.indices)) }
    let blocks = (settings.permutations + Self.block - 1) / Self.block
    let draws = try parallelMapThrowing(count: blocks) { (block) throws(OmicsError) -> Draws in
      let range = block * Self.block..<min((block + 1) * Self.block, settings.permutations)
      var scores: [[ChannelScores]] = []
      for (cohort, scorer) in zip(cohorts, scorers) {
        scores.append(try scorer(range.map { Self.permuted(cohort, seed: settings.seed, index: $0) }))
      }
      var draws = Draws(channels: space.channels.count)
      for position in 0..<range.count {
        let own = scores.map { $0[position] }
        Self.add(space.joined(own), space, to: &draws)
        Self.count(space.joined(own, \.total), in: &draws)
      }
      return draws
    }
    maxima = draws.flatMap(\.maxima).sorted()
    atLeast = Self.tails(draws.map(\.counts), Self.classes)
    channelAtLeast = Self.tails(draws.map(\.channelCounts), space.channels.count)
  }

  /// Counts of all draws at or above each bin.
  private static func tails(_ draws: [[Int32]], _ kinds: Int) -> [[Int]] {
    (0..<kinds).map { kind in
      var counts = [Int](repeating: 0, count: bins + 1)
      for draw in draws {
        for bin in 0..<bins { counts[bin] += Int(draw[kind * bins + bin]) }
      }
      for bin in stride(from: bins - 1, through: 0, by: -1) { counts[bin] += counts[bin + 1] }
      return counts
    }
  }

  /// Maxima, then counts, as 64-bit numbers.
  private var bytes: [UInt8] {
    LedgerMemory.bytes(maxima + (atLeast + channelAtLeast).flatMap { $0.map(Double.init) })
  }

  private init?(bytes: [UInt8], permutations: Int, channels: Int) {
    let row = Self.bins + 1
    guard let numbers = LedgerMemory.numbers(bytes, count: permutations + (Self.classes + channels) * row),
      numbers.allSatisfy({ $0.isFinite && $0 >= 0 && $0 < 0x1p52 })
    else { return nil }
    maxima = Array(numbers[..<permutations])
    let tails = (0..<Self.classes + channels).map { kind in
      numbers[(permutations + kind * row)..<(permutations + (kind + 1) * row)].map(Int.init)
    }
    atLeast = Array(tails[..<Self.classes])
    channelAtLeast = Array(tails[Self.classes...])
  }

  private static func add(_ z: [[Double]], _ space: TargetSpace, to draws: inout Draws) {
    var maximum = 0.0
    for target in space.targets.indices {
      let (strength, channels) = space.combination.strength(z, target)
      guard channels > 0 else { continue }
      maximum = max(maximum, strength)
      draws.counts[min(channels, classes - 1) * bins + bin(strength)] += 1
    }
    draws.maxima.append(maximum)
  }

  private static func count(_ total: [[Double]], in draws: inout Draws) {
    for (channel, values) in total.enumerated() {
      for value in values where !value.isNaN { draws.channelCounts[channel * bins + bin(abs(value))] += 1 }
    }
  }

  /// The p-value of a channel's whole effect among the targets that have it.
  func pValue(of z: Double, channel: Int) -> Double {
    let null = channelAtLeast[channel]
    return Double(null[Self.bin(abs(z))] + 1) / Double(null[0] + 1)
  }

  /// The p-value of a strength among targets with as many channels.
  func pValue(_ strength: Double, channels: Int) -> Double {
    let null = atLeast[min(channels, Self.classes - 1)]
    return Double(null[Self.bin(strength)] + 1) / Double(null[0] + 1)
  }

  /// How often a study with nothing to find may be said to have a target. Strict, because programs are estimated beside the
  /// label: that makes its own strongest targets a little stronger than those of permuted labels.
  private static let level = 0.01

  /// The family-wise p-value that can be called: the level, or the least that so many permutations can give.
  var callable: Double { max(Self.level, 1 / Double(maxima.count + 1)) }

  /// The strength that the largest of all targets exceeds by chance in 1 % of permutations.
  var familyWiseThreshold: Double { OrderStatistics.quantile(sorted: maxima, 1 - Self.level) }

  /// The share of permutations whose largest strength reaches `strength`: its family-wise p-value.
  func familyWise(_ strength: Double) -> Double {
    Double(maxima.filter { $0 >= strength }.count + 1) / Double(maxima.count + 1)
  }

  private static func bin(_ strength: Double) -> Int { min(bins - 1, Int(strength / width)) }

  /// The least p-value that exchanging labels can give: one of all different labellings, over all cohorts.
  static func attainable(_ cohorts: [CohortInput]) -> Double {
    var logarithm = 0.0
    for cohort in cohorts {
      for stratum in Set(cohort.strata).sorted() {
        let own = cohort.strata.indices.filter { cohort.strata[$0] == stratum }
        let cases = own.count { cohort.label[$0] == 1 }
        logarithm += lgamma(Double(own.count + 1)) - lgamma(Double(cases + 1)) - lgamma(Double(own.count - cases + 1))
      }
    }
    return exp(-logarithm)
  }

  /// Labels permuted within strata; the same stream for every cohort of the same name and index.
  static func permuted(_ cohort: CohortInput, seed: UInt64, index: Int) -> [Int8] {
    var stream = RandomStream(seed: seed, name: "permutation/\(cohort.name)", index: UInt64(index))
    var labels = cohort.label
    for stratum in Set(cohort.strata).sorted() {
      let members = cohort.strata.indices.filter { cohort.strata[$0] == stratum }
      var own = members.map { cohort.label[$0] }
      stream.shuffle(&own)
      for (position, member) in members.enumerated() { labels[member] = own[position] }
    }
    return labels
  }
}
