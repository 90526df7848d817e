internal import Schema

/// Numbers written as runs: repeated values, and groups of eight packed bit by bit. Levels and dictionary indices.
struct HybridRuns {
  private let bytes: [UInt8]
  private let place: ParquetPlace
  private let width: Int
  private let end: Int
  private var position: Int
  private var repeated = 0
  private var value: Int32 = 0
  private var packed = 0
  /// The next packed value's first bit, counted from the start of `bytes`.
  private var bit = 0

  /// Runs of numbers of `width` bits in a range of a page.
  init(_ bytes: [UInt8], _ range: Range<Int>, width: Int, place: ParquetPlace) throws(OmicsError) {
    guard (0...32).contains(width) else { throw place.malformed("packed numbers of \(width) bits") }
    self.bytes = bytes
    self.place = place
    self.width = width
    position = range.lowerBound
    end = range.upperBound
  }

  /// Appends the next `count` numbers.
  ///
  /// - Throws: `truncated` when there are fewer.
  mutating func take(_ count: Int, into list: inout [Int32]) throws(OmicsError) {
    var left = count
    while left > 0 {
      if repeated > 0 {
        let now = min(left, repeated)
        list.append(contentsOf: repeatElement(value, count: now))
        repeated -= now
        left -= now
      } else if packed > 0 {
        let now = min(left, packed)
        guard bit + now * width <= end * 8 else { throw short() }
        unpack(now, into: &list)
        packed -= now
        left -= now
      } else {
        try startRun()
      }
    }
  }

  private mutating func unpack(_ count: Int, into list: inout [Int32]) {
    let mask: UInt64 = (1 << UInt64(width)) - 1
    for _ in 0..<count {
      var word: UInt64 = 0
      let first = bit >> 3
      let last = (bit + width + 7) >> 3
      var shift: UInt64 = 0
      for index in first..<max(first, last) {
        word |= UInt64(bytes[index]) << shift
        shift += 8
      }
      list.append(Int32(truncatingIfNeeded: word >> UInt64(bit & 7) & mask))
      bit += width
    }
  }

  private mutating func startRun() throws(OmicsError) {
    var header: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < end else { throw short() }
      let next = bytes[position]
      position += 1
      header |= UInt64(next & 0x7F) << shift
      if next < 0x80 { break }
      shift += 7
      guard shift < 35 else { throw place.malformed("a run is too long", at: 0) }
    }
    let count = Int(header >> 1)
    if header & 1 == 1 {
      packed = count * 8
      bit = position * 8
      // The last group may be cut after the last value that counts.
      position = min(end, position + count * width)
    } else {
      let size = (width + 7) / 8
      guard end - position >= size else { throw short() }
      var word: UInt32 = 0
      for index in 0..<size { word |= UInt32(bytes[position + index]) << UInt32(8 * index) }
      position += size
      repeated = count
      value = Int32(bitPattern: word)
    }
  }

  private func short() -> OmicsError { place.error(.truncated, "the page has fewer packed numbers than it says") }
}
