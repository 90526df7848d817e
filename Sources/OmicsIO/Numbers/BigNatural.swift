/// A natural number of any size, as far as exact decimal conversion needs one.
struct BigNatural {
  /// Limbs, least significant first; no leading zero limb.
  private(set) var limbs: [UInt64]

  init(_ value: UInt64) { limbs = value == 0 ? [] : [value] }

  mutating func multiply(by factor: UInt64) {
    multiplyAdd(factor, 0)
  }

  /// self * factor + addend.
  mutating func multiplyAdd(_ factor: UInt64, _ addend: UInt64) {
    var carry = addend
    for index in limbs.indices {
      let product = limbs[index].multipliedFullWidth(by: factor)
      let sum = product.low.addingReportingOverflow(carry)
      limbs[index] = sum.partialValue
      carry = product.high &+ (sum.overflow ? 1 : 0)
    }
    if carry > 0 { limbs.append(carry) }
    while limbs.last == 0 { limbs.removeLast() }
  }

  mutating func multiply(byPowerOfTen exponent: Int) {
    var rest = exponent
    while rest >= 19 {
      multiply(by: 10_000_000_000_000_000_000)
      rest -= 19
    }
    var factor: UInt64 = 1
    for _ in 0..<max(0, rest) { factor *= 10 }
    multiply(by: factor)
  }

  mutating func shiftLeft(by bits: Int) {
    if limbs.isEmpty || bits <= 0 { return }
    let (words, rest) = (bits / 64, bits % 64)
    if rest > 0 {
      var carry: UInt64 = 0
      for index in limbs.indices {
        let limb = limbs[index]
        limbs[index] = limb << UInt64(rest) | carry
        carry = limb >> UInt64(64 - rest)
      }
      if carry > 0 { limbs.append(carry) }
    }
    limbs.insert(contentsOf: repeatElement(0, count: words), at: 0)
  }

  /// Divides by a small number and drops the remainder.
  mutating func divide(by divisor: UInt64) {
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      let part = divisor.dividingFullWidth((remainder, limbs[index]))
      limbs[index] = part.quotient
      remainder = part.remainder
    }
    while limbs.last == 0 { limbs.removeLast() }
  }

  /// The leading 128 bits, rounded down, with the highest bit set (shifted up when there are fewer).
  func leading128() -> (high: UInt64, low: UInt64) {
    guard let top = limbs.last else { return (0, 0) }
    let second = limbs.count > 1 ? limbs[limbs.count - 2] : 0
    let third = limbs.count > 2 ? limbs[limbs.count - 3] : 0
    let shift = UInt64(top.leadingZeroBitCount)
    if shift == 0 { return (top, second) }
    return (top << shift | second >> (64 - shift), second << shift | third >> (64 - shift))
  }

  /// -1, 0 or 1 as self is smaller than, equal to or greater than the other.
  func compare(_ other: BigNatural) -> Int {
    if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
    for index in limbs.indices.reversed() where limbs[index] != other.limbs[index] {
      return limbs[index] < other.limbs[index] ? -1 : 1
    }
    return 0
  }
}
