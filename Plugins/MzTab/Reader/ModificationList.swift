internal import Schema

/// One modification of a sequence as mzTab writes it.
struct SequenceModification {
  /// Candidate positions: 0 is the N-terminus, length + 1 the C-terminus; empty when unknown.
  var positions: [Int]
  /// `UNIMOD:4`, `MOD:00412`, `CHEMMOD:+159.93`, `SUBST:R`, or a neutral loss in brackets.
  var accession: String
  /// A neutral loss stands for itself.
  var isNeutralLoss: Bool
}

/// Reads the modifications column (specification 1.0, section 5.8).
enum ModificationList {
  /// The modifications of a cell, and the items that could not be read.
  static func parse(_ cell: String) -> (modifications: [SequenceModification], unread: [String]) {
    guard cell != "0", cell.lowercased() != "null", !cell.isEmpty else { return ([], []) }
    var list: [SequenceModification] = []
    var unread: [String] = []
    for item in MzTabParameter.split(cell, at: ",") {
      let text = MzTabParameter.trimmed(item[...])
      if text.isEmpty { continue }
      if let modification = one(text) { list.append(modification) } else { unread.append(text) }
    }
    return (list, unread)
  }

  private static func one(_ text: String) -> SequenceModification? {
    if text.first == "[" {
      guard let loss = MzTabParameter(text) else { return nil }
      return SequenceModification(
        positions: [], accession: loss.accession.isEmpty ? loss.name : loss.accession, isNeutralLoss: true)
    }
    let head = text.prefix { $0.isNumber || $0 == "|" || $0 == " " || $0 == "[" || $0 == "n" || $0 == "u" || $0 == "l" }
    // A position list ends at the first minus outside brackets; what follows may hold further ones (`CHEMMOD:-NH4`).
    if !head.isEmpty, let minus = firstMinus(text) {
      let accession = MzTabParameter.trimmed(text[text.index(after: minus)...])
      guard let positions = positions(text[..<minus]), !accession.isEmpty else { return nil }
      return SequenceModification(positions: positions, accession: accession, isNeutralLoss: false)
    }
    guard text.contains(":"), text.prefix(while: { $0 != ":" }).allSatisfy(\.isLetter) else { return nil }
    return SequenceModification(positions: [], accession: text, isNeutralLoss: false)
  }

  private static func firstMinus(_ text: String) -> String.Index? {
    var depth = 0
    for index in text.indices {
      if text[index] == "[" { depth += 1 }
      if text[index] == "]" { depth -= 1 }
      if depth == 0, text[index] == ":" { return nil }
      if depth == 0, text[index] == "-" { return index }
    }
    return nil
  }

  /// `3`, `3|4`, `3[MS,MS:1001876,modification probability,0.8]|4[…]`, or `null`.
  private static func positions(_ text: Substring) -> [Int]? {
    if text.lowercased() == "null" { return [] }
    var list: [Int] = []
    for part in MzTabParameter.split(String(text), at: "|") {
      let digits = part.prefix { $0 != "[" }
      guard let position = Int(MzTabParameter.trimmed(digits)) else { return nil }
      list.append(position)
    }
    return list
  }
}
