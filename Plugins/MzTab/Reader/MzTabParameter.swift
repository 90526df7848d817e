internal import Schema

/// A parameter `[label, accession, name, value]`; user parameters have no label and no accession.
struct MzTabParameter: Hashable {
  var label: String
  var accession: String
  var name: String
  var value: String

  /// Reads a parameter; nil when the text is none.
  ///
  /// A part that holds commas is quoted (specification 1.0, section 5.3); without quotes the surplus belongs to the
  /// name.
  init?(_ text: String) {
    let trimmed = Self.trimmed(text[...])
    guard trimmed.first == "[", trimmed.last == "]", trimmed.count >= 2 else { return nil }
    var parts = Self.split(String(trimmed.dropFirst().dropLast()), at: ",")
    guard parts.count >= 3 else { return nil }
    if parts.count > 4 {
      let name = parts[2..<(parts.count - 1)].joined(separator: ",")
      parts = [parts[0], parts[1], name, parts[parts.count - 1]]
    }
    let clean = parts.map { Self.unquoted(Self.trimmed($0[...])) }
    (label, accession, name) = (clean[0], clean[1], clean[2])
    value = clean.count > 3 ? clean[3] : ""
  }

  /// The parts of a text between separators outside quotes and brackets.
  static func split(_ text: String, at separator: Character) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted {
        if character == "[" { depth += 1 }
        if character == "]" { depth = max(0, depth - 1) }
        if character == separator, depth == 0 {
          parts.append(current)
          current = ""
          continue
        }
      }
      current.append(character)
    }
    parts.append(current)
    return parts
  }

  /// Text without blanks around it.
  static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return String(text)
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
    return String(text.dropFirst().dropLast())
  }
}
