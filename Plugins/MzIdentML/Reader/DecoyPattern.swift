/// The declared pattern of decoy accessions (`MS:1001283`), as far as it is a fixed beginning or end.
enum DecoyPattern {
  /// Whether an accession fits: `^REV_` and `REV_` fit at the start, `_REV$` at the end; `.*` and `\` are passed over.
  static func matches(_ accession: String, _ pattern: String) -> Bool {
    var core = pattern
    for piece in [".*", ".+", "\\"] { core = core.split(separator: piece, omittingEmptySubsequences: false).joined() }
    if core.hasPrefix("^") { return accession.hasPrefix(core.dropFirst()) && core.count > 1 }
    if core.hasSuffix("$") { return accession.hasSuffix(core.dropLast()) && core.count > 1 }
    return !core.isEmpty && accession.hasPrefix(core)
  }
}
