/// A cell of SDRF: plain text, a controlled word, or `key=value` pairs such as `NT=Oxidation;AC=UNIMOD:35;TA=M`.
public struct SDRFCell: Sendable, Hashable {
  /// The cell as written.
  public let text: String
  /// The pairs in order, keys in upper case; empty for plain text.
  public let pairs: [(key: String, value: String)]

  /// A cell.
  public init(_ text: String) {
    self.text = text
    var pairs: [(key: String, value: String)] = []
    for part in text.split(separator: ";") {
      guard let equals = part.firstIndex(of: "=") else {
        pairs = []
        break
      }
      let key = part[..<equals].split(separator: " ").joined(separator: " ")
      guard !key.isEmpty, key.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == " ") }) else {
        pairs = []
        break
      }
      let value = part[part.index(after: equals)...].drop { $0 == " " }
      pairs.append((key.uppercased(), String(value)))
    }
    self.pairs = pairs
  }

  /// The value of a key, in whatever case it was written; nil when there is none.
  public func value(_ key: String) -> String? { pairs.first { $0.key == key.uppercased() }?.value }

  /// The name of the term: what `NT` says, else the text; empty for words that mean that nothing is known.
  public var name: String { isKnown ? value("NT") ?? text : "" }

  /// Whether the cell says something: not `not available`, `not applicable`, or nothing.
  public var isKnown: Bool {
    !["", "na", "n/a", "not available", "not applicable"].contains(text.lowercased())
  }

  /// Two cells are the same when their text is.
  public static func == (left: SDRFCell, right: SDRFCell) -> Bool { left.text == right.text }

  /// Hashes the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
