internal import Schema

/// A metadata key in parts: `assay[2]-quantification_mod[1]-site` is assay 2, quantification_mod 1, site.
struct MetadataKey {
  /// One part and its index, if it has one.
  struct Part {
    var name: Substring
    var index: Int?
  }

  let parts: [Part]

  init(_ text: String) { parts = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.part) }

  /// The first part's name.
  var element: Substring { parts.first?.name ?? "" }
  /// The first part's index.
  var index: Int? { parts.first?.index }
  /// The second part's name; empty without one.
  var property: Substring { parts.count > 1 ? parts[1].name : "" }

  /// A name with an index in brackets, taken apart.
  static func part(_ text: some StringProtocol) -> Part {
    let text = Substring(text)
    guard text.last == "]", let open = text.lastIndex(of: "["),
      let index = Int(text[text.index(after: open)...].dropLast())
    else { return Part(name: text, index: nil) }
    return Part(name: text[..<open], index: index)
  }

  /// All indexes of `name[k]` in a list such as `assay[1], assay[2]`; parts of other names are left out.
  static func references(_ text: String, to name: String) -> [Int] {
    text.split { $0 == "," || $0 == "|" }.compactMap {
      let part = part(MzTabParameter.trimmed($0))
      return part.name == name ? part.index : nil
    }
  }
}
