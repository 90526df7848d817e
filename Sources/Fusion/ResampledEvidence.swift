internal import Numerics
public import Schema

/// The channels of a cohort over one draw of its samples, for any number of labellings at once.
///
/// Everything that does not depend on the label is done once; a block of labellings is then a few matrix products. The
/// total effects are those of `CohortEvidence.scores` up to rounding. What a target is ranked by is mostly what is left of
/// them beside the cohort's programs, and partly the total, for a program may be the target's own consequence.
public struct ResampledEvidence: Sendable {
  /// The weight of the total effect beside that of the effect beside programs.
  public static let totalWeight = 0.25

  let total: ChannelSweeps
  let beside: ChannelSweeps?
  let besidePrograms: BesidePrograms?
  let agreement: Double

  /// Signed z of every channel for each labelling (1 case, 0 control, by column of the cohort).
  public func scores(_ labels: [[Int8]]) throws(OmicsError) -> [ChannelScores] {
    let whole = try total.z(LabelBlock(labels: labels), depth: LabelBlock(labels: labels))
    guard let beside, let besidePrograms else { return whole.map { ranked($0, $0) } }
    let rest = try beside.z(
      LabelBlock(labels: labels, working: besidePrograms.working(labels)),
      depth: LabelBlock(labels: labels, working: besidePrograms.workingBesideDepth(labels)))
    return zip(whole, rest).map(ranked)
  }

  /// The spread of z over targets when it is more than 1: most targets are none, so what they have in common is the error of
  /// the programs (Wang, Zhao, Hastie & Owen 2017, section 4).
  static func scale(_ z: [Double]) -> Double {
    let sizes = z.filter { !$0.isNaN }.map(abs)
    return sizes.isEmpty ? 1 : max(1, 1.4826 * OrderStatistics.median(sizes))
  }

  /// Total and program-free z as what a target is ranked by.
  private func ranked(_ whole: [[Double]], _ rest: [[Double]]) -> ChannelScores {
    var z: [[Double]] = []
    for (index, channel) in total.channels.enumerated() {
      let scale = channel == .detection || beside == nil ? 1 : Self.scale(rest[index])
      z.append(zip(whole[index], rest[index]).map { Self.totalWeight * $0 + (1 - Self.totalWeight) / scale * $1 })
    }
    if let rna = total.channels.firstIndex(of: .rna), let protein = total.channels.firstIndex(of: .protein) {
      // RNA speaks for a protein that was not seen as far as the two agree in this cohort.
      let share = agreement.isNaN ? 1 : (1 + max(0, agreement)) / 2
      for row in z[rna].indices where z[protein][row].isNaN { z[rna][row] *= share }
    }
    return ChannelScores(channels: total.channels, z: z, total: whole)
  }
}

/// The channels of one cohort, each with its own sweep over a draw of samples.
struct ChannelSweeps: Sendable {
  let channels: [EvidenceChannel]
  let samples: [Int]
  let cohortSize: Int
  let rna: LayerSweep?
  let protein: LayerSweep?
  let discordance: DiscordanceSweep?
  let detection: DetectionSweep?

  /// `z[labelling][channel][target]`; detection only where the protein is absent. `depth` is the block beside depth.
  func z(_ block: LabelBlock, depth: LabelBlock) throws(OmicsError) -> [[[Double]]] {
    let rnaFits = rna?.fits(block)
    let proteinFits = protein?.fits(block)
    let gaps = discordance?.fits(block)
    let seen = detection?.scores(depth)
    var list: [[[Double]]] = []
    for index in block.labels.indices {
      var z: [[Double]] = []
      var proteinZ: [Double] = []
      for channel in channels {
        switch channel {
        case .rna: if let fits = rnaFits { z.append(try moderated(fits[index])) }
        case .protein:
          guard let fits = proteinFits else { continue }
          proteinZ = try moderated(fits[index])
          z.append(proteinZ)
        case .discordance: if let fits = gaps { z.append(try moderated(fits[index])) }
        case .detection:
          guard var own = seen?[index] else { continue }
          for row in own.indices where row < proteinZ.count && !proteinZ[row].isNaN { own[row] = .nan }
          z.append(own)
        case .network, .phosphorylation, .genome: continue
        }
      }
      list.append(z)
    }
    return list
  }

  private func moderated(_ fit: LabelEffects) throws(OmicsError) -> [Double] {
    try LabelEffect(fit, drawn: samples.count, of: cohortSize).z
  }
}

/// Which targets of a draw are seen in the same samples, by layer and in both at once.
struct DrawPatterns: Sendable {
  let rna: NuisancePatterns?
  let protein: NuisancePatterns?
  let shared: NuisancePatterns?

  init(_ evidence: CohortEvidence, covariates: Matrix?, samples: [Int]) {
    func patterns(_ matrices: [Matrix]) -> NuisancePatterns {
      NuisancePatterns(
        observedIn: matrices, groups: evidence.cohort.batch, covariates: covariates, samples: samples)
    }
    rna = evidence.rna.map { patterns([$0]) }
    protein = evidence.protein.map { patterns([$0]) }
    shared = evidence.rna.flatMap { rna in evidence.protein.map { patterns([rna, $0]) } }
  }
}

extension CohortEvidence {
  /// Prepares a draw of samples for many labellings.
  public func resampled(_ samples: [Int]) -> ResampledEvidence {
    let batch = DrawPatterns(self, covariates: nil, samples: samples)
    let adjusted = covariates.map { DrawPatterns(self, covariates: $0, samples: samples) }
    let patterns = adjusted ?? batch
    func sweep(_ values: Matrix?, _ patterns: NuisancePatterns?) -> LayerSweep? {
      values.flatMap { values in patterns.map { LayerSweep(values, patterns: $0) } }
    }
    var discordance: DiscordanceSweep?
    if let rna, let protein, let within = batch.shared {
      discordance = DiscordanceSweep(rna: rna, protein: protein, within: within, adjusted: adjusted?.shared)
    }
    let total = ChannelSweeps(
      channels: channels, samples: samples, cohortSize: cohort.samples.count, rna: sweep(rna, patterns.rna),
      protein: sweep(protein, patterns.protein), discordance: discordance,
      detection: presence.map {
        DetectionSweep($0, groups: cohort.batch, covariates: depthCovariates, samples: samples)
      })
    // A half-sample can afford half the programs.
    let programs = 4 * samples.count > 3 * cohort.samples.count ? besidePrograms : besideLeading
    return ResampledEvidence(
      total: total, beside: programs?.sweeps(channels, groups: cohort.batch, samples: samples, patterns: batch),
      besidePrograms: programs, agreement: agreement)
  }
}
