/// The attributes of rows, by key: each key is kept once, its texts in a column.
public struct AttributeTable: Sendable {
  /// A key and how many times it stood in the row before, plus one.
  public struct Slot: Sendable, Hashable {
    /// The key.
    public var key: String
    /// 1 for a key's first value in a row.
    public var occurrence: Int
    /// A slot.
    public init(key: String, occurrence: Int = 1) {
      self.key = key
      self.occurrence = occurrence
    }
  }

  /// The slots, in order of first use.
  public private(set) var slots: [Slot] = []
  private var index: [Slot: Int] = [:]
  /// The texts by slot.
  public private(set) var texts = KeyedTexts()

  /// A table without rows.
  public init() {}

  /// How many rows there are.
  public var count: Int { texts.count }

  /// The slot of a key, made when it is new.
  public mutating func slot(_ key: String, occurrence: Int = 1) -> Int {
    let slot = Slot(key: key, occurrence: occurrence)
    if let known = index[slot] { return known }
    index[slot] = slots.count
    slots.append(slot)
    return slots.count - 1
  }

  /// Adds a value to the row under construction.
  public mutating func add(_ slot: Int, _ value: UnsafeRawBufferPointer) { texts.add(slot, value) }

  mutating func endRow() { texts.endRow() }

  /// Adds attributes to the row under construction.
  mutating func add(_ row: [Feature.Attribute]) {
    // Rows are mostly alike: the slots of the row before are looked at first.
    let before = texts.lastSlots
    for (place, attribute) in row.enumerated() {
      var occurrence = 1
      for earlier in row[..<place] where earlier.key == attribute.key { occurrence += 1 }
      var found = -1
      if place < before.count {
        let guess = Int(before[place])
        if slots[guess].occurrence == occurrence, slots[guess].key == attribute.key { found = guess }
      }
      texts.add(found >= 0 ? found : slot(attribute.key, occurrence: occurrence), attribute.value)
    }
  }

  mutating func removeLast() { texts.removeLast() }

  /// The attributes of a row, in order.
  public subscript(row: Int) -> [Feature.Attribute] {
    texts.slots(ofShape: texts.shape(of: row)).map {
      Feature.Attribute(slots[Int($0)].key, texts.text(row, Int($0)))
    }
  }
}
