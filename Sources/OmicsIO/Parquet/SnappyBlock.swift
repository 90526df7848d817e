/// Snappy's block format: literals and copies of what came before.
enum SnappyBlock {
  /// The expanded bytes; nil when the data are damaged or make another number of bytes than `count`.
  static func expand(_ bytes: ArraySlice<UInt8>, to count: Int) -> [UInt8]? {
    var position = bytes.startIndex
    let end = bytes.endIndex
    var stated = 0
    var shift = 0
    while true {
      guard position < end, shift < 35 else { return nil }
      let next = bytes[position]
      position += 1
      stated |= Int(next & 0x7F) << shift
      if next < 0x80 { break }
      shift += 7
    }
    guard stated == count else { return nil }
    var output = BlockOutput(count)
    while position < end {
      let tag = bytes[position]
      position += 1
      if tag & 3 == 0 {
        var length = Int(tag >> 2)
        if length >= 60 {
          let width = length - 59
          guard end - position >= width else { return nil }
          length = 0
          for index in 0..<width { length |= Int(bytes[position + index]) << (8 * index) }
          position += width
        }
        length += 1
        guard end - position >= length, output.append(bytes[position..<(position + length)]) else { return nil }
        position += length
        continue
      }
      let width = tag & 3 == 1 ? 1 : tag & 3 == 2 ? 2 : 4
      guard end - position >= width else { return nil }
      var offset = 0
      for index in 0..<width { offset |= Int(bytes[position + index]) << (8 * index) }
      position += width
      if width == 1 { offset |= Int(tag >> 5) << 8 }
      let length = width == 1 ? 4 + Int(tag >> 2 & 7) : 1 + Int(tag >> 2)
      guard output.copy(length, back: offset) else { return nil }
    }
    return output.bytes.count == count ? output.bytes : nil
  }
}

/// The output of a block decoder: never grows beyond its size, never copies from before its start.
struct BlockOutput {
  private(set) var bytes: [UInt8] = []
  private let limit: Int

  init(_ limit: Int) {
    self.limit = limit
    bytes.reserveCapacity(limit)
  }

  /// Appends literal bytes; false when they do not fit.
  mutating func append(_ literal: ArraySlice<UInt8>) -> Bool {
    guard literal.count <= limit - bytes.count else { return false }
    bytes.append(contentsOf: literal)
    return true
  }

  /// Repeats `length` bytes from `offset` bytes before the end, which may overlap; false when that is not possible.
  mutating func copy(_ length: Int, back offset: Int) -> Bool {
    guard offset > 0, offset <= bytes.count, length <= limit - bytes.count else { return false }
    let start = bytes.count - offset
    if offset >= length {
      bytes.append(contentsOf: bytes[start..<(start + length)])
    } else {
      for index in 0..<length { bytes.append(bytes[start + index]) }
    }
    return true
  }
}
