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

  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
