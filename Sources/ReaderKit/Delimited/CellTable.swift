/// Values by feature and sample while a long table is read, in order of first appearance.
///
/// Open addressing over one word a cell: memory is a small multiple of the cells, whatever the number of rows.
struct CellTable {
  private var keys: [UInt64]
  private var values: [Double]
  /// What sums lost to rounding, by slot; empty where nothing is summed.
  private var lost: [Double] = []
  private(set) var count = 0
  private static let free = UInt64.max

  init() {
    keys = [UInt64](repeating: Self.free, count: 1 << 10)
    values = [Double](repeating: 0, count: 1 << 10)
  }

  private func slot(_ key: UInt64) -> Int {
    let mixed = key.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    var slot = Int(truncatingIfNeeded: mixed.high ^ mixed.low) & (keys.count - 1)
    while keys[slot] != Self.free && keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }

  private static func key(_ feature: Int, _ sample: Int) -> UInt64 { UInt64(feature) << 32 | UInt64(sample) }

  /// The value of a cell; nil when it has none.
  func value(_ feature: Int, _ sample: Int) -> Double? {
    let place = slot(Self.key(feature, sample))
    return keys[place] == Self.free ? nil : whole(place)
  }

  private func whole(_ place: Int) -> Double { lost.isEmpty ? values[place] : values[place] + lost[place] }

  /// Adds to a cell that has a number. What rounding takes away is kept beside it, so that a sum does not depend on the
  /// order of its parts (Knuth's two-sum).
  mutating func add(_ feature: Int, _ sample: Int, _ value: Double) {
    let place = slot(Self.key(feature, sample))
    if lost.isEmpty { lost = [Double](repeating: 0, count: keys.count) }
    let sum = values[place] + value
    let part = sum - values[place]
    lost[place] += (values[place] - (sum - part)) + (value - part)
    values[place] = sum
  }

  /// Sets a cell.
  mutating func set(_ feature: Int, _ sample: Int, _ value: Double) {
    let key = Self.key(feature, sample)
    let place = slot(key)
    if keys[place] == Self.free {
      keys[place] = key
      count += 1
    }
    values[place] = value
    if !lost.isEmpty { lost[place] = 0 }
    if count * 2 > keys.count { grow() }
  }

  private mutating func grow() {
    let (oldKeys, oldValues, oldLost) = (keys, values, lost)
    keys = [UInt64](repeating: Self.free, count: oldKeys.count * 2)
    values = [Double](repeating: 0, count: oldKeys.count * 2)
    if !oldLost.isEmpty { lost = [Double](repeating: 0, count: oldKeys.count * 2) }
    for index in oldKeys.indices where oldKeys[index] != Self.free {
      let place = slot(oldKeys[index])
      keys[place] = oldKeys[index]
      values[place] = oldValues[index]
      if !oldLost.isEmpty { lost[place] = oldLost[index] }
    }
  }

  /// Calls `body` with every cell, in no order.
  func forEach(_ body: (_ feature: Int, _ sample: Int, _ value: Double) -> Void) {
    for index in keys.indices where keys[index] != Self.free {
      body(Int(keys[index] >> 32), Int(keys[index] & 0xFFFF_FFFF), whole(index))
    }
  }
}
