/// A named stream of random numbers: a pure function of seed, name and index, independent of threads and call order.
///
/// Every task makes its own stream, e.g. `RandomStream(seed: 1, name: "resampling", index: 17)`. The key of the Philox
/// generator is a mix of the seed and the FNV-1a hash of the name; the index is the upper half of the counter, so
/// streams of one name never overlap within 2^64 blocks. The stream deliberately does not conform to the standard
/// library's generator protocol: its shuffles may change between Swift releases, these here do not.
public struct RandomStream: Sendable {
  private let key: SIMD2<UInt32>
  private let index: UInt64
  private var block: UInt64 = 0
  private var words = SIMD4<UInt32>()
  private var used = 4

  /// A stream at its beginning.
  public init(seed: UInt64, name: String, index: UInt64 = 0) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let mixed = Self.mix(Self.mix(seed) ^ hash)
    key = SIMD2(UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
    self.index = index
  }

  /// The SplitMix64 finaliser: a bijection on 64-bit words that spreads every bit.
  private static func mix(_ word: UInt64) -> UInt64 {
    var word = word &+ 0x9E37_79B9_7F4A_7C15
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// The next 32 random bits.
  public mutating func nextUInt32() -> UInt32 {
    if used == 4 {
      words = Philox4x32.block(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
          UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32)), key: key)
      block &+= 1
      used = 0
    }
    used += 1
    return words[used - 1]
  }

  /// The next 64 random bits.
  public mutating func nextUInt64() -> UInt64 {
    let low = UInt64(nextUInt32())
    return low | UInt64(nextUInt32()) << 32
  }

  /// A uniform number in [0, 1), a multiple of 2^-53.
  public mutating func uniform() -> Double { Double(nextUInt64() >> 11) * 0x1p-53 }

  /// A uniform number strictly between 0 and 1.
  public mutating func uniformOpen() -> Double { (Double(nextUInt64() >> 12) + 0.5) * 0x1p-52 }

  /// A uniform integer in `0..<bound`, without bias; `bound` is positive.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the bound is positive")
    let range = UInt64(bound)
    // Products whose low half falls short of 2^64 mod range would favour some results: drawn again.
    let threshold = (0 &- range) % range
    while true {
      let product = nextUInt64().multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// A normal number, by inversion of one uniform number.
  public mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
    mean + standardDeviation * NormalDistribution.standard.quantile(lower: uniformOpen())
  }

  /// Puts elements into random order (Fisher-Yates from the end).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }

  /// The numbers 0 to `count - 1` in random order.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<max(count, 0))
    shuffle(&order)
    return order
  }

  /// `size` different numbers out of 0 to `count - 1`, in the order drawn.
  public mutating func sample(_ size: Int, of count: Int) -> [Int] {
    precondition(size >= 0 && size <= count, "a sample without replacement is at most the whole")
    var pool = Array(0..<count)
    for position in 0..<size {
      pool.swapAt(position, position + integer(below: count - position))
    }
    return Array(pool[..<size])
  }
}
