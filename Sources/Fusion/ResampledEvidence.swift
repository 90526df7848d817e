internal import Numerics
public import Schema

/// The channels of a cohort over one draw of its samples, for any number of labellings at once.
///
/// Everything that does not depend on the label is done once; a block of labellings is then a few matrix products. The
/// numbers are those of `CohortEvidence.scores` up to rounding.
public struct ResampledEvidence: Sendable {
  private let channels: [EvidenceChannel]
  private let samples: [Int]
  private let cohortSize: Int
  private let rna: LayerSweep?
  private let protein: LayerSweep?
  private let discordance: DiscordanceSweep?
  private let detection: DetectionSweep?

  init(
    channels: [EvidenceChannel], samples: [Int], cohortSize: Int, rna: LayerSweep?, protein: LayerSweep?,
    discordance: DiscordanceSweep?, detection: DetectionSweep?
  ) {
    self.channels = channels
    self.samples = samples
    self.cohortSize = cohortSize
    self.rna = rna
    self.protein = protein
    self.discordance = discordance
    self.detection = detection
  }

  /// Signed z of every channel for each labelling (1 case, 0 control, by column of the cohort).
  public func scores(_ labels: [[Int8]]) throws(OmicsError) -> [ChannelScores] {
    let rnaFits = rna?.fits(labels)
    let proteinFits = protein?.fits(labels)
    let gaps = discordance?.fits(labels)
    let seen = detection?.scores(labels)
    var list: [ChannelScores] = []
    for index in labels.indices {
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
        case .network: continue
        }
      }
      list.append(ChannelScores(channels: channels, z: z))
    }
    return list
  }

  private func moderated(_ fit: LabelEffects) throws(OmicsError) -> [Double] {
    try LabelEffect(fit, drawn: samples.count, of: cohortSize).z
  }
}

extension CohortEvidence {
  /// Prepares a draw of samples for many labellings.
  public func resampled(_ samples: [Int]) -> ResampledEvidence {
    let groups = cohort.batch
    let discordance = rna.flatMap { rna in
      protein.map { protein in
        DiscordanceSweep(rna: rna, protein: protein, groups: groups, covariates: covariates, samples: samples)
      }
    }
    return ResampledEvidence(
      channels: channels, samples: samples, cohortSize: cohort.samples.count,
      rna: rna.map { LayerSweep($0, groups: groups, covariates: covariates, samples: samples) },
      protein: protein.map { LayerSweep($0, groups: groups, covariates: covariates, samples: samples) },
      discordance: discordance,
      detection: presence.map {
        DetectionSweep($0, groups: groups, covariates: depthCovariates, samples: samples)
      })
  }
}
