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
  /// How it comes to stand beside the target.
  public var role = Role.direct
  /// What it acts on when that is not the target alone: the complex's genes joined by `|`, or the synthetic-lethal partner.
  public var via = ""
  /// The targets it acts on together; the target alone unless it acts on a complex.
  public var members: [String]
  /// What the target's movement asks for.
  public var wanted = Wanted.either

  /// How a compound comes to stand beside a target.
  public enum Role: String, Sendable, CaseIterable {
    /// It acts on the target.
    case direct
    /// It acts on a complex that the target is part of; its subunits are no targets of it one by one.
    case complex
    /// It acts on a gene that cells without the target depend on.
    case syntheticLethal = "synthetic-lethal"
  }

  /// What a target's movement asks for.
  public enum Wanted: String, Sendable, CaseIterable {
    /// Up: something that lowers it.
    case lowering = "inhibitor-or-degrader"
    /// Lost: something that raises it, or strikes its synthetic-lethal partner.
    case raising = "activator-or-synthetic-lethal"
    /// Unknown or mixed direction: both are listed, neither is judged.
    case either = "either"
  }

  /// A compound beside a target.
  public init(
    target: String, symbol: String, compound: String, action: String, fits: Bool?, evidence: String,
    potency: Double, source: String, licence: String
  ) {
    members = [target]
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
