internal import Schema

/// What header lines say about the release: `#!genome-build`, `##provider: GENCODE`, `#description: …`.
struct HeaderFacts {
  private var keys: [String] = []
  private var values: [String: [String]] = [:]

  /// Keys that single-hash lines of GENCODE GFF3 files carry.
  private static let plainKeys: Set<String> = ["description", "provider", "contact", "format", "date"]

  /// Takes a line that starts with `#`; false when it is a plain comment.
  mutating func take(_ line: String) -> Bool {
    let hashes = line.prefix { $0 == "#" }.count
    var body = line.dropFirst(hashes)
    let isBang = hashes == 1 && body.first == "!"
    if isBang { body = body.dropFirst() }
    let isDirective = hashes == 2 || isBang
    guard let end = body.firstIndex(where: { $0 == ":" || $0 == " " || $0 == "\t" }) else {
      guard isDirective, !body.isEmpty else { return hashes > 2 && body.isEmpty }
      add(String(body), "")
      return true
    }
    let key = String(body[..<end])
    guard isDirective || (hashes == 1 && body[end] == ":" && Self.plainKeys.contains(key)), !key.isEmpty else {
      return false
    }
    let value = body[body.index(after: end)...].drop { $0 == " " || $0 == "\t" || $0 == ":" }
    add(key, Self.trimmedEnd(value))
    return true
  }

  private mutating func add(_ key: String, _ value: String) {
    if values[key] == nil { keys.append(key) }
    values[key, default: []].append(value)
  }

  private static func trimmedEnd(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return String(text)
  }

  /// The value of a key; several values are joined by `; `.
  subscript(key: String) -> String? { values[key]?.joined(separator: "; ") }

  /// The facts as settings, sorted by key.
  var settings: [Feature.Attribute] {
    keys.sorted().map { Feature.Attribute("header.\($0)", self[$0] ?? "") }
  }
}
