/// Other forms of an input that must be read the same: line ends, byte-order mark, gzip.
enum InputVariants {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Whether the bytes are text whose line ends and mark can be changed (no UTF-16).
  static func isPlainText(_ bytes: [UInt8]) -> Bool {
    !bytes.contains(0) && !bytes.starts(with: [0xFF, 0xFE]) && !bytes.starts(with: [0xFE, 0xFF])
  }

  /// All line ends as LF.
  static func lineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for index in bytes.indices {
      if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
      result.append(bytes[index])
    }
    return result
  }

  /// All line ends as CRLF.
  static func carriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 32)
    for byte in lineFeeds(bytes) {
      if byte == 0x0A { result.append(0x0D) }
      result.append(byte)
    }
    return result
  }

  /// With a UTF-8 byte-order mark when there was none, without it when there was one.
  static func toggledMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : mark + bytes
  }

  /// A gzip file (RFC 1952) of `members` members in stored blocks.
  static func gzip(_ bytes: [UInt8], members: Int = 1) -> [UInt8] {
    var result: [UInt8] = []
    let size = (bytes.count + members - 1) / members
    for member in 0..<members {
      let start = min(member * size, bytes.count)
      append(bytes[start..<min(start + size, bytes.count)], to: &result)
    }
    return result
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to result: inout [UInt8]) {
    result.append(contentsOf: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
    var rest = bytes
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(block.count)
      let count = UInt16(block.count)
      result.append(rest.isEmpty ? 1 : 0)
      for value in [count, ~count] {
        result.append(UInt8(truncatingIfNeeded: value))
        result.append(UInt8(truncatingIfNeeded: value >> 8))
      }
      result.append(contentsOf: block)
    } while !rest.isEmpty
    for value in [checksum(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
      for shift in [0, 8, 16, 24] as [UInt32] { result.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
  }

  private static let table: [UInt32] = (0..<256).map { (index: UInt32) -> UInt32 in
    var value = index
    for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    return value
  }

  /// The CRC-32 of gzip.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
    return ~value
  }

  /// About `count` lengths at which to cut an input, spread over it, the last byte included.
  static func cuts(of length: Int, count: Int) -> [Int] {
    guard length > 1 else { return length == 1 ? [0] : [] }
    var cuts: Set<Int> = [0, 1, length - 1, length - min(length, 9)]
    for step in 0..<count { cuts.insert((length * (2 * step + 1) / (2 * count) + step * 7) % length) }
    return cuts.sorted()
  }
}
