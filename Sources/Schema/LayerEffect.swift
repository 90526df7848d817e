/// The effect of the contrast on one target in one layer and cohort: limma's moderated statistics.
public struct LayerEffect: Sendable, Hashable {
  /// The target id.
  public var target: String
  /// The layer.
  public var layer: Layer
  /// The cohort.
  public var cohort: String
  /// log2 fold change, case minus control, adjusted for covariates and batch.
  public var logFoldChange: Double
  /// Its standard error from the moderated variance.
  public var standardError: Double
  /// The moderated t.
  public var t: Double
  /// Two-sided p-value.
  public var pValue: Double
  /// Benjamini-Hochberg q-value over the targets of this layer and cohort.
  public var qValue: Double
  /// Mean log2 value over the observed samples.
  public var average: Double
  /// Observed samples in the case group.
  public var observedCase: Int
  /// Observed samples in the control group.
  public var observedControl: Int
  /// Total degrees of freedom, prior included.
  public var degreesOfFreedom: Double
  /// The difference of group means without covariates and batch.
  public var rawLogFoldChange: Double
  /// The share of samples in which the target is observed.
  public var coverage: Double

  /// An effect.
  public init(
    target: String, layer: Layer, cohort: String, logFoldChange: Double, standardError: Double, t: Double,
    pValue: Double, qValue: Double, average: Double, observedCase: Int, observedControl: Int,
    degreesOfFreedom: Double, rawLogFoldChange: Double, coverage: Double
  ) {
    self.target = target
    self.layer = layer
    self.cohort = cohort
    self.logFoldChange = logFoldChange
    self.standardError = standardError
    self.t = t
    self.pValue = pValue
    self.qValue = qValue
    self.average = average
    self.observedCase = observedCase
    self.observedControl = observedControl
    self.degreesOfFreedom = degreesOfFreedom
    self.rawLogFoldChange = rawLogFoldChange
    self.coverage = coverage
  }
}
