import OmicsIO

/// Reads one value in brackets, braces or quotes of a manifest.
struct ManifestFlow {
  private let text: [Character]
  private var position = 0

  init(_ text: String) { self.text = Array(text) }

  /// The value, when the text holds exactly one (and perhaps a comment behind it).
  mutating func document() -> JSONValue? {
    guard let value = value(stops: []) else { return nil }
    let before = position
    skipSpace()
    guard position == text.count || (text[position] == "#" && position > before) else { return nil }
    return value
  }

  private mutating func skipSpace() {
    while position < text.count, text[position] == " " { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard position < text.count, text[position] == character else { return false }
    position += 1
    return true
  }

  private mutating func value(stops: [Character]) -> JSONValue? {
    skipSpace()
    guard position < text.count else { return nil }
    switch text[position] {
    case "[": return list()
    case "{": return map()
    case "\"", "'": return quoted().map(JSONValue.string)
    default: return .string(plain(stops: stops))
    }
  }

  private mutating func list() -> JSONValue? {
    position += 1
    var elements: [JSONValue] = []
    while !take("]") {
      guard let element = value(stops: [",", "]"]) else { return nil }
      elements.append(element)
      if take(",") { continue }
      guard take("]") else { return nil }
      break
    }
    return .array(elements)
  }

  private mutating func map() -> JSONValue? {
    position += 1
    var members: [JSONValue.Member] = []
    while !take("}") {
      guard let key = value(stops: [":"])?.text, take(":") else { return nil }
      guard let value = value(stops: [",", "}"]) else { return nil }
      members.append(.init(key, value))
      if take(",") { continue }
      guard take("}") else { return nil }
      break
    }
    return .object(members)
  }

  private mutating func quoted() -> String? {
    let quote = text[position]
    position += 1
    var result = ""
    while position < text.count {
      let character = text[position]
      position += 1
      if character == quote {
        guard quote == "'", position < text.count, text[position] == "'" else { return result }
        position += 1
        result.append("'")
      } else if character == "\\", quote == "\"" {
        guard position < text.count else { return nil }
        switch text[position] {
        case "t": result.append("\t")
        case "n": result.append("\n")
        case "\\", "\"", "/": result.append(text[position])
        default: return nil
        }
        position += 1
      } else {
        result.append(character)
      }
    }
    return nil
  }

  private mutating func plain(stops: [Character]) -> String {
    var result = ""
    while position < text.count, !stops.contains(text[position]) {
      result.append(text[position])
      position += 1
    }
    while result.last == " " { result.removeLast() }
    return result
  }
}
