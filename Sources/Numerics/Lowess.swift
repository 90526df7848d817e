/// Locally weighted straight lines with robustness rounds (Cleveland 1979), in the arithmetic of R's `lowess`.
public enum Lowess {
  /// The smoothed heights, in the order of the input; `nan` where a position or height is missing.
  ///
  /// `span` is the share of points in a window, `iterations` the number of robustness rounds. Positions closer than
  /// `delta` to the last fitted one are interpolated; by default it is 1 % of the range of x.
  public static func fit(
    x: [Double], y: [Double], span: Double = 2.0 / 3, iterations: Int = 3, delta: Double? = nil
  ) -> [Double] {
    precondition(x.count == y.count, "paired values have the same number")
    let order = OrderStatistics.order(x).filter { x[$0].isFinite && y[$0].isFinite }
    var result = [Double](repeating: .nan, count: x.count)
    guard let first = order.first, let last = order.last else { return result }
    var smoother = WindowSmoother(
      x: order.map { x[$0] }, y: order.map { y[$0] }, span: span, delta: delta ?? 0.01 * (x[last] - x[first]))
    for (position, value) in smoother.run(rounds: iterations).enumerated() { result[order[position]] = value }
    return result
  }
}

/// The state of one smoothing run over ascending positions.
private struct WindowSmoother {
  let x: [Double]
  let y: [Double]
  let delta: Double
  let window: Int
  var fitted: [Double]
  var weights: [Double]
  var robustness: [Double]

  init(x: [Double], y: [Double], span: Double, delta: Double) {
    self.x = x
    self.y = y
    self.delta = delta
    window = max(2, min(x.count, Int(span * Double(x.count) + 1e-7)))
    fitted = y
    weights = [Double](repeating: 0, count: x.count)
    robustness = [Double](repeating: 1, count: x.count)
  }

  mutating func run(rounds: Int) -> [Double] {
    guard x.count > 1 else { return y }
    for round in 0...max(0, rounds) {
      sweep(robust: round > 0)
      if round == rounds { break }
      let residuals = zip(y, fitted).map { abs($0 - $1) }
      var total = 0.0
      for residual in residuals { total += residual }
      var work = residuals
      let scale = 6 * OrderStatistics.median(inPlace: &work)
      // A fit this close needs no further round.
      if scale < 1e-7 * total / Double(x.count) { break }
      for (index, residual) in residuals.enumerated() {
        let share = residual / scale
        robustness[index] =
          residual <= 0.001 * scale ? 1 : residual <= 0.999 * scale ? (1 - share * share) * (1 - share * share) : 0
      }
    }
    return fitted
  }

  /// One pass from left to right: fit at points at least `delta` apart, straight lines between.
  private mutating func sweep(robust: Bool) {
    let count = x.count
    var (left, right) = (0, window - 1)
    var last = -1
    var point = 0
    while last < count - 1 {
      while right < count - 1, x[point] - x[left] > x[right + 1] - x[point] {
        left += 1
        right += 1
      }
      fitted[point] = local(at: point, left, right, robust: robust) ?? y[point]
      if last < point - 1, last >= 0 {
        let distance = x[point] - x[last]
        for between in last + 1..<point {
          let share = (x[between] - x[last]) / distance
          fitted[between] = share * fitted[point] + (1 - share) * fitted[last]
        }
      }
      last = point
      let cut = x[last] + delta
      var next = last + 1
      while next < count, x[next] <= cut {
        if x[next] == x[last] {
          fitted[next] = fitted[last]
          last = next
        }
        next += 1
      }
      point = max(last + 1, next - 1)
    }
  }

  /// The weighted straight line's height at a point; nil if all weights vanish.
  private mutating func local(at point: Int, _ left: Int, _ right: Int, robust: Bool) -> Double? {
    let center = x[point]
    let reach = max(center - x[left], x[right] - center)
    var total = 0.0
    var end = left
    while end < x.count {
      let distance = abs(x[end] - center)
      weights[end] = 0
      if distance <= 0.999 * reach {
        let share = distance / reach
        let bell = 1 - share * share * share
        var weight = distance <= 0.001 * reach ? 1 : bell * bell * bell
        if robust { weight *= robustness[end] }
        weights[end] = weight
        total += weight
      } else if x[end] > center {
        break
      }
      end += 1
    }
    guard total > 0 else { return nil }
    for index in left..<end { weights[index] /= total }
    if reach > 0 {
      var mean = 0.0
      for index in left..<end { mean += weights[index] * x[index] }
      var spread = 0.0
      for index in left..<end { spread += weights[index] * (x[index] - mean) * (x[index] - mean) }
      if spread.squareRoot() > 0.001 * (x[x.count - 1] - x[0]) {
        let slope = (center - mean) / spread
        for index in left..<end { weights[index] *= slope * (x[index] - mean) + 1 }
      }
    }
    var height = 0.0
    for index in left..<end { height += weights[index] * y[index] }
    return height
  }
}
