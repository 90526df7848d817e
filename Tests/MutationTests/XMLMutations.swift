import Numerics

/// Changes to an XML document: equivalent ones, broken markup, broken references, hostile declarations.
enum XMLMutations {
  static let names = [
    "same-document", "end-tag-gone", "attribute-twice", "root-renamed", "namespace-unknown", "id-twice",
    "reference-lost",
    "number-broken", "entity", "external-entity", "deep", "long-attribute", "encoding-wrong",
  ]

  /// The mutant of a name; nil where it does not fit the document.
  static func mutant(_ name: String, of bytes: [UInt8], _ random: inout RandomStream) -> Mutant? {
    guard let text = String(validating: bytes, as: UTF8.self),
      let root = text.firstRange(of: /<[A-Za-z:]*MzIdentML[^>]*>/)
    else { return nil }
    func line(_ place: String.Index) -> Int { text[..<place].utf8.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) } }
    func any(_ pattern: Regex<(Substring, Substring)>) -> Regex<(Substring, Substring)>.Match? {
      let all = text[root.upperBound...].matches(of: pattern)
      return all.isEmpty ? nil : all[random.integer(below: all.count)]
    }
    func replacing(
      _ range: Range<String.Index>, _ new: String, _ expectation: Mutant.Expectation
    ) -> Mutant {
      Mutant(name: name, bytes: Array(text.replacingCharacters(range, new).utf8), expectation: expectation)
    }
    let inside = root.upperBound..<root.upperBound
    switch name {
    case "same-document": return replacing(inside, "<!-- a comment --><?pi x?>", .sameContent)
    case "end-tag-gone":
      return any(/<\/([^>]+)>/).map { replacing($0.range, "", .refused(line: nil)) }
    case "attribute-twice":
      return any(/\s([A-Za-z]+)="[^"]*"/).map {
        replacing(
          $0.range.upperBound..<$0.range.upperBound, " \($0.1)=\"x\"", .refused(line: line($0.range.upperBound)))
      }
    case "root-renamed":
      let tag = text[root].replacing("MzIdentML", with: "Other", maxReplacements: 1)
      return replacing(root, String(tag), .refused(line: nil))
    case "namespace-unknown":
      guard let space = text[root].firstRange(of: /http:\/\/psidev[^"']*/) else { return nil }
      return replacing(space, "http://example.org/9.9", .refused(line: nil))
    case "id-twice":
      let all = text.matches(of: /<PeptideEvidence\s[^>]*\bid="([^"]+)"/)
      guard all.count > 1 else { return nil }
      return replacing(
        all[1].1.startIndex..<all[1].1.endIndex, String(all[0].1), .noticed(line: line(all[1].range.lowerBound)))
    case "reference-lost":
      return any(/<SpectrumIdentificationItem\s[^>]*\bpeptide_ref="([^"]+)"/).map {
        replacing($0.1.startIndex..<$0.1.endIndex, "NO_SUCH_ID", .noticed(line: line($0.range.lowerBound)))
      }
    case "number-broken":
      return any(/<SpectrumIdentificationItem\s[^>]*\bexperimentalMassToCharge="([^"]+)"/).map {
        replacing($0.1.startIndex..<$0.1.endIndex, "1,5x", .noticed(line: line($0.range.lowerBound)))
      }
    case "entity", "external-entity":
      let entity = name == "entity" ? "\"lol\"" : "SYSTEM \"file:///etc/hostname\""
      let start = root.lowerBound..<root.lowerBound
      return replacing(start, "<!DOCTYPE x [<!ENTITY e \(entity)>]>", .refused(line: line(root.lowerBound)))
    case "deep":
      let tags = String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000)
      return replacing(inside, tags, .refused(line: line(root.upperBound)))
    case "long-attribute":
      let long = "<a b=\"\(String(repeating: "A", count: 1_100_000))\"/>"
      return replacing(inside, long, .refused(line: line(root.upperBound)))
    case "encoding-wrong":
      guard let stated = text.firstRange(of: /encoding=["'][^"']+["']/) else { return nil }
      return replacing(stated, "encoding=\"UTF-7x\"", .refused(line: 1))
    default: return nil
    }
  }
}

extension String {
  /// The text with another text in a range.
  fileprivate func replacingCharacters(_ range: Range<String.Index>, _ new: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: new)
    return copy
  }
}
