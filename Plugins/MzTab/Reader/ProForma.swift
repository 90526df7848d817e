internal import Schema

/// Peptides in ProForma 2.0 notation.
enum ProForma {
  /// The residues of a sequence as written: text in parentheses or brackets and terminal marks are left out.
  static func residues(_ sequence: String) -> String {
    if sequence.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) { return sequence }
    var plain = ""
    var depth = 0
    for character in sequence {
      switch character {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth = max(0, depth - 1)
      case "A"..."Z": if depth == 0 { plain.append(character) }
      default: break
      }
    }
    return plain
  }

  /// The peptide with its modifications; nil when one of them lies outside the sequence.
  ///
  /// A modification with several candidate sites becomes a group (`S[UNIMOD:21#g1]…S[#g1]`), one without a position
  /// stands before the sequence with a question mark.
  static func write(_ residues: String, _ modifications: [SequenceModification]) -> String? {
    let letters = Array(residues)
    var tags = [[String]](repeating: [], count: letters.count + 2)
    var unplaced = ""
    var groups = 0
    for modification in modifications where !modification.isNeutralLoss {
      let name = tag(modification.accession)
      guard let first = modification.positions.first else {
        unplaced += "[\(name)]"
        continue
      }
      guard modification.positions.allSatisfy({ $0 >= 0 && $0 < tags.count }) else { return nil }
      if modification.positions.count == 1 {
        tags[first].append("[\(name)]")
      } else {
        groups += 1
        for (index, position) in modification.positions.enumerated() {
          tags[position].append(index == 0 ? "[\(name)#g\(groups)]" : "[#g\(groups)]")
        }
      }
    }
    var text = unplaced.isEmpty ? "" : unplaced + "?"
    if !tags[0].isEmpty { text += tags[0].joined() + "-" }
    for (index, letter) in letters.enumerated() { text += String(letter) + tags[index + 1].joined() }
    if let last = tags.last, !last.isEmpty { text += "-" + last.joined() }
    return text
  }

  /// `UNIMOD:4` and `MOD:00412` as they are; `CHEMMOD:+15.99` as a mass, `CHEMMOD:+C2H2O` as a formula.
  private static func tag(_ accession: String) -> String {
    guard accession.hasPrefix("CHEMMOD:") else {
      return accession.hasPrefix("SUBST:") ? "INFO:\(accession)" : accession
    }
    let body = String(accession.dropFirst(8))
    if let first = body.first, first.isNumber { return "+" + body }
    if body.dropFirst().first?.isNumber == true { return body }
    return body.hasPrefix("+") ? "Formula:\(body.dropFirst())" : "INFO:\(accession)"
  }
}
