internal import Numerics
internal import Schema

/// A cohort's layers without covariates and programs: taken out once, over all samples, for every draw and labelling.
///
/// With values and label both without the nuisance, the label's coefficient is a ratio of products (Frisch and Waugh 1933;
/// Lovell 1963): exact for targets seen in all samples, and for the cohort's own label; the length of another label in the
/// samples of an incomplete target is scaled as that of the own one (`TakenNuisance`). A draw keeps the nuisance of the whole cohort and is charged its share of
/// the degrees of freedom.
struct BesidePrograms: Sendable {
  /// Residuals of a layer, or of both in the samples that have both, and what they cost.
  private struct Part: Sendable {
    let residuals: [Matrix]
    let taken: TakenNuisance
  }

  private let rna: Part?
  private let protein: Part?
  private let shared: Part?
  private let presence: Matrix?
  private let presenceResidual: Matrix?
  private let nuisance: NuisancePatterns
  private let besideDepth: NuisancePatterns?
  private let samples: Int

  init(_ evidence: CohortEvidence, programs: LatentPrograms) {
    let cohort = evidence.cohort
    samples = cohort.samples.count
    let columns = Matrix(columns: cohort.covariates + programs.columns, rows: samples)
    let all = Array(0..<samples)
    let everyone = Matrix(rows: 1, columns: samples)
    let everywhere = NuisancePatterns(
      observedIn: [everyone], groups: cohort.batch, covariates: columns, samples: all)
    let label = cohort.label.map(Double.init)
    let working = Self.residuals([cohort.label], everywhere)[0]
    func part(_ matrices: [Matrix]) -> Part {
      let patterns = NuisancePatterns(
        observedIn: matrices, groups: cohort.batch, covariates: columns, samples: all)
      return Part(
        residuals: matrices.map { patterns.scattered(patterns.residuals(of: $0), columns: all.count) },
        taken: TakenNuisance(
          patterns, plain: NuisancePatterns(observedIn: matrices, groups: cohort.batch, samples: all), label: label,
          working: working))
    }
    rna = evidence.rna.map { part([$0]) }
    protein = evidence.protein.map { part([$0]) }
    shared = evidence.rna.flatMap { rna in evidence.protein.map { part([rna, $0]) } }
    nuisance = everywhere
    let count = samples
    let depth = evidence.presence.map { columns.appendingColumns(Matrix(columns: [Detection.depth($0)], rows: count)) }
    besideDepth = depth.map {
      NuisancePatterns(observedIn: [everyone], groups: cohort.batch, covariates: $0, samples: all)
    }
    presence = evidence.presence
    presenceResidual = evidence.presence.flatMap { presence in
      depth.map { depth in
        let patterns = NuisancePatterns(
          observedIn: [presence], groups: cohort.batch, covariates: depth, samples: all)
        return patterns.scattered(patterns.residuals(of: presence), columns: all.count)
      }
    }
  }

  /// The labellings without batch, covariates and programs.
  func working(_ labels: [[Int8]]) -> [[Double]] { Self.residuals(labels, nuisance) }

  /// The labellings without batch, covariates, programs and depth.
  func workingBesideDepth(_ labels: [[Int8]]) -> [[Double]] { Self.residuals(labels, besideDepth ?? nuisance) }

  private static func residuals(_ labels: [[Int8]], _ patterns: NuisancePatterns) -> [[Double]] {
    labels.map { label in
      let row = Matrix(rows: 1, columns: label.count, values: label.map(Double.init))
      return patterns.unordered(patterns.residuals(of: row).column(0), columns: label.count)
    }
  }

  /// The channels over a draw of samples, whose `patterns` are beside batch alone.
  func sweeps(
    _ channels: [EvidenceChannel], groups: [Int], samples drawn: [Int], patterns: DrawPatterns
  ) -> ChannelSweeps {
    func sweep(_ part: Part?, _ patterns: NuisancePatterns?) -> LayerSweep? {
      part.flatMap { part in patterns.map { LayerSweep(part.residuals[0], patterns: $0, taken: part.taken) } }
    }
    return ChannelSweeps(
      channels: channels, samples: drawn, cohortSize: samples, rna: sweep(rna, patterns.rna),
      protein: sweep(protein, patterns.protein),
      discordance: shared.flatMap { shared in
        patterns.shared.map {
          DiscordanceSweep(rna: shared.residuals[0], protein: shared.residuals[1], within: $0, taken: shared.taken)
        }
      },
      detection: presence.map {
        DetectionSweep($0, residual: presenceResidual, groups: groups, covariates: nil, samples: drawn)
      })
  }
}
