internal import Schema

/// Distinct byte strings with indices in order of first appearance, in one arena: no String an identifier.
struct IdentifierTable {
  private var texts = TextArena()
  private var lines: [Int32] = []
  private var numbered = NumberedIdentifiers()
  private var others = TextIndex()
  private var hasOthers = false
  /// What is looked for first: references mostly come in the order of what they name.
  private var expected = 0

  /// How many identifiers there are.
  var count: Int { texts.count }

  /// The index of an identifier, added with its line when it is new.
  mutating func insert(_ key: UnsafeRawBufferPointer, line: Int = 0) -> (index: Int, isNew: Bool) {
    let place = numbered.place(key)
    if let known = index(key, place) { return (known, false) }
    if let place, numbered.insert(count, at: place) {
      // Found by its number from now on.
    } else {
      others.insert(TextIndex.hash(key), count)
      hasOthers = true
    }
    texts.append(key)
    lines.append(Int32(clamping: line))
    return (count - 1, true)
  }

  /// The index of an identifier; nil when it was never added.
  mutating func find(_ key: UnsafeRawBufferPointer) -> Int? {
    if expected < count, texts.equals(expected, key) {
      expected += 1
      return expected - 1
    }
    let place = numbered.place(key)
    guard let found = index(key, place) else { return nil }
    expected = found + 1
    return found
  }

  /// The identifier with an index.
  func string(_ index: Int) -> String { texts[index] }

  /// The line an identifier was first seen on; 0 when it was not said.
  func line(_ index: Int) -> Int { Int(lines[index]) }

  private func index(_ key: UnsafeRawBufferPointer, _ place: NumberedIdentifiers.Place?) -> Int? {
    if let place, let known = numbered.index(place) { return known }
    return hasOthers ? others.find(TextIndex.hash(key)) { texts.equals($0, key) } : nil
  }
}
