public import Schema

/// What a run's report shows.
public struct RunReport: Sendable {
  /// The study's name.
  public var study: String
  /// The comparison in words.
  public var contrast: String
  /// The verdict.
  public var verdicts: RunVerdicts
  /// The ranking.
  public var ranking: TargetRanking
  /// All evidence, grouped by target in rank order.
  public var evidence: [Evidence]
  /// Compounds beside the leading targets.
  public var compounds: [Compound]
  /// Inputs, tables, priors and settings.
  public var record: RunRecord
  /// The ledger over all inputs.
  public var ledger: Ledger
  /// The mapping account of each input by name.
  public var coverage: [(name: String, coverage: MappingCoverage)]
  /// Enriched pathways among the leading targets.
  public var pathways: [PathwayLine]
  /// Second opinions beside the ranking.
  public var engines: [EngineComparison]
  /// Leading targets that only ride along with a better-ranked one.
  public var followers: [Follower] = []
  /// Why targets may be artefacts.
  public var artefacts: [ArtefactFinding] = []

  /// A pathway with its overlap.
  public struct PathwayLine: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Members among the measured targets.
    public var size: Int
    /// Members among the leading targets.
    public var overlap: Int
    /// Hypergeometric p-value.
    public var pValue: Double
    /// Benjamini-Hochberg q-value.
    public var qValue: Double
    /// The overlapping members' symbols.
    public var members: [String]
    /// A line.
    public init(name: String, size: Int, overlap: Int, pValue: Double, qValue: Double, members: [String]) {
      self.name = name
      self.size = size
      self.overlap = overlap
      self.pValue = pValue
      self.qValue = qValue
      self.members = members
    }
  }

  /// A report.
  public init(
    study: String, contrast: String, verdicts: RunVerdicts, ranking: TargetRanking, evidence: [Evidence],
    compounds: [Compound], record: RunRecord, ledger: Ledger, coverage: [(name: String, coverage: MappingCoverage)],
    pathways: [PathwayLine], engines: [EngineComparison] = []
  ) {
    self.study = study
    self.contrast = contrast
    self.verdicts = verdicts
    self.ranking = ranking
    self.evidence = evidence
    self.compounds = compounds
    self.record = record
    self.ledger = ledger
    self.coverage = coverage
    self.pathways = pathways
    self.engines = engines
  }
}
