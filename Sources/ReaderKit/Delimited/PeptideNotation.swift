/// Peptides with modifications as search engines write them, in ProForma (Bittremieux et al. 2022,
/// doi:10.1021/acs.jproteome.1c00771).
///
/// Understood are groups in round or square brackets behind a residue or before the first, nested brackets, UNIMOD
/// accessions, mass shifts, names with their site, MaxQuant's two-letter codes, and the underscores and dots that
/// engines set around. A name is kept as it is written: no accession is made up.
enum PeptideNotation {
  private static let codes = ["ac": "Acetyl", "ox": "Oxidation", "ph": "Phospho", "de": "Deamidated"]

  /// The ProForma of a peptide and its plain sequence; nil when the text is of no known shape.
  static func proforma(_ text: String) -> (proforma: String, sequence: String)? {
    let characters = withoutFlanks(Array(text))
    var (proforma, sequence) = ("", "")
    var index = 0
    while index < characters.count {
      let character = characters[index]
      switch character {
      case "_", ".", "-": index += 1
      case "n" where sequence.isEmpty && index + 1 < characters.count && "[(".contains(characters[index + 1]):
        index += 1
      case "[", "(":
        guard let end = closing(characters, index) else { return nil }
        let name = modification(String(characters[(index + 1)..<end]))
        proforma += sequence.isEmpty ? "[\(name)]-" : "[\(name)]"
        index = end + 1
      default:
        guard character.isLetter, character.isUppercase else { return nil }
        proforma.append(character)
        sequence.append(character)
        index += 1
      }
    }
    return sequence.isEmpty ? nil : (proforma, sequence)
  }

  /// Without the residues before and behind the peptide: K.PEPTIDE.R, -.PEPTIDE.R.
  private static func withoutFlanks(_ characters: [Character]) -> [Character] {
    func isFlank(_ character: Character) -> Bool { character == "-" || character.isUppercase }
    var rest = characters[...]
    if rest.count > 4, isFlank(rest[0]), rest[1] == "." { rest = rest.dropFirst(2) }
    if rest.count > 4, let last = rest.last, isFlank(last), rest[rest.endIndex - 2] == "." { rest = rest.dropLast(2) }
    return Array(rest)
  }

  private static func closing(_ characters: [Character], _ start: Int) -> Int? {
    var depth = 0
    for index in start..<characters.count {
      if "[(".contains(characters[index]) { depth += 1 }
      if "])".contains(characters[index]) {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  private static func modification(_ text: String) -> String {
    if let name = codes[text] { return name }
    if text.lowercased().hasPrefix("unimod:") { return "UNIMOD:\(text.dropFirst(7))" }
    if Double(text) != nil { return text.hasPrefix("-") || text.hasPrefix("+") ? text : "+\(text)" }
    // "Oxidation (M)": the site stands behind the name.
    if text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex {
      let name = text[..<open]
      return String(name.hasSuffix(" ") ? name.dropLast() : name)
    }
    return text
  }
}
