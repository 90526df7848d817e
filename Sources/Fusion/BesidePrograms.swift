internal import Numerics
internal import Schema

/// A cohort's layers without covariates and programs: taken out once, over all samples, for every draw and labelling.
///
/// With values and label both without the nuisance, the label's coefficient is a ratio of products (Frisch and Waugh 1933;
/// Lovell 1963): exact for targets seen in all samples of a draw of everything, and within the second order otherwise,
/// where the label's length is that of the seen samples. A draw keeps the nuisance of the whole cohort and is charged its
/// share of the degrees of freedom.
struct BesidePrograms: Sendable {
  private let rna: Matrix?
  private let protein: Matrix?
  private let shared: (rna: Matrix, protein: Matrix)?
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
    func without(_ values: Matrix, observedIn matrices: [Matrix], _ taken: Matrix) -> Matrix {
      let patterns = NuisancePatterns(observedIn: matrices, groups: cohort.batch, covariates: taken, samples: all)
      return patterns.scattered(patterns.residuals(of: values), columns: all.count)
    }
    rna = evidence.rna.map { without($0, observedIn: [$0], columns) }
    protein = evidence.protein.map { without($0, observedIn: [$0], columns) }
    if let rna = evidence.rna, let protein = evidence.protein {
      shared = (
        without(rna, observedIn: [rna, protein], columns), without(protein, observedIn: [rna, protein], columns)
      )
    } else {
      shared = nil
    }
    let everyone = Matrix(rows: 1, columns: samples)
    nuisance = NuisancePatterns(observedIn: [everyone], groups: cohort.batch, covariates: columns, samples: all)
    let count = samples
    let depth = evidence.presence.map { columns.appendingColumns(Matrix(columns: [Detection.depth($0)], rows: count)) }
    besideDepth = depth.map {
      NuisancePatterns(observedIn: [everyone], groups: cohort.batch, covariates: $0, samples: all)
    }
    presence = evidence.presence
    presenceResidual = evidence.presence.flatMap { presence in
      depth.map { without(presence, observedIn: [presence], $0) }
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
    let spent = Double(nuisance.size(ofPattern: 0).rank) * Double(drawn.count) / Double(max(1, samples))
    func sweep(_ values: Matrix?, _ patterns: NuisancePatterns?) -> LayerSweep? {
      values.flatMap { values in patterns.map { LayerSweep(values, patterns: $0, spent: spent) } }
    }
    return ChannelSweeps(
      channels: channels, samples: drawn, cohortSize: samples, rna: sweep(rna, patterns.rna),
      protein: sweep(protein, patterns.protein),
      discordance: shared.flatMap { shared in
        patterns.shared.map {
          DiscordanceSweep(rna: shared.rna, protein: shared.protein, within: $0, spent: spent)
        }
      },
      detection: presence.map {
        DetectionSweep($0, residual: presenceResidual, groups: groups, covariates: nil, samples: drawn)
      })
  }
}
