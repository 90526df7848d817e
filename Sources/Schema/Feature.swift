/// What kind of molecular thing a feature is.
public enum FeatureKind: String, Sendable, CaseIterable {
  /// A gene.
  case gene
  /// A transcript.
  case transcript
  /// One protein.
  case protein
  /// A group of proteins that the evidence cannot tell apart.
  case proteinGroup
  /// A peptide.
  case peptide
  /// A modified site.
  case site
  /// A small molecule.
  case smallMolecule
  /// A dimension of a latent space.
  case factor
}

/// One measured thing: a gene, transcript, protein, group, peptide or site.
public struct Feature: Sendable, Hashable {
  /// The unique row name inside its kind; usually the primary accession as written in the file.
  public var id: String
  /// What it is.
  public var kind: FeatureKind
  /// The primary accession as written.
  public var accession: String
  /// The accession's namespace, where the format declares it.
  public var namespace: Namespace
  /// All members of a group, the leader included, in file order; empty when there is only the accession.
  public var members: [String]
  /// How the leader was chosen: `razor`, `leading`, `first`, `declared`; empty where there is nothing to choose.
  public var leaderRule: String
  /// Whether it is a decoy; nil when the file does not say.
  public var decoy: Bool?
  /// Whether it is a contaminant; nil when the file does not say.
  public var contaminant: Bool?
  /// The q-value or best q-value-like score; nan when absent.
  public var qValue: Double
  /// The number of peptides; nil when absent.
  public var peptides: Int?
  /// The number of unique peptides; nil when absent.
  public var uniquePeptides: Int?
  /// Name or description from the file; empty when absent.
  public var description: String
  /// Further columns of the file that have no field of their own, in file order.
  public var attributes: [Attribute]
  /// Index of the source file in `Dataset.sources`.
  public var source: Int
  /// The line it was read from, from 1; 0 when it has none.
  public var line: Int

  /// A key and its value, both as written in the file.
  public struct Attribute: Sendable, Hashable {
    /// The column or key name.
    public var key: String
    /// The cell text.
    public var value: String
    /// An attribute.
    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// A feature; everything but the id, kind and line has a neutral default.
  public init(
    id: String, kind: FeatureKind, accession: String? = nil, namespace: Namespace = .local, members: [String] = [],
    leaderRule: String = "", decoy: Bool? = nil, contaminant: Bool? = nil, qValue: Double = .nan, peptides: Int? = nil,
    uniquePeptides: Int? = nil, description: String = "", attributes: [Attribute] = [], source: Int = 0, line: Int = 0
  ) {
    self.id = id
    self.kind = kind
    self.accession = accession ?? id
    self.namespace = namespace
    self.members = members
    self.leaderRule = leaderRule
    self.decoy = decoy
    self.contaminant = contaminant
    self.qValue = qValue
    self.peptides = peptides
    self.uniquePeptides = uniquePeptides
    self.description = description
    self.attributes = attributes
    self.source = source
    self.line = line
  }
}
