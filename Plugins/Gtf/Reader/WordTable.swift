internal import Glibc
internal import Schema

/// Distinct byte strings with small integer ids in order of first appearance.
///
/// The same job as `StringPool`, done on bytes: an annotation of millions of lines repeats a few hundred thousand
/// words, and no `String` is made until the end.
struct WordTable: ~Copyable {
  private var arena: UnsafeMutableRawPointer
  private var arenaCount = 0
  private var arenaCapacity = 1 << 16
  /// Word i is `arena[ends[i - 1] ..< ends[i]]`.
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// Open addressing: a word's id plus one, 0 for a free slot.
  private var slots: [Int32]

  init() {
    arena = .allocate(byteCount: arenaCapacity, alignment: 16)
    slots = [Int32](repeating: 0, count: 1 << 12)
  }

  deinit { arena.deallocate() }

  /// How many distinct words there are.
  var count: Int { ends.count }

  /// The id of a word, made when it is new.
  mutating func intern(_ word: UnsafeRawBufferPointer) -> Int32 {
    let hash = Self.hash(word)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = slots[slot] - 1
      if hashes[Int(id)] == hash && equals(Int(id), word) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    return insert(word, hash, slot)
  }

  /// The id of a word that is probably the one with the id `guess`; -1 for no guess.
  mutating func intern(_ word: UnsafeRawBufferPointer, guess: Int32) -> Int32 {
    if guess >= 0, equals(Int(guess), word) { return guess }
    return intern(word)
  }

  private mutating func insert(_ word: UnsafeRawBufferPointer, _ hash: UInt32, _ slot: Int) -> Int32 {
    let id = Int32(ends.count)
    reserve(word.count)
    if let start = word.baseAddress, word.count > 0 { memcpy(arena + arenaCount, start, word.count) }
    arenaCount += word.count
    ends.append(arenaCount)
    hashes.append(hash)
    slots[slot] = id + 1
    if ends.count * 2 > slots.count { grow() }
    return id
  }

  private mutating func reserve(_ extra: Int) {
    guard arenaCount + extra > arenaCapacity else { return }
    let capacity = max(arenaCapacity * 2, arenaCount + extra)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    memcpy(larger, arena, arenaCount)
    arena.deallocate()
    arena = larger
    arenaCapacity = capacity
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 2)
    for id in hashes.indices {
      var slot = Int(hashes[id]) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(id) + 1
    }
  }

  /// The bytes of a word, valid until the next `intern`.
  func bytes(_ id: Int32) -> UnsafeRawBufferPointer {
    let start = id == 0 ? 0 : ends[Int(id) - 1]
    return UnsafeRawBufferPointer(start: arena + start, count: ends[Int(id)] - start)
  }

  private func equals(_ id: Int, _ word: UnsafeRawBufferPointer) -> Bool {
    let start = id == 0 ? 0 : ends[id - 1]
    guard ends[id] - start == word.count else { return false }
    guard word.count > 0, let other = word.baseAddress else { return true }
    return memcmp(arena + start, other, word.count) == 0
  }

  /// A multiply-mix hash over eight bytes at a time; fixed, because ids depend on order of appearance only.
  private static func hash(_ word: UnsafeRawBufferPointer) -> UInt32 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(word.count)
    var index = 0
    while index + 8 <= word.count {
      state = mix(state ^ word.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var tail: UInt64 = 0
    while index < word.count {
      tail = tail << 8 | UInt64(word[index])
      index += 1
    }
    state = mix(state ^ tail)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The words as a pool, and the new id of each where it differs from the old.
  ///
  /// Strings compare by canonical equivalence, bytes do not: two spellings of one accented word become one string.
  func pool() -> (pool: StringPool, renumbered: [Int32]?) {
    var pool = StringPool()
    var ids: [Int32] = []
    var same = true
    ids.reserveCapacity(count)
    for id in 0..<Int32(count) {
      let new = pool.intern(String(decoding: bytes(id), as: UTF8.self))
      if new != id { same = false }
      ids.append(new)
    }
    return (pool, same ? nil : ids)
  }
}
