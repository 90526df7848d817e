/// A compound that acts on a target, from a separate bridge table; never part of the ranking.
public struct Compound: Sendable, Hashable {
  /// The target id.
  public var target: String
  /// The target's symbol as the table writes it.
  public var symbol: String
  /// The compound's name.
  public var compound: String
  /// What it does to the target (`INHIBITOR`, `ACTIVATOR`, …); empty when unknown.
  public var action: String
  /// Whether the action opposes the target's movement: true, false, or nil when either is unknown.
  public var fits: Bool?
  /// Evidence tier or type as the table states it.
  public var evidence: String
  /// Potency as -log10 molar; nan when absent.
  public var potency: Double
  /// The table's source.
  public var source: String
  /// The source's licence.
  public var licence: String

  /// A compound beside a target.
  public init(
    target: String, symbol: String, compound: String, action: String, fits: Bool?, evidence: String,
    potency: Double, source: String, licence: String
  ) {
    self.target = target
    self.symbol = symbol
    self.compound = compound
    self.action = action
    self.fits = fits
    self.evidence = evidence
    self.potency = potency
    self.source = source
    self.licence = licence
  }
}
