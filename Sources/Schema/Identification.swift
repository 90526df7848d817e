/// One score of an identification, with the term that defines it.
public struct Score: Sendable, Hashable {
  /// Which way is better.
  public enum Direction: String, Sendable {
    /// Higher values are better.
    case higher
    /// Lower values are better.
    case lower
    /// Not known: never used as a sort key without the user's word.
    case unknown
  }

  /// The CV accession (`MS:1002052`); empty for a user term.
  public var accession: String
  /// The term's name as written.
  public var name: String
  /// The value as written.
  public var text: String
  /// The value as a number; nan when the text is none.
  public var value: Double
  /// Which way is better.
  public var direction: Direction

  /// A score.
  public init(accession: String, name: String, text: String, value: Double, direction: Direction) {
    self.accession = accession
    self.name = name
    self.text = text
    self.value = value
    self.direction = direction
  }
}

/// One candidate peptide of one spectrum: a peptide-spectrum match.
public struct Identification: Sendable, Hashable {
  /// The spectrum's native id as written.
  public var spectrum: String
  /// The run it belongs to; empty when not stated.
  public var msRun: String
  /// The rank among the spectrum's candidates, from 1; 0 when not stated.
  public var rank: Int
  /// The peptide sequence in plain residues.
  public var sequence: String
  /// The peptide in ProForma notation.
  public var proforma: String
  /// The charge; 0 when not stated.
  public var charge: Int
  /// The measured m/z; nan when absent.
  public var mzExperimental: Double
  /// The calculated m/z; nan when absent.
  public var mzCalculated: Double
  /// Whether it passes the file's own threshold; nil when not stated.
  public var passThreshold: Bool?
  /// Whether all its evidence is decoy; nil when the file does not say.
  public var decoy: Bool?
  /// The protein accessions it is evidence for, in file order, without repeats.
  public var accessions: [String]
  /// All scores, in file order.
  public var scores: [Score]
  /// Further columns or elements of the file that have no field of their own, in file order.
  public var attributes: [Feature.Attribute]
  /// The line it was read from, from 1.
  public var line: Int

  /// A match of a spectrum; every other field is neutral until set.
  public init(spectrum: String, sequence: String = "", line: Int = 0) {
    self.spectrum = spectrum
    self.sequence = sequence
    self.line = line
    msRun = ""
    rank = 0
    proforma = sequence
    charge = 0
    mzExperimental = .nan
    mzCalculated = .nan
    passThreshold = nil
    decoy = nil
    accessions = []
    scores = []
    attributes = []
  }
}
