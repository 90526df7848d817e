/// gzip members written by hand in stored blocks, so that the tests do not trust the library they test.
enum GzipFixture {
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  static func littleEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value & 255), UInt8(value >> 8 & 255), UInt8(value >> 16 & 255), UInt8(value >> 24)]
  }

  /// A member with stored blocks; `extra` is the extra field, as bgzip has one.
  static func member(_ content: [UInt8], extra: [UInt8] = [], name: String? = nil) -> [UInt8] {
    var flags: UInt8 = 0
    if !extra.isEmpty { flags |= 4 }
    if name != nil { flags |= 8 }
    var bytes: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 255]
    if !extra.isEmpty { bytes += [UInt8(extra.count & 255), UInt8(extra.count >> 8)] + extra }
    if let name { bytes += Array(name.utf8) + [0] }
    var rest = content[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      bytes.append(rest.isEmpty ? 1 : 0)
      let count = UInt16(block.count)
      bytes += [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
      bytes += block
    } while !rest.isEmpty
    return bytes + littleEndian(crc32(content)) + littleEndian(UInt32(content.count))
  }

  /// bgzip (SAM specification, section 4.1): members with their size in an extra field, and the empty end member.
  static func bgzip(_ content: [UInt8], block: Int = 20) -> [UInt8] {
    var bytes: [UInt8] = []
    var start = 0
    while start < content.count {
      let piece = Array(content[start..<min(content.count, start + block)])
      let size = UInt16(member(piece, extra: [0x42, 0x43, 2, 0, 0, 0]).count - 1)
      bytes += member(piece, extra: [0x42, 0x43, 2, 0, UInt8(size & 255), UInt8(size >> 8)])
      start += piece.count
    }
    return bytes + [
      0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 0x42, 0x43, 2, 0, 0x1B, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
  }

  /// `printf 'line 1\nline 2\nline 2\nline 2\nline 2\n' | gzip -n9`, with a Huffman-coded block.
  static let huffman: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0xC9, 0xCC, 0x4B, 0x55, 0x30, 0xE4, 0xCA, 0x01,
    0x51, 0x46, 0xD8, 0x29, 0x00, 0x76, 0xCF, 0xC1, 0x64, 0x23, 0x00, 0x00, 0x00,
  ]
  static let huffmanContent = "line 1\nline 2\nline 2\nline 2\nline 2\n"
}
