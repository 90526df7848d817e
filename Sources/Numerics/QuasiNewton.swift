internal import Glibc

/// The minimum of a smooth function of many variables by limited-memory BFGS with a line search that meets the weak Wolfe
/// conditions.
///
/// Liu & Nocedal 1989, doi:10.1007/BF01589116.
public enum QuasiNewton {
  /// A minimum found.
  public struct Result: Sendable {
    /// The place.
    public var place: [Double]
    /// The value there.
    public var value: Double
    /// Whether the gradient or the value came to rest within the rounds.
    public var hasConverged: Bool
  }

  /// How many past steps shape the curvature.
  private static let memory = 10

  /// Minimises from a start.
  ///
  /// - Parameters:
  ///   - tolerance: stop when the largest part of the gradient is below it.
  ///   - evaluate: value and gradient at a place; a value that is not finite marks a place that is not allowed.
  public static func minimise(
    from start: [Double], tolerance: Double, rounds: Int = 1000,
    _ evaluate: ([Double]) -> (value: Double, gradient: [Double])
  ) -> Result {
    var place = start
    var (value, gradient) = evaluate(place)
    var steps: [(step: [Double], change: [Double], inverse: Double)] = []
    var quiet = 0
    for _ in 0..<rounds {
      if (gradient.map(abs).max() ?? 0) <= tolerance {
        return Result(place: place, value: value, hasConverged: true)
      }
      var direction = Self.direction(gradient, steps)
      var slope = dot(direction, gradient)
      if !(slope < 0) {
        steps = []
        direction = gradient.map { -$0 }
        slope = dot(direction, gradient)
      }
      let first = steps.isEmpty ? min(1, 1 / dot(gradient, gradient).squareRoot()) : 1
      guard let next = search(place, value, direction, slope, first: first, evaluate) else {
        // No lower place along the steepest way down: rounding is all that is left.
        if steps.isEmpty { return Result(place: place, value: value, hasConverged: true) }
        steps = []
        continue
      }
      let step = zip(next.place, place).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      let curvature = dot(step, change)
      if curvature > 1e-14 * dot(change, change) {
        steps.append((step, change, 1 / curvature))
        if steps.count > memory { steps.removeFirst() }
      }
      quiet = value - next.value <= 1e-15 * abs(value) ? quiet + 1 : 0
      (place, value, gradient) = (next.place, next.value, next.gradient)
      if quiet == 3 { return Result(place: place, value: value, hasConverged: true) }
    }
    return Result(place: place, value: value, hasConverged: false)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  /// The two-loop recursion.
  private static func direction(
    _ gradient: [Double], _ steps: [(step: [Double], change: [Double], inverse: Double)]
  ) -> [Double] {
    var result = gradient
    var shares: [Double] = []
    for (step, change, inverse) in steps.reversed() {
      let share = inverse * dot(step, result)
      for index in result.indices { result[index] -= share * change[index] }
      shares.append(share)
    }
    if let last = steps.last {
      let scale = 1 / (last.inverse * dot(last.change, last.change))
      for index in result.indices { result[index] *= scale }
    }
    for ((step, change, inverse), share) in zip(steps, shares.reversed()) {
      let back = share - inverse * dot(change, result)
      for index in result.indices { result[index] += back * step[index] }
    }
    return result.map { -$0 }
  }

  /// A step that lowers the value enough and flattens the slope, by bisection and doubling; nil if there is none.
  private static func search(
    _ place: [Double], _ value: Double, _ direction: [Double], _ slope: Double, first: Double,
    _ evaluate: ([Double]) -> (value: Double, gradient: [Double])
  ) -> (place: [Double], value: Double, gradient: [Double])? {
    var (low, high, length) = (0.0, Double.infinity, first)
    var lower: (place: [Double], value: Double, gradient: [Double])?
    for _ in 0..<60 {
      let next = zip(place, direction).map { $0 + length * $1 }
      let (height, gradient) = evaluate(next)
      if !height.isFinite || height > value + 1e-4 * length * slope {
        high = length
      } else if dot(gradient, direction) < 0.9 * slope {
        lower = (next, height, gradient)
        low = length
      } else {
        return (next, height, gradient)
      }
      length = high.isFinite ? (low + high) / 2 : 2 * low
    }
    return lower
  }
}
