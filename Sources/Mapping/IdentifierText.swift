/// An identifier cell taken apart: what surrounds the id is removed and remembered.
struct IdentifierText {
  /// The bare id.
  var bare: String
  /// Set when a marker says that this is a decoy, contaminant or spike-in.
  var exclusion: String?
  /// What was removed, such as `fasta head`; empty when nothing was.
  var removed: [String] = []

  /// Takes a cell apart: blanks, invisible characters, FASTA heads, decoy and contaminant markers.
  init(_ cell: String) {
    var text = cell
    if !cell.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      let visible = String(String.UnicodeScalarView(cell.unicodeScalars.compactMap(Self.visible)))
      text = Self.trimmed(visible)
      if text != cell { removed.append("blanks or invisible characters") }
    }
    if text.utf8.count > 2, text.utf8.first == 0x22, text.utf8.last == 0x22 {
      text = Self.trimmed(text)
      removed.append("quotes")
    }
    for marker in Self.decoyMarkers where Self.hasPrefix(text, marker) { exclusion = "decoy" }
    if exclusion == nil {
      for marker in Self.contaminantMarkers where Self.hasPrefix(text, marker) { exclusion = "contaminant" }
    }
    if exclusion == nil, text.hasPrefix("ERCC-") || text.hasPrefix("NIST_") { exclusion = "spike-in" }
    if text.hasPrefix("sp|") || text.hasPrefix("tr|") {
      let parts = text.split(separator: "|", omittingEmptySubsequences: false)
      if parts.count >= 2, !parts[1].isEmpty {
        text = String(parts[1])
        removed.append("fasta head")
      }
    }
    bare = text
  }

  private static let decoyMarkers = ["REV__", "rev_", "DECOY_", "decoy_", "XXX_", "##"]
  private static let contaminantMarkers = ["CON__", "contam_", "Cont_", "cont_"]

  private static func hasPrefix(_ text: String, _ marker: String) -> Bool { text.hasPrefix(marker) }

  /// The scalar as it should stand: typographic dashes become `-`, invisible characters vanish.
  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x2010...0x2015, 0x2212: "-"
    case 0xA0, 0x2007, 0x202F: " "
    case 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD: nil
    default: scalar
    }
  }

  /// The text without blanks and quotes at its ends.
  static func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while let first = view.unicodeScalars.first, first == " " || first == "\t" || first == "\"" { view.removeFirst() }
    while let last = view.unicodeScalars.last, last == " " || last == "\t" || last == "\"" { view.removeLast() }
    return String(view)
  }
}
