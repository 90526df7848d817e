public import Schema

/// What a reader says of a file's head: whether it is its own, how surely, which version, and why.
public struct Recognition: Sendable {
  /// 0 (not mine) to 1 (certain). Above 0.9: an unmistakable mark of the format. About 0.5: plausible layout.
  public var confidence: Double
  /// The version or layout as recognised.
  public var version: String
  /// Why, a short sentence each.
  public var evidence: [String]
  /// Set when the file is of this format but cannot be read: says why by name.
  public var refusal: OmicsError?

  /// A judgement.
  public init(confidence: Double, version: String = "", evidence: [String] = [], refusal: OmicsError? = nil) {
    self.confidence = confidence
    self.version = version
    self.evidence = evidence
    self.refusal = refusal
  }

  /// Not this format.
  public static let none = Recognition(confidence: 0)
}
