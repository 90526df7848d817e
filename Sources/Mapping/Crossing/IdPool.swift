internal import Schema

/// The ids of a namespace, each with a number from 0: their bytes one after the other, found by hash.
struct IdPool: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Numbers plus one; 0 is an empty slot. Their count is a power of two.
  private var slots = [UInt32](repeating: 0, count: 64)

  /// How many ids there are.
  var count: Int { ends.count }

  /// The number of an id, given one where it is new.
  mutating func number(_ text: UnsafeRawBufferPointer) -> Int {
    var slot = place(of: text)
    if slots[slot] > 0 { return Int(slots[slot]) - 1 }
    if ends.count * 4 >= slots.count * 3 {
      grow()
      slot = place(of: text)
    }
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    slots[slot] = UInt32(ends.count)
    return ends.count - 1
  }

  /// The number of an id; nil when it is not there.
  func find(_ text: UnsafeRawBufferPointer) -> Int? {
    let number = Int(slots[place(of: text)])
    return number == 0 ? nil : number - 1
  }

  /// The number of an id; nil when it is not there.
  func find(_ text: String) -> Int? {
    var text = text
    return text.withUTF8 { find(UnsafeRawBufferPointer($0)) }
  }

  /// The id of a number.
  subscript(number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

  /// Appends the bytes of an id.
  func append(_ number: Int, to target: inout [UInt8]) { target.append(contentsOf: bytes[range(number)]) }

  private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

  /// The slot that holds a text, or the empty one where it belongs.
  private func place(of text: UnsafeRawBufferPointer) -> Int {
    var slot = Self.hash(text) & (slots.count - 1)
    return bytes.withUnsafeBytes { bytes in
      while slots[slot] > 0 {
        let range = range(Int(slots[slot]) - 1)
        if sameIdBytes(UnsafeRawBufferPointer(rebasing: bytes[range]), text) { break }
        slot = (slot + 1) & (slots.count - 1)
      }
      return slot
    }
  }

  /// Seeded anew in every process, so that no table can be made to collide.
  private static func hash(_ text: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: text)
    return hasher.finalize()
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    bytes.withUnsafeBytes { bytes in
      for number in ends.indices {
        var slot = Self.hash(UnsafeRawBufferPointer(rebasing: bytes[range(number)])) & (slots.count - 1)
        while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(number + 1)
      }
    }
  }
}

/// Whether two pieces of memory hold the same bytes.
@inline(__always)
private func sameIdBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  left.count == right.count && left.elementsEqual(right)
}
