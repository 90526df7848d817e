internal import Schema

/// Identifiers that are a number within a text that many share (`SII_17_1`), found by their number.
///
/// The number is the longest run of digits, the first of equally long ones, so that an identifier has one pattern only.
/// Files count in order: the places looked at are neighbours, where those of a hash are not.
struct NumberedIdentifiers {
  private struct Pattern {
    var prefix: [UInt8]
    var suffix: [UInt8]
    /// The longest runs of digits in the two.
    var prefixRun: Int
    var suffixRun: Int
    /// The index by number; -1 for none.
    var indices: [Int32] = []
  }

  /// An identifier as a pattern and a number.
  struct Place {
    fileprivate var pattern: Int
    fileprivate var number: Int
  }

  private static let mostPatterns = 24
  private static let mostDigits = 9

  private var patterns: [Pattern] = []
  private var last = 0

  /// Where an identifier stands; nil for one without a number, or of a pattern too many.
  mutating func place(_ key: UnsafeRawBufferPointer) -> Place? {
    for step in patterns.indices {
      let index = step == 0 ? last : step <= last ? step - 1 : step
      if let number = Self.number(key, patterns[index]) {
        last = index
        return Place(pattern: index, number: number)
      }
    }
    guard patterns.count < Self.mostPatterns, let pattern = Self.pattern(of: key),
      let number = Self.number(key, pattern)
    else { return nil }
    last = patterns.count
    patterns.append(pattern)
    return Place(pattern: last, number: number)
  }

  /// The index at a place.
  func index(_ place: Place) -> Int? {
    let indices = patterns[place.pattern].indices
    return place.number < indices.count && indices[place.number] >= 0 ? Int(indices[place.number]) : nil
  }

  /// Puts an index to a place; false where so much would lie empty that a hash is better.
  mutating func insert(_ index: Int, at place: Place) -> Bool {
    let count = patterns[place.pattern].indices.count
    guard place.number <= count * 2 + 1024 else { return false }
    if place.number >= count {
      patterns[place.pattern].indices.append(contentsOf: repeatElement(-1, count: place.number - count + 1))
    }
    patterns[place.pattern].indices[place.number] = Int32(index)
    return true
  }

  /// The number of an identifier that has this pattern.
  private static func number(_ key: UnsafeRawBufferPointer, _ pattern: borrowing Pattern) -> Int? {
    let start = pattern.prefix.count
    let end = key.count - pattern.suffix.count
    let digits = end - start
    guard digits > pattern.prefixRun, digits >= pattern.suffixRun, digits > 0, digits <= mostDigits else { return nil }
    var number = 0
    for place in start..<end {
      guard isDigit(key[place]) else { return nil }
      number = number &* 10 &+ Int(key[place] &- 0x30)
    }
    // 7 and 07 are two identifiers.
    guard key[start] != 0x30 || digits == 1 else { return nil }
    let isSame =
      pattern.prefix.withUnsafeBytes { sameBytes($0, UnsafeRawBufferPointer(rebasing: key[..<start])) }
      && pattern.suffix.withUnsafeBytes { sameBytes($0, UnsafeRawBufferPointer(rebasing: key[end...])) }
    return isSame ? number : nil
  }

  private static func pattern(of key: UnsafeRawBufferPointer) -> Pattern? {
    var (longest, run) = (0..<0, 0)
    for place in key.indices {
      run = isDigit(key[place]) ? run + 1 : 0
      if run > longest.count { longest = (place + 1 - run)..<(place + 1) }
    }
    guard !longest.isEmpty else { return nil }
    let (prefix, suffix) = (key[..<longest.lowerBound], key[longest.upperBound...])
    return Pattern(
      prefix: Array(prefix), suffix: Array(suffix), prefixRun: longestRun(prefix), suffixRun: longestRun(suffix))
  }

  private static func longestRun(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    var (longest, run) = (0, 0)
    for byte in bytes {
      run = isDigit(byte) ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
