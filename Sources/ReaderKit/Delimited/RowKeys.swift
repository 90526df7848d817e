internal import OmicsIO

/// Numbers the distinct keys of rows in order of first appearance, a key being the bytes of some cells joined by `/`.
///
/// Open addressing over hashes beside one arena of bytes: no text is made for a key that is known.
struct RowKeys {
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  private var slots: [Int32]
  private var key: [UInt8] = []

  init() { slots = [Int32](repeating: -1, count: 1 << 8) }

  /// How many keys there are.
  var count: Int { ends.count }

  /// The text of a key.
  func text(_ index: Int) -> String {
    String(decoding: arena[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
  }

  /// The number of a row's key, and whether it is new.
  mutating func place(of row: Row, columns: [Int]) -> (index: Int, isNew: Bool) {
    key.removeAll(keepingCapacity: true)
    for (position, column) in columns.enumerated() {
      if position > 0 { key.append(0x2F) }
      if column < row.count { key.append(contentsOf: row.bytes(column)) }
    }
    let hash = Self.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, holdsKey(index) { return (index, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(ends.count)
    arena.append(contentsOf: key)
    ends.append(arena.count)
    hashes.append(hash)
    if ends.count * 2 > slots.count { grow() }
    return (ends.count - 1, true)
  }

  private func holdsKey(_ index: Int) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == key.count else { return false }
    for offset in key.indices where arena[start + offset] != key[offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// FNV-1a over eight bytes at a time, mixed at the end. Hashes never reach an output.
  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    bytes.withUnsafeBytes { raw in
      var offset = 0
      while offset + 8 <= raw.count {
        hash = (hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x0000_0100_0000_01B3
        hash ^= hash >> 29
        offset += 8
      }
      while offset < raw.count {
        hash = (hash ^ UInt64(raw[offset])) &* 0x0000_0100_0000_01B3
        offset += 1
      }
    }
    hash ^= hash >> 32
    hash = hash &* 0x9E37_79B9_7F4A_7C15
    return hash ^ (hash >> 29)
  }
}
