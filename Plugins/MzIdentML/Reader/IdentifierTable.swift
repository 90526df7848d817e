/// Distinct byte strings with indices in order of first appearance, in one arena: no String an identifier.
struct IdentifierTable {
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  private var lines: [Int32] = []
  private var slots: [Int32]
  private var mask: Int

  /// How many identifiers there are.
  var count: Int { ends.count }

  /// An empty table.
  init() {
    slots = [Int32](repeating: -1, count: 64)
    mask = 63
  }

  /// The index of an identifier, added with its line when it is new.
  mutating func insert(_ key: UnsafeRawBufferPointer, line: Int = 0) -> (index: Int, isNew: Bool) {
    if ends.count * 2 >= slots.count { grow() }
    var slot = Self.hash(key) & mask
    while slots[slot] >= 0 {
      if equals(Int(slots[slot]), key) { return (Int(slots[slot]), false) }
      slot = (slot + 1) & mask
    }
    let index = ends.count
    slots[slot] = Int32(index)
    arena.append(contentsOf: key)
    ends.append(arena.count)
    lines.append(Int32(clamping: line))
    return (index, true)
  }

  /// The index of an identifier; nil when it was never added.
  func find(_ key: UnsafeRawBufferPointer) -> Int? {
    var slot = Self.hash(key) & mask
    while slots[slot] >= 0 {
      if equals(Int(slots[slot]), key) { return Int(slots[slot]) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The identifier with an index.
  func string(_ index: Int) -> String { String(decoding: arena[start(index)..<ends[index]], as: UTF8.self) }

  /// The line an identifier was first seen on; 0 when it was not said.
  func line(_ index: Int) -> Int { Int(lines[index]) }

  private func start(_ index: Int) -> Int { index == 0 ? 0 : ends[index - 1] }

  private func equals(_ index: Int, _ key: UnsafeRawBufferPointer) -> Bool {
    let begin = start(index)
    guard ends[index] - begin == key.count else { return false }
    return arena.withUnsafeBytes { bytes in
      UnsafeRawBufferPointer(rebasing: bytes[begin..<begin + key.count]).elementsEqual(key)
    }
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    mask = slots.count - 1
    for index in ends.indices {
      let hash = arena.withUnsafeBytes { bytes in
        Self.hash(UnsafeRawBufferPointer(rebasing: bytes[start(index)..<ends[index]]))
      }
      var slot = hash & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(index)
    }
  }

  /// Seeded by the process, so that hostile identifiers cannot be made to collide; no output depends on it.
  private static func hash(_ key: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: key)
    return hasher.finalize()
  }
}
