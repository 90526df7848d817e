/// The root of a monotone function on the real line: Newton steps kept inside a shrinking bracket.
enum MonotoneRoot {
  /// `evaluate` returns value and derivative; the value has one sign left of the root and the other right of it.
  static func solve(
    from start: Double, low: Double, high: Double, increasing: Bool,
    _ evaluate: (Double) -> (value: Double, slope: Double)
  ) -> Double {
    var (left, right) = (low, high)
    var point = min(max(start, low), high)
    var lastStep = high - low
    for _ in 0..<400 {
      let (value, slope) = evaluate(point)
      if value == 0 { return point }
      if value.isNaN { return .nan }
      if (value < 0) == increasing { left = point } else { right = point }
      var next = point - value / slope
      let step = abs(next - point)
      // Newton steps converge quadratically: after one this small only rounding is left.
      if step <= 1e-12 * max(1, abs(point)) { return next }
      let stalled = step > 0.75 * abs(lastStep) && abs(lastStep) < 1
      if !(next > left && next < right) || stalled { next = left + (right - left) / 2 }
      lastStep = next - point
      if next == left || next == right { return next }
      point = next
    }
    return point
  }
}

/// The root of a continuous function between two points with values of different sign (Illinois method).
enum BracketedRoot {
  static func solve(
    _ start: Double, _ atStart: Double, _ end: Double, _ atEnd: Double, tolerance: Double,
    _ evaluate: (Double) -> Double
  ) -> Double {
    var (left, valueLeft, right, valueRight) = (start, atStart, end, atEnd)
    var side = 0
    for _ in 0..<200 where abs(right - left) > tolerance {
      var middle = (left * valueRight - right * valueLeft) / (valueRight - valueLeft)
      if !(middle > min(left, right) && middle < max(left, right)) { middle = left + (right - left) / 2 }
      let value = evaluate(middle)
      if value == 0 { return middle }
      if (value < 0) == (valueRight < 0) {
        (right, valueRight) = (middle, value)
        if side == -1 { valueLeft /= 2 }
        side = -1
      } else {
        (left, valueLeft) = (middle, value)
        if side == 1 { valueRight /= 2 }
        side = 1
      }
    }
    return abs(valueLeft) < abs(valueRight) ? left : right
  }
}
