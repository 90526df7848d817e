/// A fast hash of bytes, seeded by the process: hostile texts cannot be made to collide, and no output depends on it.
///
/// Eight bytes a step are folded into the state by a full multiplication, whose halves are joined.
public enum TextHash {
  private static let seeds = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max) | 1)

  /// The hash of a text; `salt` tells apart equal texts of different kinds.
  public static func hash(_ text: UnsafeRawBufferPointer, salt: Int = 0) -> UInt64 {
    let (first, second) = seeds
    var state = first ^ (UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15)
    state ^= UInt64(truncatingIfNeeded: salt) &* 0xA24B_AED4_963E_E407
    guard let base = text.baseAddress else { return fold(state, second) }
    var place = 0
    while place &+ 8 <= text.count {
      state = fold(state ^ base.loadUnaligned(fromByteOffset: place, as: UInt64.self), second)
      place &+= 8
    }
    var rest: UInt64 = 0
    if text.count >= 8, place < text.count {
      rest = base.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self)
    } else {
      while place < text.count {
        rest = rest << 8 | UInt64(base.load(fromByteOffset: place, as: UInt8.self))
        place &+= 1
      }
    }
    return fold(fold(state ^ rest, second), 0x9FB2_1C65_1E98_DF25 ^ first)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
