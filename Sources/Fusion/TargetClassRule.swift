public import Schema

/// How the layers of a target agree, from z and significance of its channels.
public enum TargetClassRule {
  /// A channel's z, and whether it is significant at the false discovery rate of the run.
  public struct Reading: Sendable, Hashable {
    /// Signed z; nan when absent.
    public var z: Double
    /// Whether it is significant.
    public var isSignificant: Bool
    /// A reading.
    public init(z: Double, isSignificant: Bool) {
      self.z = z
      self.isSignificant = isSignificant
    }
    /// An absent channel.
    public static let absent = Reading(z: .nan, isSignificant: false)
  }

  /// The class of a target (Vogel & Marcotte 2012, doi:10.1038/nrg3185; Liu, Beyer & Aebersold 2016,
  /// doi:10.1016/j.cell.2016.03.014).
  public static func classify(
    rna: Reading, protein: Reading, discordance: Reading, detection: Reading
  ) -> TargetClass {
    if rna.isSignificant && protein.isSignificant {
      return rna.z * protein.z > 0 ? .concordant : .opposed
    }
    if protein.isSignificant && discordance.isSignificant { return .proteinOnly }
    if rna.isSignificant, !protein.z.isNaN, discordance.isSignificant, rna.z * discordance.z < 0 { return .rnaOnly }
    if protein.z.isNaN && detection.isSignificant { return .detectionOnly }
    return .unclassified
  }

  /// Which way a target moves: protein before RNA, apart when both are significant and differ.
  public static func direction(
    rna: Reading, protein: Reading, discordance: Reading, detection: Reading
  ) -> TargetDirection {
    if rna.isSignificant && protein.isSignificant && rna.z * protein.z < 0 { return .mixed }
    for reading in [protein, rna, detection, discordance] where reading.isSignificant {
      return reading.z > 0 ? .up : .down
    }
    let strongest = [protein, rna, detection, discordance].filter { !$0.z.isNaN }.max { abs($0.z) < abs($1.z) }
    guard let strongest else { return .unknown }
    return strongest.z > 0 ? .up : .down
  }
}
