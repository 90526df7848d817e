internal import Schema

/// How ids of a namespace are compared: without its prefix and, for Ensembl and RefSeq, without the version.
struct LocalForm: Sendable {
  private let prefix: String
  private let isVersioned: Bool

  init(_ namespace: Namespace) {
    let word = namespace.rawValue.split(separator: "@").first.map { $0.lowercased() } ?? ""
    prefix = word + ":"
    isVersioned = word == "ensembl" || word == "refseq"
  }

  /// The local form of an id.
  func callAsFunction(_ id: String) -> String {
    var (hasColon, hasDot) = (false, false)
    for byte in id.utf8 {
      if byte == 0x3A { hasColon = true }
      if byte == 0x2E { hasDot = true }
    }
    guard hasColon || (hasDot && isVersioned) else { return id }
    var text = id[...]
    if hasColon { while text.lowercased().hasPrefix(prefix) { text = text.dropFirst(prefix.utf8.count) } }
    guard isVersioned, hasDot else { return String(text) }
    let accession = AccessionParser.parse(
      String(text), namespace: Namespace(rawValue: String(prefix.dropLast())))
    return accession.flags.isEmpty ? accession.local : String(text)
  }
}
