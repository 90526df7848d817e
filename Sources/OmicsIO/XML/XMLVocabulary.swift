internal import CLibXML2

/// A handler's names, interned in the parser's dictionary, so that equal names have equal addresses.
struct XMLVocabulary: ~Copyable {
  let pointers: UnsafeMutablePointer<UnsafePointer<UInt8>>
  let count: Int
  /// Open addressing: index + 1 of the name at that slot, 0 for none.
  private let slots: UnsafeMutablePointer<UInt16>
  private let mask: UInt

  init(_ names: [String], dictionary: OpaquePointer) {
    let names = names.prefix(Int(UInt16.max))
    pointers = .allocate(capacity: max(1, names.count))
    var size = 16
    while size < names.count * 4 { size *= 2 }
    mask = UInt(size - 1)
    slots = .allocate(capacity: size)
    slots.initialize(repeating: 0, count: size)
    var filled = 0
    for name in names {
      let pointer: UnsafePointer<UInt8>? = name.withCString { text in
        text.withMemoryRebound(to: UInt8.self, capacity: name.utf8.count + 1) {
          xmlDictLookup(dictionary, $0, Int32(name.utf8.count))
        }
      }
      guard let pointer else { break }
      (pointers + filled).initialize(to: pointer)
      filled += 1
      var slot = Self.hash(pointer) & mask
      while slots[Int(slot)] != 0 { slot = (slot + 1) & mask }
      slots[Int(slot)] = UInt16(filled)
    }
    count = filled
  }

  deinit {
    pointers.deallocate()
    slots.deallocate()
  }

  /// The index of an interned name; -1 for a name outside the vocabulary.
  func index(of name: UnsafePointer<UInt8>?) -> Int {
    guard let name else { return -1 }
    var slot = Self.hash(name) & mask
    while slots[Int(slot)] != 0 {
      let index = Int(slots[Int(slot)]) - 1
      if pointers[index] == name { return index }
      slot = (slot + 1) & mask
    }
    return -1
  }

  private static func hash(_ pointer: UnsafePointer<UInt8>) -> UInt {
    // Interned strings lie at any byte of their pool: all low bits count.
    (UInt(bitPattern: pointer) &* 0x9E37_79B9_7F4A_7C15) >> 40
  }
}
