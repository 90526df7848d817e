public import Schema

/// Ordered, mutually exclusive, fully anchored patterns of identifier namespaces, over bytes.
///
/// Patterns validate, they do not detect: digits and symbols fit many namespaces and need membership in a table.
public enum IdentifierPattern {
  /// The namespace whose pattern the text fits and that nothing else can mean; nil for digits, symbols and the rest.
  public static func specific(_ text: String) -> Namespace? {
    let bytes = Array(text.utf8)
    if isEnsembl(bytes) { return .ensembl }
    if isHgnc(text) { return .hgnc }
    if isRefSeq(bytes) { return .refseq }
    return nil
  }

  /// Whether the text is `HGNC:` and digits, in any case.
  static func isHgnc(_ text: String) -> Bool {
    let local = AccessionParser.hgncLocal(text)
    return local.utf8.count < text.utf8.count && isDigits(Array(local.utf8))
  }

  /// Whether all bytes are digits.
  static func isDigits(_ bytes: [UInt8]) -> Bool { !bytes.isEmpty && bytes.allSatisfy(isDigit) }

  /// Ensembl: `ENS`, an optional species of 3 or 4 letters, one of G T P E R, 11 digits, then nothing, a version, or a
  /// PAR or lift-over suffix.
  static func isEnsembl(_ b: [UInt8]) -> Bool {
    guard b.count >= 15, b[0] == 0x45, b[1] == 0x4E, b[2] == 0x53 else { return false }
    var i = 3
    while i < b.count, isUpper(b[i]) { i += 1 }
    let letters = i - 3
    guard letters >= 1, letters <= 5, [0x47, 0x54, 0x50, 0x45, 0x52].contains(b[i - 1]) else { return false }
    guard i + 11 <= b.count, b[i..<(i + 11)].allSatisfy(isDigit) else { return false }
    i += 11
    return i == b.count || b[i] == 0x2E || b[i] == 0x5F
  }

  /// RefSeq: two letters, underscore, digits, optional version.
  static func isRefSeq(_ b: [UInt8]) -> Bool {
    guard b.count >= 6, b[2] == 0x5F, isUpper(b[0]), isUpper(b[1]) else { return false }
    guard "ANXYW".utf8.contains(b[0]), "CGMPRTWZ".utf8.contains(b[1]) else { return false }
    var i = 3
    while i < b.count, isDigit(b[i]) { i += 1 }
    guard i >= 9 || i == b.count else { return false }
    if i == b.count { return true }
    return b[i] == 0x2E && i + 1 < b.count && b[(i + 1)...].allSatisfy(isDigit)
  }

  /// UniProt accession without isoform (the pattern published by UniProt, fully anchored).
  static func isUniProt(_ b: [UInt8]) -> Bool {
    guard b.count == 6 || b.count == 10 else { return false }
    guard isUpper(b[0]), isDigit(b[1]) else { return false }
    if [0x4F, 0x50, 0x51].contains(b[0]) {
      return b.count == 6 && isAlnum(b[2]) && isAlnum(b[3]) && isAlnum(b[4]) && isDigit(b[5])
    }
    var i = 2
    while i < b.count {
      guard isUpper(b[i]), isAlnum(b[i + 1]), isAlnum(b[i + 2]), isDigit(b[i + 3]) else { return false }
      i += 4
    }
    return true
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  static func isAlnum(_ byte: UInt8) -> Bool { isDigit(byte) || isUpper(byte) }
}
