internal import Glibc

/// The default random numbers of R (Mersenne Twister, normals by inversion), to repeat a simulation that a reference
/// tool makes with a fixed seed. Nothing else draws from it: all other randomness comes from `RandomStream`.
///
/// Matsumoto & Nishimura 1998, doi:10.1145/272991.272995; gamma by Ahrens & Dieter 1982, doi:10.1145/358315.358390 and
/// 1974, doi:10.1007/BF02293108; exponentials by Ahrens & Dieter 1972, doi:10.1145/355604.361593.
public struct MersenneTwister: Sendable {
  private static let size = 624
  private static let middle = 397
  private var state: [UInt32]
  private var place = size

  /// The generator after R's `set.seed(seed)`.
  public init(seed: UInt32) {
    var word = seed
    func step() { word = word &* 69069 &+ 1 }
    for _ in 0..<51 { step() }
    // The first word is the place in R's state.
    state = (0..<Self.size).map { _ in
      step()
      return word
    }
  }

  private mutating func refill() {
    for index in 0..<Self.size {
      let next = (index + 1) % Self.size
      let bits = (state[index] & 0x8000_0000) | (state[next] & 0x7fff_ffff)
      let other = state[(index + Self.middle) % Self.size]
      state[index] = other ^ (bits >> 1) ^ (bits & 1 == 0 ? 0 : 0x9908_b0df)
    }
    place = 0
  }

  /// A number between 0 and 1, ends excluded.
  public mutating func uniform() -> Double {
    if place == Self.size { refill() }
    var bits = state[place]
    place += 1
    bits ^= bits >> 11
    bits ^= (bits << 7) & 0x9d2c_5680
    bits ^= (bits << 15) & 0xefc6_0000
    bits ^= bits >> 18
    let half = 0.5 * 2.328306437080797e-10
    return min(max(Double(bits) * 2.3283064365386963e-10, half), 1 - half)
  }

  /// A standard normal number.
  public mutating func normal() -> Double {
    let fine = 134_217_728.0
    let coarse = (fine * uniform()).rounded(.down)
    return NormalDistribution.standard.quantile(lower: (coarse + uniform()) / fine)
  }

  /// Partial sums of ln(2)^k / k!.
  private static let exponentialSums: [Double] = {
    var (sum, term) = (0.0, 1.0)
    return (1...16).map { k in
      term *= M_LN2 / Double(k)
      sum += term
      return sum
    }
  }()

  /// An exponential number of mean 1.
  public mutating func exponential() -> Double {
    let sums = Self.exponentialSums
    var whole = 0.0
    var u = uniform()
    while true {
      u += u
      if u > 1 { break }
      whole += sums[0]
    }
    u -= 1
    if u <= sums[0] { return whole + u }
    var least = uniform()
    var index = 0
    repeat {
      least = min(least, uniform())
      index += 1
    } while u > sums[index]
    return whole + least * sums[0]
  }

  /// A chi-squared number with up to seven degrees of freedom.
  public mutating func chiSquare(_ degrees: Double) -> Double {
    precondition(degrees > 0 && degrees <= 7, "few degrees of freedom")
    return 2 * gamma(degrees / 2)
  }

  private mutating func gamma(_ a: Double) -> Double {
    guard a >= 1 else { return smallGamma(a) }
    let square = a - 0.5
    let s = square.squareRoot()
    var t = normal()
    var x = s + 0.5 * t
    if t >= 0 { return x * x }
    var u = uniform()
    if (5.656854 - s * 12) * u <= t * t * t { return x * x }
    let base = Self.polynomial(
      1 / a, [0.04166669, 0.02083148, 0.00801191, 0.00144121, -7.388e-5, 2.4511e-4, 2.424e-4])
    func quotient(_ t: Double) -> Double {
      let v = t / (s + s)
      if abs(v) > 0.25 { return base - s * t + 0.25 * t * t + (square + square) * log(1 + v) }
      let series = Self.polynomial(
        v, [0.3333333, -0.250003, 0.2000062, -0.1662921, 0.1423657, -0.1367177, 0.1233795])
      return base + 0.5 * t * t * series
    }
    if x > 0, log(1 - u) <= quotient(t) { return x * x }
    let (shift, scale, hat) = (0.463 + s + 0.178 * square, 1.235, 0.195 / s - 0.079 + 0.16 * s)
    while true {
      let e = exponential()
      u = 2 * uniform() - 1
      t = u < 0 ? shift - scale * e : shift + scale * e
      guard t >= -0.71874483771719 else { continue }
      let q = quotient(t)
      if q > 0, hat * abs(u) <= expm1(q) * exp(e - 0.5 * t * t) { break }
    }
    x = s + 0.5 * t
    return x * x
  }

  private mutating func smallGamma(_ a: Double) -> Double {
    let e = 1 + 0.36787944117144233 * a
    while true {
      let p = e * uniform()
      if p >= 1 {
        let x = -log((e - p) / a)
        if exponential() >= (1 - a) * log(x) { return x }
      } else {
        let x = exp(log(p) / a)
        if exponential() >= x { return x }
      }
    }
  }

  /// x times a polynomial in x with ascending coefficients.
  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 } * x
  }
}
