internal import Schema

/// The header of a table: finds columns by the names of a manifest, however an exporter or R has changed them.
///
/// A name fits a header as it is written; else by letters and digits alone, without case, every run of other characters
/// one dot, and R's `X` before what cannot begin a name dropped.
struct HeaderMap: Sendable {
  /// The header as written.
  let names: [String]
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

/// A header with `*` for the sample, and the samples it finds.
struct SamplePattern: Sendable {
  /// What stands before the sample.
  let prefix: String
  /// What stands behind it.
  let suffix: String

  init(_ pattern: String) {
    let parts = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
    prefix = String(parts[0])
    suffix = parts.count > 1 ? String(parts[1]) : ""
  }

  /// How much of a header the pattern states: of several that fit, the one that states the most is taken.
  var weight: Int { prefix.count + suffix.count }

  /// The sample of a header; nil when the pattern does not fit. R's dots for other characters are understood.
  func sample(in header: String) -> String? {
    let name = Array(header)
    guard name.count > prefix.count + suffix.count else { return nil }
    guard Self.fits(Array(prefix), name[..<prefix.count]),
      Self.fits(Array(suffix), name[(name.count - suffix.count)...])
    else { return nil }
    return String(name[prefix.count..<(name.count - suffix.count)])
  }

  private static func fits(_ pattern: [Character], _ text: ArraySlice<Character>) -> Bool {
    zip(pattern, text).allSatisfy { stated, found in
      if stated == found || stated.lowercased() == found.lowercased() { return true }
      return found == "." && !stated.isLetter && !stated.isNumber
    }
  }
}
