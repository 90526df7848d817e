/// Base 64 with the alphabet for URIs and without padding (RFC 4648, section 5).
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// The text of bytes given as hexadecimal digits.
  static func text(ofHex hex: String) -> String {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in hex {
      guard let value = digit.hexDigitValue else { continue }
      if let first = high {
        bytes.append(first << 4 | UInt8(value))
        high = nil
      } else {
        high = UInt8(value)
      }
    }
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for byte in group { bits = bits << 8 | Int(byte) }
      bits <<= 8 * (3 - group.count)
      for position in 0...group.count { text.append(alphabet[bits >> (18 - 6 * position) & 63]) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
