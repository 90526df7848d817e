/// Finds rows by a text that stands elsewhere: eight bytes a row and no String.
///
/// The index knows hashes only; whoever asks compares the texts. Hashes are seeded by the process, so that hostile texts
/// cannot be made to collide; no output depends on them.
public struct TextIndex: Sendable {
  /// The upper half of a slot is the hash, the lower half the row plus one; 0 is a free slot.
  @usableFromInline var slots = [UInt64](repeating: 0, count: 64)
  @usableFromInline var count = 0

  /// An empty index.
  public init() {}

  /// The hash of a text.
  public static func hash(_ text: UnsafeRawBufferPointer, seed: Int = 0) -> UInt32 {
    UInt32(truncatingIfNeeded: TextHash.hash(text, salt: seed))
  }

  /// The row with this hash that `isSame` confirms; nil when there is none.
  @inlinable
  public func find(_ hash: UInt32, where isSame: (Int) -> Bool) -> Int? {
    let mask = slots.count &- 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if UInt32(truncatingIfNeeded: slots[slot] >> 32) == hash {
        let row = Int(slots[slot] & 0xFFFF_FFFF) &- 1
        if isSame(row) { return row }
      }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// Adds a row that was not found.
  @inlinable
  public mutating func insert(_ hash: UInt32, _ row: Int) {
    if count &* 3 >= slots.count &* 2 { grow() }
    count &+= 1
    place(UInt64(hash) << 32 | UInt64(row &+ 1))
  }

  /// Adds a row under a text; false when a row that `isSame` confirms is there already.
  public mutating func add(_ row: Int, _ text: UnsafeRawBufferPointer, where isSame: (Int) -> Bool) -> Bool {
    let hash = Self.hash(text)
    guard find(hash, where: isSame) == nil else { return false }
    insert(hash, row)
    return true
  }

  @usableFromInline
  mutating func place(_ entry: UInt64) {
    let mask = slots.count &- 1
    var slot = Int(entry >> 32) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = entry
  }

  @usableFromInline
  mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 { place(entry) }
  }
}
