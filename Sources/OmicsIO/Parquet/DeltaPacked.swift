internal import Schema

/// Whole numbers written as differences (DELTA_BINARY_PACKED).
struct DeltaPacked {
  private let bytes: [UInt8]
  private let place: ParquetPlace
  private let limit: Int
  private var position: Int
  private var miniblocks = 0
  private var perMiniblock = 0
  /// Values not yet handed out.
  private(set) var left = 0
  private var last: Int64 = 0
  private var isFirst = true
  private var smallest: Int64 = 0
  private var widths: [Int] = []
  private var nextWidth = 0
  private var ready: [Int64] = []
  private var readyAt = 0

  /// Numbers that start at `start` of a page and end before `end`.
  init(_ bytes: [UInt8], from start: Int, to end: Int, place: ParquetPlace) throws(OmicsError) {
    self.bytes = bytes
    self.place = place
    position = start
    limit = end
    let block = try varint()
    let count = try varint()
    let total = try varint()
    last = zigzag(try varint())
    guard block > 0, block <= 1 << 16, count > 0, count <= block, block % count == 0, (block / count) % 8 == 0,
      total < 1 << 31
    else { throw place.malformed("the header of a page of differences is wrong") }
    miniblocks = Int(count)
    perMiniblock = Int(block / count)
    left = Int(total)
  }

  /// Where the numbers end, found without reading them.
  func endPosition() throws(OmicsError) -> Int {
    var copy = self
    var values = copy.left - 1
    while values > 0 {
      try copy.startBlock()
      for width in copy.widths where values > 0 {
        let size = copy.perMiniblock / 8 * width
        guard size <= limit - copy.position else { throw copy.short() }
        copy.position += size
        values -= copy.perMiniblock
      }
    }
    return copy.position
  }

  /// Appends the next `count` numbers.
  ///
  /// - Throws: `truncated` when there are fewer.
  mutating func take(_ count: Int, into list: inout [Int64]) throws(OmicsError) {
    guard count <= left else { throw short() }
    left -= count
    var wanted = count
    if isFirst && wanted > 0 {
      isFirst = false
      list.append(last)
      wanted -= 1
    }
    while wanted > 0 {
      if readyAt == ready.count { try startMiniblock() }
      let now = min(wanted, ready.count - readyAt)
      list.append(contentsOf: ready[readyAt..<(readyAt + now)])
      readyAt += now
      wanted -= now
    }
  }

  private mutating func startBlock() throws(OmicsError) {
    smallest = zigzag(try varint())
    guard limit - position >= miniblocks else { throw short() }
    widths = bytes[position..<(position + miniblocks)].map(Int.init)
    position += miniblocks
    nextWidth = 0
    guard widths.allSatisfy({ $0 <= 64 }) else { throw place.malformed("differences of more than 64 bits") }
  }

  private mutating func startMiniblock() throws(OmicsError) {
    if nextWidth == widths.count { try startBlock() }
    let width = widths[nextWidth]
    nextWidth += 1
    let size = perMiniblock / 8 * width
    guard size <= limit - position else { throw short() }
    ready.removeAll(keepingCapacity: true)
    readyAt = 0
    var bit = position * 8
    let mask: UInt64 = width == 64 ? .max : (1 << UInt64(width)) - 1
    for _ in 0..<perMiniblock {
      var word: UInt64 = 0
      let first = bit >> 3
      let shift = UInt64(bit & 7)
      for index in 0..<min(8, limit - first) { word |= UInt64(bytes[first + index]) << UInt64(8 * index) }
      word >>= shift
      if Int(shift) + width > 64, first + 8 < limit { word |= UInt64(bytes[first + 8]) << (64 - shift) }
      last = last &+ smallest &+ Int64(bitPattern: word & mask)
      ready.append(last)
      bit += width
    }
    position += size
  }

  private mutating func varint() throws(OmicsError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < limit else { throw short() }
      let next = bytes[position]
      position += 1
      guard shift < 63 || next <= 1 else { throw place.malformed("a number of more than 64 bits") }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  private func zigzag(_ raw: UInt64) -> Int64 { Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1) }

  private func short() -> OmicsError { place.error(.truncated, "the page has fewer differences than it says") }
}
