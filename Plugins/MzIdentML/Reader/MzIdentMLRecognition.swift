internal import ReaderKit
internal import Schema

/// Tells mzIdentML by its root element, whatever prefix, quotes, comments and processing instructions stand before.
enum MzIdentMLRecognition {
  /// The part of every namespace before the version.
  static let namespaceStem = "http://psidev.info/psi/pi/mzIdentML/"
  /// The versions that are read.
  static let versions = ["1.1", "1.1.1", "1.2", "1.3"]

  static func recognize(_ head: FileHead) -> Recognition {
    guard let tag = rootTag(head.text) else { return .none }
    guard localName(tag) == "MzIdentML" else {
      guard localName(tag) == "mzIdentML" else { return .none }
      return Recognition(
        confidence: 0.98, version: "1.0", evidence: ["root element mzIdentML, as in version 1.0"],
        refusal: OmicsError(
          .unsupported, "mzIdentML 1.0 has another structure and is not read",
          hint: "Read are \(versions.joined(separator: ", ")); export again from the search engine."))
    }
    guard let stem = tag.range(of: namespaceStem) else {
      return Recognition(
        confidence: 0.95, version: "unknown", evidence: ["root element MzIdentML"],
        refusal: OmicsError(
          .unsupported, "the root element is MzIdentML, but its namespace is none of mzIdentML",
          hint: "Namespaces start with \(namespaceStem)."))
    }
    let version = String(tag[stem.upperBound...].prefix { $0.isNumber || $0 == "." })
    let evidence = ["root element MzIdentML", "namespace of version \(version)"]
    guard versions.contains(version) else {
      return Recognition(
        confidence: 0.98, version: version, evidence: evidence,
        refusal: OmicsError(
          .unsupported, "mzIdentML \(version) has another structure and is not read",
          hint: "Read are \(versions.joined(separator: ", ")); export again from the search engine."))
    }
    return Recognition(confidence: 0.98, version: version, evidence: evidence)
  }

  /// The text of the first element's start tag, without `<`.
  private static func rootTag(_ text: String) -> Substring? {
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: open)...]
      if rest.hasPrefix("!--") {
        guard let end = rest.range(of: "-->") else { return nil }
        rest = rest[end.upperBound...]
      } else if rest.hasPrefix("?") || rest.hasPrefix("!") {
        guard let end = rest.firstIndex(of: ">") else { return nil }
        rest = rest[end...]
      } else {
        return rest.firstIndex(of: ">").map { rest[..<$0] } ?? rest
      }
    }
    return nil
  }

  private static func localName(_ tag: Substring) -> Substring {
    let name = tag.prefix { !$0.isWhitespace && $0 != "/" }
    return name.lastIndex(of: ":").map { name[name.index(after: $0)...] } ?? name
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Where a text stands first; plain search over the UTF-8 bytes.
  fileprivate func range(of needle: String) -> Range<Index>? {
    var start = startIndex
    let first = needle.utf8.first
    while start < endIndex {
      guard let at = self[start...].utf8.firstIndex(where: { $0 == first }) else { return nil }
      if self[at...].hasPrefix(needle) { return at..<index(at, offsetBy: needle.count) }
      start = index(after: at)
    }
    return nil
  }
}
