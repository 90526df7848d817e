internal import Numerics
public import Schema

/// The evidence channels of one cohort, for all its samples or for a resample of them.
public struct CohortEvidence: Sendable {
  /// The cohort.
  public let cohort: CohortData
  let rna: Matrix?
  let protein: Matrix?
  let presence: Matrix?
  let covariates: Matrix?
  let depthCovariates: Matrix?
  /// The correlation of RNA and protein over targets; nan with one layer.
  let agreement: Double
  private(set) var besidePrograms: BesidePrograms?
  /// Beside the leading half of the programs: what a half-sample could tell of them.
  private(set) var besideLeading: BesidePrograms?

  /// Prepares a cohort; `programs` are what targets are ranked beside.
  ///
  /// - Throws: `refused` when the cohort has neither RNA nor protein.
  public init(_ cohort: CohortData, programs: LatentPrograms = .none) throws(OmicsError) {
    guard cohort.rna != nil || cohort.protein != nil else {
      throw OmicsError(.refused, "cohort \(cohort.name) has neither RNA nor protein")
    }
    self.cohort = cohort
    let (rows, columns) = (cohort.targets.count, cohort.samples.count)
    rna = cohort.rna.map { Matrix(rows: rows, columns: columns, values: $0) }
    protein = cohort.protein.map { Matrix(rows: rows, columns: columns, values: $0) }
    presence = protein.map(Detection.presence)
    covariates = cohort.covariates.isEmpty ? nil : Matrix(columns: cohort.covariates, rows: columns)
    depthCovariates = presence.map { Matrix(columns: cohort.covariates + [Detection.depth($0)], rows: columns) }
    agreement = LayerReliability.agreement(cohort)
    if !programs.columns.isEmpty {
      besidePrograms = BesidePrograms(self, programs: programs)
      let leading = LatentPrograms(
        columns: Array(programs.columns.prefix((programs.columns.count + 1) / 2)), labelInflation: 1)
      besideLeading = BesidePrograms(self, programs: leading)
    }
  }

  /// The channels this cohort can give, in the order of `EvidenceChannel.allCases`.
  public var channels: [EvidenceChannel] {
    EvidenceChannel.allCases.filter { channel in
      switch channel {
      case .rna: rna != nil
      case .protein, .detection: protein != nil
      case .discordance: rna != nil && protein != nil
      case .network, .phosphorylation, .genome: false
      }
    }
  }

  /// The full statistics of every channel over all samples.
  public func statistics() throws(OmicsError) -> [ChannelStatistics] {
    let all = Array(cohort.samples.indices)
    let labels = cohort.label.map(Double.init)
    let model = try AbsorbedFactorModel(groups: cohort.batch, covariates: covariates, label: labels)
    var list: [ChannelStatistics] = []
    for channel in channels {
      switch channel {
      case .rna:
        guard let rna else { continue }
        list.append(statistics(.rna, rna, try LabelEffect(rna, model: model, samples: all, threads: nil)))
      case .protein:
        guard let protein else { continue }
        list.append(statistics(.protein, protein, try LabelEffect(protein, model: model, samples: all, threads: nil)))
      case .discordance:
        guard let rna, let protein else { continue }
        let residuals = Discordance.residuals(
          rna: rna, protein: protein, label: labels, batch: cohort.batch, samples: all)
        list.append(
          statistics(.discordance, residuals, try LabelEffect(residuals, model: model, samples: all, threads: nil)))
      case .detection:
        guard let presence, let protein else { continue }
        let depth = try AbsorbedFactorModel(groups: cohort.batch, covariates: depthCovariates, label: labels)
        let test = Detection.test(presence, model: depth, samples: all, threads: nil)
        list.append(
          ChannelStatistics(
            channel: .detection, effect: test.effect, standardError: test.standardError, z: test.z,
            pValue: test.z.map { $0.isNaN ? .nan : NormalDistribution.twoSided($0) },
            count: [Int](repeating: all.count, count: presence.rows), coverage: Self.coverage(protein)))
      case .network, .phosphorylation, .genome: continue
      }
    }
    return list
  }

  private func statistics(_ channel: EvidenceChannel, _ values: Matrix, _ effect: LabelEffect) -> ChannelStatistics {
    ChannelStatistics(
      channel: channel, effect: effect.beta, standardError: effect.standardError, z: effect.z,
      pValue: effect.pValues, count: effect.observed, coverage: Self.coverage(values))
  }

  private static func coverage(_ values: Matrix) -> [Double] {
    var seen = [Double](repeating: 0, count: values.rows)
    for column in 0..<values.columns {
      for row in 0..<values.rows where !values[row, column].isNaN { seen[row] += 1 }
    }
    return seen.map { $0 / Double(max(1, values.columns)) }
  }
}
