/// A peptide in ProForma notation, with its charge behind a slash, in the words of mzTab.
struct MzTabPeptide {
  /// The optional column that holds a notation the modifications column cannot.
  static let proformaColumn = "opt_global_cv_MS:1003169_proforma_peptidoform_sequence"

  /// The notation without the charge and the number of a repeated row.
  let proforma: String
  /// The charge; empty when not stated.
  let charge: String
  /// The plain residues.
  let residues: String
  /// The modifications column; nil when it cannot hold them.
  let modifications: String?

  /// The parts of a feature's id: notation, slash and charge, number sign and number of a repeated row.
  init(id: String) {
    var text = id[...]
    if let mark = text.lastIndex(of: "#"), Int(text[text.index(after: mark)...]) != nil { text = text[..<mark] }
    var charge = ""
    if let slash = text.lastIndex(of: "/"), Int(text[text.index(after: slash)...]) != nil {
      charge = String(text[text.index(after: slash)...])
      text = text[..<slash]
    }
    self.init(proforma: String(text), charge: charge)
  }

  /// A notation.
  init(proforma: String, charge: String = "") {
    self.proforma = proforma
    self.charge = charge
    var residues = ""
    var items: [(positions: [Int], name: String)] = []
    var groups: [String: Int] = [:]
    var isWritable = true
    var rest = proforma[...]
    var open: [String] = []
    var isTail = false
    /// Puts the tags that stand before the position into the list.
    func place(_ position: Int?) {
      for tag in open {
        let pieces = tag.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let name = Self.accession(String(pieces[0]))
        if pieces.count == 2 {
          let label = String(pieces[1].prefix { $0 != "(" })
          if let known = groups[label] {
            if let position { items[known].positions.append(position) }
            continue
          }
          groups[label] = items.count
        }
        guard let name else {
          isWritable = false
          continue
        }
        items.append((position.map { [$0] } ?? [], name))
      }
      open = []
    }
    while let first = rest.first {
      if first == "[" {
        var depth = 0
        var end = rest.startIndex
        while end < rest.endIndex {
          if rest[end] == "[" { depth += 1 }
          if rest[end] == "]" { depth -= 1 }
          end = rest.index(after: end)
          if depth == 0 { break }
        }
        open.append(String(rest[rest.startIndex..<end].dropFirst().dropLast()))
        rest = rest[end...]
        continue
      }
      switch first {
      case "?": place(nil)
      case "-":
        if residues.isEmpty {
          place(0)
        } else {
          place(residues.count)
          isTail = true
        }
      case "A"..."Z":
        place(residues.count)
        residues.append(first)
      default: isWritable = false
      }
      rest = rest.dropFirst()
    }
    place(isTail ? residues.count + 1 : residues.count)
    self.residues = residues
    let list = items.map { item in
      let positions = item.positions.isEmpty ? "null" : item.positions.map { "\($0)" }.joined(separator: "|")
      return "\(positions)-\(item.name)"
    }
    modifications = isWritable ? list.joined(separator: ",") : nil
  }

  /// The identifier of a tag in the words of mzTab; nil when it has none.
  private static func accession(_ tag: String) -> String? {
    if tag.hasPrefix("UNIMOD:") || tag.hasPrefix("MOD:") { return tag.contains("|") ? nil : tag }
    if tag.hasPrefix("Formula:") { return "CHEMMOD:+\(tag.dropFirst(8))" }
    if tag.hasPrefix("INFO:CHEMMOD:") || tag.hasPrefix("INFO:SUBST:") { return String(tag.dropFirst(5)) }
    guard tag.hasPrefix("+") || tag.hasPrefix("-"), Double(tag) != nil else { return nil }
    return "CHEMMOD:\(tag)"
  }
}
