/// The YAML block at the head of an SSSOM file: its entries in order, each with the lines that it takes.
struct SssomBlock {
  /// A key with its lines, without their `#`.
  struct Entry {
    var key: String
    var lines: [String]
  }

  /// The entries; lines before the first key belong to an entry without one.
  private(set) var entries: [Entry] = []

  /// The block of a table; empty for other kinds.
  init(_ table: MappingTable) {
    let text = table.facts.first { $0.key == "sssom_block" }?.value ?? ""
    for line in text.split(separator: "\n").map({ String($0.hasPrefix("#") ? $0.dropFirst() : $0) }) {
      if let first = line.first, first != " ", first != "-", let colon = line.firstIndex(of: ":") {
        entries.append(Entry(key: String(line[..<colon]), lines: [line]))
      } else if entries.isEmpty {
        entries.append(Entry(key: "", lines: [line]))
      } else {
        entries[entries.count - 1].lines.append(line)
      }
    }
  }

  /// The block as it stands in a file, without a last line end.
  var text: String { entries.flatMap(\.lines).map { "#\($0)" }.joined(separator: "\n") }

  /// The values of a key: one, or those of a list; empty when it is not there.
  func values(_ key: String) -> [String] {
    guard let entry = entries.first(where: { $0.key == key }), let first = entry.lines.first else { return [] }
    let own = Self.trimmed(first.dropFirst(key.utf8.count + 1))
    if !own.isEmpty { return [own] }
    return entry.lines.dropFirst().compactMap { line in
      let item = line.drop { $0 == " " }
      guard item.hasPrefix("-") else { return nil }
      return Self.trimmed(item.dropFirst())
    }
  }

  /// A single value; empty when it is not there, or a list.
  func value(_ key: String) -> String {
    let found = values(key)
    return found.count == 1 ? found[0] : ""
  }

  /// The prefixes of the map.
  var prefixes: Set<String> {
    Set(
      (entries.first { $0.key == "curie_map" }?.lines.dropFirst() ?? []).compactMap { line in
        line.firstIndex(of: ":").map { Self.trimmed(line[..<$0]) }
      })
  }

  /// The slots that the block defines as extensions.
  var extensions: Set<String> {
    Set(
      (entries.first { $0.key == "extension_definitions" }?.lines ?? []).compactMap { line in
        guard let range = line.range(of: "slot_name:") else { return nil }
        return Self.trimmed(line[range.upperBound...])
      })
  }

  /// Sets the values of a key: one stands beside it, several make a list. New keys are put in order.
  mutating func set(_ key: String, _ values: [String]) {
    remove(key)
    let lines =
      values.count == 1 ? ["\(key): \(Self.quoted(values[0]))"] : ["\(key):"] + values.map { "- \(Self.quoted($0))" }
    let place = entries.firstIndex { $0.key > key } ?? entries.count
    entries.insert(Entry(key: key, lines: lines), at: place)
  }

  /// Takes a key out.
  mutating func remove(_ key: String) { entries.removeAll { $0.key == key } }

  /// A value that YAML would read as something else stands in quotes.
  private static func quoted(_ value: String) -> String {
    let isPlain =
      !value.contains(": ") && !value.contains(" #") && !value.hasSuffix(":")
      && value.first.map { !"-?:,[]{}#&*!|>'\"%@` ".contains($0) } ?? false
    return isPlain
      ? value : "'\(value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, " \"'".contains(first) { text = text.dropFirst() }
    while let last = text.last, " \"'\r".contains(last) { text = text.dropLast() }
    return String(text)
  }
}

extension String {
  /// Where a text stands first.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
