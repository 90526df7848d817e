/// A kind of evidence, kept apart from the others through the whole ranking.
public enum EvidenceChannel: String, Sendable, CaseIterable {
  /// Label effect on RNA.
  case rna
  /// Label effect on protein.
  case protein
  /// Label effect on the residual of protein given RNA.
  case discordance
  /// Presence or absence of the protein by label.
  case detection
  /// Support from network neighbours, matched for degree.
  case network
  /// Label effect on phosphorylated sites; shown beside the ranking, never part of it.
  case phosphorylation
  /// Label effect on copy number; shown beside the ranking, never part of it.
  case genome
}

/// One piece of evidence for one target.
public struct Evidence: Sendable, Hashable {
  /// The target id.
  public var target: String
  /// The channel.
  public var channel: EvidenceChannel
  /// The layer or layers it rests on, such as `proteomics` or `proteomics|transcriptomics`.
  public var layer: String
  /// The cohort.
  public var cohort: String
  /// The effect in the channel's unit (log2 fold change; difference of detection rates; network z); nan if none.
  public var effect: Double
  /// The standard error of the effect; nan if none.
  public var standardError: Double
  /// The test statistic as a signed z.
  public var statistic: Double
  /// Two-sided p-value.
  public var pValue: Double
  /// Samples used.
  public var count: Int
  /// The share of samples observed.
  public var coverage: Double
  /// This channel's share of the target's score, 0 to 1; below 0 where the network counts against the target, as a share of
  /// its own strength.
  public var contribution: Double
  /// Where the numbers come from: input file names and source lines.
  public var reference: String
  /// The z that enters the ranking: mostly beside the cohort's hidden programs; nan where the channel is only shown.
  public var rankedBy: Double

  /// A piece of evidence.
  public init(
    target: String, channel: EvidenceChannel, layer: String, cohort: String, effect: Double, standardError: Double,
    statistic: Double, pValue: Double, count: Int, coverage: Double, contribution: Double, reference: String,
    rankedBy: Double = .nan
  ) {
    self.target = target
    self.channel = channel
    self.layer = layer
    self.cohort = cohort
    self.effect = effect
    self.standardError = standardError
    self.statistic = statistic
    self.pValue = pValue
    self.count = count
    self.coverage = coverage
    self.contribution = contribution
    self.reference = reference
    self.rankedBy = rankedBy
  }
}
