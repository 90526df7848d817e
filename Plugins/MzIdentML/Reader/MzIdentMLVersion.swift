/// A version of mzIdentML. The namespace of the root element decides it, never the `version` attribute.
enum MzIdentMLVersion: String, CaseIterable, Sendable {
  case v10 = "1.0"
  case v11 = "1.1"
  case v111 = "1.1.1"
  case v12 = "1.2"
  case v13 = "1.3"

  private static let stem = "http://psidev.info/psi/pi/mzIdentML/"

  /// The namespace URI of this version.
  var namespace: String { Self.stem + rawValue }

  /// The version a namespace stands for; nil for any other URI.
  init?(namespace: String) {
    guard namespace.hasPrefix(Self.stem) else { return nil }
    self.init(rawValue: String(namespace.dropFirst(Self.stem.count)))
  }

  /// Whether a `version` attribute such as `1.1.0` agrees with the namespace.
  func agrees(with attribute: String) -> Bool {
    self == .v111 ? attribute == "1.1.1" : attribute == rawValue || attribute == rawValue + ".0"
  }

  /// Whether the version decides on protein groups (1.2 and later), not on single hypotheses.
  var decidesOnGroups: Bool { self == .v12 || self == .v13 }
}
