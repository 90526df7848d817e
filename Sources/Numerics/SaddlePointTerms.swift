internal import Glibc

/// The two terms of Loader's saddle-point form of binomial-like densities (Loader 2000, "Fast and accurate computation
/// of binomial probabilities"): no cancellation of large logarithms.
extension SpecialFunction {
  /// log Γ(x + 1) minus Stirling's formula (x + 1/2) log x - x + log(2π)/2, for positive x.
  static func stirlingRemainder(_ x: Double) -> Double {
    if x < 8 {
      return lgamma(x + 1) - (x + 0.5) * log(x) + x - 0.918_938_533_204_672_741_78
    }
    let inverse = 1 / x
    let square = inverse * inverse
    var sum = 1.0 / 156 - square * (3617.0 / 122400)
    sum = 1.0 / 1188 - square * (691.0 / 360360 - square * sum)
    sum = 1.0 / 1260 - square * (1.0 / 1680 - square * sum)
    return inverse * (1.0 / 12 - square * (1.0 / 360 - square * sum))
  }

  /// The deviance part x log(x / mean) + mean - x, without cancellation for x near the mean.
  static func deviancePart(_ x: Double, _ mean: Double) -> Double {
    let difference = x - mean
    guard abs(difference) < 0.35 * (x + mean) else { return x * log(x / mean) - difference }
    let ratio = difference / (x + mean)
    let square = ratio * ratio
    var sum = difference * ratio
    var term = 2 * x * ratio
    var divisor = 1.0
    while true {
      term *= square
      divisor += 2
      let next = sum + term / divisor
      if next == sum { return next }
      sum = next
    }
  }
}
