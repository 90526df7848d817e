/// Letters that no identifier of a database has: look-alikes from other alphabets, blanks and marks that cannot be seen.
public enum OddLetters {
  /// The code points beyond ASCII, such as `U+0410, U+200B`; nil where there are none.
  public static func codePoints(in text: String) -> String? {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return text.unicodeScalars.filter { !$0.isASCII }.map { name(of: $0) }.joined(separator: ", ")
  }

  /// The code points that cannot be seen; nil where there are none.
  public static func unseen(in text: String) -> String? {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let hidden = text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0xA0, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: true
      default: false
      }
    }
    return hidden.isEmpty ? nil : hidden.map { name(of: $0) }.joined(separator: ", ")
  }

  /// The Greek and Cyrillic capitals that look like Latin ones, where they stand beside Latin letters or digits.
  public static func lookAlikes(in text: String) -> String? {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let scalars = Array(text.unicodeScalars)
    var found: [String] = []
    for (index, scalar) in scalars.enumerated() where similar.contains(scalar) {
      let beside = [index - 1, index + 1].filter { scalars.indices.contains($0) }.map { scalars[$0] }
      if beside.contains(where: { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }) {
        found.append(name(of: scalar))
      }
    }
    return found.isEmpty ? nil : found.joined(separator: ", ")
  }

  private static let similar = Set(
    "\u{391}\u{392}\u{395}\u{396}\u{397}\u{399}\u{39A}\u{39C}\u{39D}\u{39F}\u{3A1}\u{3A4}\u{3A5}\u{3A7}\u{405}\u{406}\u{408}\u{410}\u{412}\u{415}\u{41A}\u{41C}\u{41D}\u{41E}\u{420}\u{421}\u{422}\u{425}"
      .unicodeScalars)

  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
