public import OmicsIO
public import Schema

/// One file held against its recorded digest.
public struct VerifiedFile: Sendable, Hashable {
  /// What was found.
  public enum Finding: String, Sendable {
    /// The digest is as recorded.
    case same
    /// The file is there with another digest.
    case changed
    /// The file is not there.
    case absent
  }
  /// The name: an output's, or the component's name of an input.
  public var name: String
  /// Whether it is an output or a component.
  public var role: String
  /// What was found.
  public var finding: Finding

  /// A finding.
  public init(name: String, role: String, finding: Finding) {
    self.name = name
    self.role = role
    self.finding = finding
  }
}

/// Hashes files again and compares them with a record.
public enum OutputVerification {
  /// Checks one file against a digest; an absent or unreadable file is a finding, not an error.
  public static func check(name: String, role: String, path: String, sha256: String) -> VerifiedFile {
    do throws(OmicsError) {
      let digest = try SHA256Digest.hex(ofFile: path)
      return VerifiedFile(name: name, role: role, finding: digest == sha256 ? .same : .changed)
    } catch {
      return VerifiedFile(name: name, role: role, finding: .absent)
    }
  }
}
