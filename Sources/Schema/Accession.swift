/// An identifier in parts: namespace, local id, version, isoform and the flags that change identity.
///
/// Two accessions are equal when namespace, local id, isoform and flags agree; the version is carried, not compared.
public struct Accession: Sendable {
  /// The namespace.
  public var namespace: Namespace
  /// The local id without version, isoform or flags.
  public var local: String
  /// The version after the dot, if any: `18` of `ENSG00000141510.18`.
  public var version: String?
  /// The isoform after the dash, if any: `2` of `P04637-2`.
  public var isoform: String?
  /// Suffixes that make another entity: `PAR_Y`, a lift-over suffix.
  public var flags: [String]
  /// The text as it stood in the input.
  public var raw: String

  /// An accession.
  public init(
    namespace: Namespace, local: String, version: String? = nil, isoform: String? = nil, flags: [String] = [],
    raw: String? = nil
  ) {
    self.namespace = namespace
    self.local = local
    self.version = version
    self.isoform = isoform
    self.flags = flags
    self.raw = raw ?? local
  }
}

extension Accession: Hashable {
  /// Equal namespace, local id, isoform and flags.
  public static func == (left: Accession, right: Accession) -> Bool {
    left.local == right.local && left.namespace == right.namespace && left.isoform == right.isoform
      && left.flags == right.flags
  }
  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(local)
    hasher.combine(namespace)
    hasher.combine(isoform)
    hasher.combine(flags)
  }
}

extension Accession: CustomStringConvertible {
  /// `namespace:local` with isoform and flags.
  public var description: String {
    var text = "\(namespace.rawValue):\(local)"
    if let isoform { text += "-\(isoform)" }
    for flag in flags { text += "_\(flag)" }
    return text
  }
}
