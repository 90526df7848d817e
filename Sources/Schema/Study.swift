/// Datasets with their sample sheet and mapping outcome: what fusion reads.
public struct Study: Sendable {
  /// The study's name.
  public var name: String
  /// The sample sheet.
  public var sheet: SampleTable
  /// The canonical datasets, in the order of the study file.
  public var datasets: [Dataset]
  /// The log2 matrices on target ids, one for each layer and cohort, sorted by layer and cohort.
  public var matrices: [LayerMatrix]
  /// Display symbols by target id.
  public var symbols: [String: String]
  /// The mapping account of each dataset, in the order of `datasets`.
  public var coverage: [MappingCoverage]

  /// A study.
  public init(
    name: String, sheet: SampleTable, datasets: [Dataset], matrices: [LayerMatrix], symbols: [String: String],
    coverage: [MappingCoverage]
  ) {
    self.name = name
    self.sheet = sheet
    self.datasets = datasets
    self.matrices = matrices
    self.symbols = symbols
    self.coverage = coverage
  }
}

/// The comparison a study makes: case against control of one factor, with what to adjust for.
public struct Contrast: Sendable, Hashable {
  /// The sheet column that holds the label.
  public var factor: String
  /// The level of the case group.
  public var caseLevel: String
  /// The level of the control group.
  public var controlLevel: String
  /// Further columns in the model: numeric when all values are numbers, categorical otherwise.
  public var covariates: [String]
  /// The batch column; nil without one.
  public var batch: String?

  /// A contrast.
  public init(
    factor: String, caseLevel: String, controlLevel: String, covariates: [String] = [], batch: String? = nil
  ) {
    self.factor = factor
    self.caseLevel = caseLevel
    self.controlLevel = controlLevel
    self.covariates = covariates
    self.batch = batch
  }
}
