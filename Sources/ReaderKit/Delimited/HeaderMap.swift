internal import Schema

/// The header of a table: finds columns by the names of a manifest, however an exporter or R has changed them.
///
/// A name fits a header as it is written; else by letters and digits alone, without case, every run of other characters
/// one dot, and R's `X` before what cannot begin a name dropped.
struct HeaderMap: Sendable {
  /// The header as written.
  let names: [String]
  /// The condition that stands above each column; empty in a header of one line.
  private(set) var conditions: [String] = []
  private var exact: [String: Int] = [:]
  private var folded: [String: Int] = [:]

  init(_ names: [String]) {
    self.names = names
    for (index, name) in names.enumerated() {
      if exact[name] == nil { exact[name] = index }
      let key = Self.fold(name)
      if folded[key] == nil { folded[key] = index }
    }
  }

  /// The header of several lines: the first holds blocks, the second conditions, the last the names; what stands above
  /// holds for the empty cells behind it. A name below a block is written `block: name`.
  init(lines: [[String]]) {
    guard let last = lines.last, lines.count > 1 else {
      self.init(lines.first ?? [])
      return
    }
    let blocks = Self.carried(lines[0], to: last.count)
    self.init(last.indices.map { blocks[$0].isEmpty ? last[$0] : "\(blocks[$0]): \(last[$0])" })
    if lines.count > 2 { conditions = Self.carried(lines[1], to: last.count) }
  }

  private static func carried(_ cells: [String], to count: Int) -> [String] {
    var open = ""
    return (0..<count).map { column in
      if column < cells.count, !cells[column].isEmpty { open = cells[column] }
      return open
    }
  }

  /// The first column that one of the names fits; nil when there is none.
  func column(_ candidates: [String]) -> Int? {
    for name in candidates { if let index = exact[name] { return index } }
    for name in candidates { if let index = folded[Self.fold(name)] { return index } }
    return nil
  }

  /// Whether a column is there.
  func has(_ name: String) -> Bool { column([name]) != nil }

  /// Names that stand twice, the empty one of an index column aside.
  var repeated: String? {
    var seen: Set<String> = []
    return names.first { !$0.isEmpty && !seen.insert($0).inserted }
  }

  /// A name by letters and digits alone.
  static func fold(_ name: String) -> String {
    var key = ""
    var isOpen = false
    for scalar in name.unicodeScalars {
      let isWord =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || scalar.value > 127
      if isWord {
        if isOpen && !key.isEmpty { key += "." }
        isOpen = false
        key += scalar.properties.lowercaseMapping
      } else {
        isOpen = true
      }
    }
    // R writes X before a digit, and X. for a sign at the beginning.
    if key.hasPrefix("x."), key.count > 2 { return String(key.dropFirst(2)) }
    if key.hasPrefix("x"), let second = key.dropFirst().first, second.isNumber { return String(key.dropFirst()) }
    return key
  }
}
