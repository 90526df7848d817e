/// Why a target's difference between the groups may be an artefact, and the numbers that say so.
public struct ArtefactFinding: Sendable, Hashable {
  /// The reason.
  public enum Reason: String, Sendable, CaseIterable {
    /// More than half of |z| goes when batch and covariates enter the model.
    case batchSensitive = "batch-sensitive"
    /// A technical property of the samples explains more of the values than the label does.
    case followsTechnical = "follows-technical"
    /// One cohort shows it and none of the others that measured it agrees.
    case oneCohort = "one-cohort"
  }

  /// The target.
  public var target: String
  /// The reason.
  public var reason: Reason
  /// The cohort it shows in.
  public var cohort: String
  /// The layer it shows in.
  public var layer: Layer
  /// z of the label without batch and covariates.
  public var rawZ: Double
  /// z of the label beside them.
  public var adjustedZ: Double
  /// The share of variance that the label explains, adjusted for its degrees of freedom.
  public var labelShare: Double
  /// What explains most of all technical properties; empty when there are none.
  public var technical: String
  /// The share of variance that it explains, adjusted likewise; nan when there is none.
  public var technicalShare: Double

  /// A finding.
  public init(
    target: String, reason: Reason, cohort: String, layer: Layer, rawZ: Double, adjustedZ: Double, labelShare: Double,
    technical: String, technicalShare: Double
  ) {
    self.target = target
    self.reason = reason
    self.cohort = cohort
    self.layer = layer
    self.rawZ = rawZ
    self.adjustedZ = adjustedZ
    self.labelShare = labelShare
    self.technical = technical
    self.technicalShare = technicalShare
  }
}
