import Schema

/// What stands around the text of each term's scores in a canonical table: `accession|name|` and `|direction`.
struct ScoreWords {
  static let separators = [UInt8(ascii: ";"), UInt8(ascii: "|")]

  /// By slot, what stands before the text.
  let heads: [[UInt8]]
  /// By slot, what stands after it.
  let tails: [[UInt8]]

  init(_ table: ScoreTable) {
    heads = table.terms.map { term in
      var head: [UInt8] = []
      for field in [term.accession, term.name] {
        CanonicalCell.appendEscaped(field, separators: Self.separators, to: &head)
        head.append(UInt8(ascii: "|"))
      }
      return head
    }
    tails = table.terms.map { Array("|\($0.direction.rawValue)".utf8) }
  }

  /// Whether a text is a number, or none, by the rules of a score and by those of a canonical cell alike.
  static func isPlainNumber(_ text: [UInt8]) -> Bool {
    guard text.first != UInt8(ascii: "+") else { return false }
    for byte in text {
      switch byte {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: break
      default: return false
      }
    }
    return true
  }
}
