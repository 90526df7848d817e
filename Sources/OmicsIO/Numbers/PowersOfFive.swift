/// The leading 128 bits of the powers of five from -342 to 308, as Eisel and Lemire's algorithm wants them: rounded
/// up from -27 to -1, down elsewhere. Made once, with whole-number arithmetic.
///
/// Lemire, Number parsing at a gigabyte per second (2021), doi:10.1002/spe.2984, section 5.
struct PowersOfFive: @unchecked Sendable {
  static let smallest = -342
  static let largest = 308
  static let shared = PowersOfFive()

  /// High and low word of each power. Never changed and never freed after `init`.
  let words: UnsafePointer<(high: UInt64, low: UInt64)>

  private init() {
    let count = Self.largest - Self.smallest + 1
    let table = UnsafeMutablePointer<(high: UInt64, low: UInt64)>.allocate(capacity: count)
    var power = BigNatural(1)
    for exponent in 0...Self.largest {
      table[exponent - Self.smallest] = power.leading128()
      power.multiply(by: 5)
    }
    // floor(2^b / 5^k) for all k by repeated division; b leaves at least 128 significant bits at the smallest power.
    var reciprocal = BigNatural(1)
    reciprocal.shiftLeft(by: 960)
    for exponent in 1...(-Self.smallest) {
      reciprocal.divide(by: 5)
      let (high, low) = reciprocal.leading128()
      if exponent > 27 {
        table[-exponent - Self.smallest] = (high, low)
        continue
      }
      let next = low.addingReportingOverflow(1)
      table[-exponent - Self.smallest] = (next.overflow ? high + 1 : high, next.partialValue)
    }
    words = UnsafePointer(table)
  }
}
