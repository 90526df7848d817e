/// One modification, substitution or link end of a peptide.
struct PeptideModification: Hashable {
  /// Which end of a cross-link it is.
  enum LinkEnd: Hashable { case donor, acceptor }

  /// 0 is the N-terminus, length + 1 the C-terminus; nil when not stated.
  var location: Int?
  /// The residues it may stand on, as written.
  var residues = ""
  /// The mass difference as written; empty when not stated.
  var delta = ""
  /// `UNIMOD:35`, `MOD:00719`, `XLMOD:02001`; empty when none of these is stated.
  var accession = ""
  /// The term's name.
  var name = ""
  /// The value that joins the two ends of a link; empty for none.
  var link = ""
  /// The end of the link.
  var end: LinkEnd?
  /// The residue that replaces the one at `location`; empty when it is no substitution.
  var replacement = ""
  /// The residue that a substitution names as the original.
  var original = ""
  /// The line it stands on.
  var line = 0

  /// Takes a term; UNIMOD goes before PSI-MOD before XLMOD before names.
  mutating func take(accession term: String, name text: String, value: String) {
    switch term {
    case "MS:1002509": (end, link) = (.donor, value)
    case "MS:1002510": (end, link) = (.acceptor, value)
    case "MS:1001460": if name.isEmpty { name = value }
    default:
      let rank = Self.rank(term)
      if rank == 0 {
        // Terms of PSI-MS beside the modification describe it (neutral loss, score): they name it only if all is lost.
        if accession.isEmpty, name.isEmpty, !term.hasPrefix("MS:") { name = text }
      } else if rank > Self.rank(accession) {
        (accession, name) = (term, text)
      }
    }
  }

  private static func rank(_ accession: String) -> Int {
    if accession.hasPrefix("UNIMOD:") { return 3 }
    if accession.hasPrefix("MOD:") { return 2 }
    return accession.hasPrefix("XLMOD:") ? 1 : 0
  }

  /// The inside of the ProForma tag without a link label: accession, else mass, else name.
  var tag: String {
    if !accession.isEmpty { return accession }
    if !delta.isEmpty {
      let mass = delta.hasPrefix("-") || delta.hasPrefix("+") ? delta : "+" + delta
      return name.isEmpty ? mass : "\(mass)|INFO:\(Self.plain(name))"
    }
    return "INFO:\(name.isEmpty ? "unknown modification" : Self.plain(name))"
  }

  /// Text that cannot end or split a tag.
  private static func plain(_ text: String) -> String {
    String(text.map { "[]{}|#".contains($0) ? "_" : $0 })
  }
}

/// Peptides in ProForma 2.0 notation (doi:10.1021/acs.jproteome.1c00771).
enum ProForma {
  /// The peptide with its modifications; a location outside the sequence is left open.
  ///
  /// `labels` numbers the links by their value in order of first appearance, over all peptides of a match.
  static func write(
    _ sequence: String, _ modifications: [PeptideModification], labels: inout [String]
  ) -> String {
    if modifications.isEmpty { return sequence }
    var letters = sequence.utf8.map { Character(UnicodeScalar($0)) }.map(String.init)
    var tags = [String](repeating: "", count: letters.count + 2)
    var unplaced = ""
    for modification in modifications {
      let location = modification.location.flatMap { tags.indices.contains($0) ? $0 : nil }
      if !modification.replacement.isEmpty {
        if let location, location > 0, location <= letters.count {
          letters[location - 1] = modification.replacement
          tags[location] += "[INFO:\(modification.original) replaced by \(modification.replacement)]"
        } else {
          unplaced += "[INFO:\(modification.original) replaced by \(modification.replacement)]"
        }
        continue
      }
      var tag = modification.tag
      if let end = modification.end {
        let label = label(of: modification.link, in: &labels)
        tag = end == .donor ? tag + label : label
      }
      if let location { tags[location] += "[\(tag)]" } else { unplaced += "[\(tag)]" }
    }
    var text = unplaced.isEmpty ? "" : unplaced + "?"
    if !tags[0].isEmpty { text += tags[0] + "-" }
    for (index, letter) in letters.enumerated() { text += letter + tags[index + 1] }
    if let last = tags.last, !last.isEmpty { text += "-" + last }
    return text
  }

  private static func label(of link: String, in labels: inout [String]) -> String {
    if let index = labels.firstIndex(of: link) { return "#XL\(index + 1)" }
    labels.append(link)
    return "#XL\(labels.count)"
  }
}
