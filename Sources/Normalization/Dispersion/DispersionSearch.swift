internal import Glibc
internal import Numerics

/// The search for the best log dispersion: steps along the slope that must satisfy Armijo's rule, and a grid where they
/// do not converge. DESeq2 1.38's rules, which decide where flat likelihoods end.
enum DispersionSearch {
  static let tolerance = 1e-6
  static let maximumSteps = 100

  struct Result {
    var logAlpha: Double
    var steps: Int
    var startValue: Double
    var value: Double
    /// Whether it stopped by itself.
    var hasStopped: Bool { steps < DispersionSearch.maximumSteps }
  }

  /// Climbs from a start.
  static func climb(_ likelihood: DispersionLikelihood, from start: Double, lowest: Double) -> Result {
    var place = start
    var value = likelihood.value(place)
    var slope = likelihood.slope(place)
    let startValue = value
    var step = 1.0
    var (steps, accepted) = (0, 0)
    while steps < maximumSteps {
      steps += 1
      let proposed = place + step * slope
      if proposed < -30 { step = (-30 - place) / slope }
      if proposed > 10 { step = (10 - place) / slope }
      let next = place + step * slope
      let nextValue = likelihood.value(next)
      guard -nextValue <= -value - step * 1e-4 * slope * slope else {
        step /= 2
        continue
      }
      accepted += 1
      place = next
      let change = nextValue - value
      value = nextValue
      if change < tolerance || place < lowest { break }
      slope = likelihood.slope(place)
      step = min(step * 1.1, 1)
      if accepted % 5 == 0 { step /= 2 }
    }
    return Result(logAlpha: place, steps: steps, startValue: startValue, value: value)
  }

  /// The best of 20 points, then of 20 around it.
  static func grid(_ likelihood: DispersionLikelihood, from low: Double, to high: Double) -> Double {
    let spacing = (high - low) / 19
    let best = self.best(likelihood, from: low, spacing: spacing)
    return self.best(likelihood, from: best - spacing, spacing: 2 * spacing / 19)
  }

  private static func best(_ likelihood: DispersionLikelihood, from low: Double, spacing: Double) -> Double {
    var (best, highest) = (low, -Double.infinity)
    for index in 0..<20 {
      let place = low + Double(index) * spacing
      let value = likelihood.value(place)
      if value > highest { (best, highest) = (place, value) }
    }
    return best
  }
}
