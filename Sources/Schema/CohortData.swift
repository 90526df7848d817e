/// One cohort with its layers on common targets and samples, its label and what to adjust for: what evidence is made of.
public struct CohortData: Sendable, Hashable {
  /// The cohort's name.
  public var name: String
  /// Target ids, sorted: the union over its layers.
  public var targets: [String]
  /// Sample names, in study order: the union over its layers.
  public var samples: [String]
  /// The label: 1 for case, 0 for control, a sample each.
  public var label: [Int8]
  /// The batch of each sample as an index from 0; all 0 without batches.
  public var batch: [Int]
  /// Numeric covariates (categorical ones as indicators), one column of `samples.count` values each.
  public var covariates: [[Double]]
  /// RNA, log2, `values[j * targets.count + i]`; nan where missing; nil when the cohort has no RNA.
  public var rna: [Double]?
  /// Protein, log2, laid out as `rna`; nil when the cohort has no protein.
  public var protein: [Double]?

  /// A cohort; matrices must hold `targets.count * samples.count` values.
  public init(
    name: String, targets: [String], samples: [String], label: [Int8], batch: [Int], covariates: [[Double]],
    rna: [Double]?, protein: [Double]?
  ) {
    self.name = name
    self.targets = targets
    self.samples = samples
    self.label = label
    self.batch = batch
    self.covariates = covariates
    self.rna = rna
    self.protein = protein
  }
}
