/// The counter-based generator Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405).
///
/// A pure function: the same counter and key give the same four words everywhere, so a stream needs no shared state.
public enum Philox4x32 {
  /// Ten rounds over a 128-bit counter under a 64-bit key; words are least significant first.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var state = counter
    var round = key
    for index in 0..<10 {
      if index > 0 { round &+= SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let first = UInt64(state.x) * 0xD251_1F53
      let second = UInt64(state.z) * 0xCD9E_8D57
      state = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ state.y ^ round.x, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ state.w ^ round.y, UInt32(truncatingIfNeeded: first))
    }
    return state
  }
}
