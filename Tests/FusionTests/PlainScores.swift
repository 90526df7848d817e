import Numerics
import Schema

@testable import Fusion

/// The channels of one draw and one labelling computed row by row: what the products of `ResampledEvidence` are held
/// against.
extension CohortEvidence {
  /// Signed z of every channel over the given columns with the given labels (1 case, 0 control, by column).
  ///
  /// Detection stands only where the protein channel is absent: it counts as evidence for what cannot be quantified.
  func scores(samples: [Int]? = nil, label: [Int8]? = nil, threads: Int? = 1) throws(OmicsError) -> ChannelScores {
    let chosen = samples ?? Array(cohort.samples.indices)
    let labels = (label ?? cohort.label).map(Double.init)
    let model = try AbsorbedFactorModel(groups: cohort.batch, covariates: covariates, label: labels)
    var z: [[Double]] = []
    var proteinZ: [Double] = []
    for channel in channels {
      switch channel {
      case .rna:
        guard let rna else { continue }
        z.append(try LabelEffect(rna, model: model, samples: chosen, threads: threads).z)
      case .protein:
        guard let protein else { continue }
        proteinZ = try LabelEffect(protein, model: model, samples: chosen, threads: threads).z
        z.append(proteinZ)
      case .discordance:
        guard let rna, let protein else { continue }
        let residuals = Discordance.residuals(
          rna: rna, protein: protein, label: labels, batch: cohort.batch, samples: chosen)
        z.append(try LabelEffect(residuals, model: model, samples: chosen, threads: threads).z)
      case .detection:
        guard let presence else { continue }
        let depth = try AbsorbedFactorModel(groups: cohort.batch, covariates: depthCovariates, label: labels)
        var own = Detection.test(presence, model: depth, samples: chosen, threads: threads).z
        for row in own.indices where row < proteinZ.count && !proteinZ[row].isNaN { own[row] = .nan }
        z.append(own)
      case .network, .phosphorylation, .genome: continue
      }
    }
    return ChannelScores(channels: channels, z: z)
  }
}
