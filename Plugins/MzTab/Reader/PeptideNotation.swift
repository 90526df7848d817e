internal import ReaderKit
internal import Schema

/// Turns a sequence and its modifications column into ProForma, and says what could not be placed.
enum PeptideNotation {
  /// The peptide in ProForma; without what cannot be read or placed, which is diagnosed.
  static func proforma(
    _ residues: String, modifications cell: String, line: Int, into builder: inout DatasetBuilder
  ) -> String {
    if cell.isEmpty || cell == "0" { return residues }
    let parsed = ModificationList.parse(cell)
    for item in parsed.unread {
      builder.warn(
        "unread-modification",
        "\"\(item)\" is not a modification as mzTab writes them; it is left out of the ProForma text",
        line: line, column: "modifications")
    }
    if let text = ProForma.write(residues, parsed.modifications) { return text }
    builder.warn(
      "modification-outside-sequence",
      "a modification of \"\(cell)\" lies outside \(residues); its position is left open",
      line: line, column: "modifications")
    let loose = parsed.modifications.map { modification -> SequenceModification in
      var loose = modification
      if !modification.positions.allSatisfy({ $0 <= residues.count + 1 }) { loose.positions = [] }
      return loose
    }
    return ProForma.write(residues, loose) ?? residues
  }
}
