/// Text made safe for HTML and terminals: the only place that escapes.
public enum HTMLText {
  /// Text for element content and attribute values in double quotes; control and bidirectional characters are shown.
  public static func escape(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out += visible(scalar)
      }
    }
    return out
  }

  /// Text for a terminal: control and bidirectional characters are shown.
  public static func terminal(_ text: String) -> String { text.unicodeScalars.map(visible).joined() }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x0A, 0x09: " "
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
      "\\u{\(String(scalar.value, radix: 16))}"
    default: String(Character(scalar))
    }
  }
}
