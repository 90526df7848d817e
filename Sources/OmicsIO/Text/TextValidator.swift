/// Checks bytes for UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates, at most U+10FFFF) and for control
/// characters other than TAB, LF and CR.
enum TextValidator {
  enum Outcome {
    /// All bytes are legal.
    case valid
    /// Legal up to this index, where a character begins whose rest has not arrived.
    case incomplete(Int)
    case fault(Int, TextFault.Kind)
  }

  private static let highBits: UInt64 = 0x8080_8080_8080_8080
  private static let lowOnes: UInt64 = 0x0101_0101_0101_0101

  static func check(_ storage: UnsafeRawPointer, from first: Int, to end: Int) -> Outcome {
    var index = first
    while index < end {
      // Eight ASCII bytes at a time: each sum stays below 256 in its byte, so no carry disturbs a neighbour.
      while index &+ 8 <= end {
        let word = storage.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if word & highBits != 0 { break }
        let below32 = ~(word &+ lowOnes &* 0x60) & highBits
        if below32 != 0 {
          let notTab = (word ^ lowOnes &* 0x09) &+ lowOnes &* 0x7F
          let notLineFeed = (word ^ lowOnes &* 0x0A) &+ lowOnes &* 0x7F
          let notReturn = (word ^ lowOnes &* 0x0D) &+ lowOnes &* 0x7F
          if below32 & notTab & notLineFeed & notReturn != 0 { break }
        }
        index &+= 8
      }
      if index >= end { break }
      let byte = storage.load(fromByteOffset: index, as: UInt8.self)
      if byte < 0x80 {
        if byte < 0x20 && byte != 9 && byte != 10 && byte != 13 { return .fault(index, .control(byte)) }
        index &+= 1
        continue
      }
      let length = sequenceLength(byte)
      if length == 0 { return .fault(index, .invalid(byte)) }
      var position = 1
      while position < length && index + position < end {
        let next = storage.load(fromByteOffset: index + position, as: UInt8.self)
        if !isContinuation(next, at: position, after: byte) { return .fault(index, .invalid(byte)) }
        position += 1
      }
      if position < length { return .incomplete(index) }
      index += length
    }
    return .valid
  }

  private static func sequenceLength(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  private static func isContinuation(_ byte: UInt8, at position: Int, after first: UInt8) -> Bool {
    guard position == 1 else { return byte & 0xC0 == 0x80 }
    return switch first {
    case 0xE0: (0xA0...0xBF).contains(byte)
    case 0xED: (0x80...0x9F).contains(byte)
    case 0xF0: (0x90...0xBF).contains(byte)
    case 0xF4: (0x80...0x8F).contains(byte)
    default: byte & 0xC0 == 0x80
    }
  }
}
