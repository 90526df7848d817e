/// An interpolating cubic spline whose ends follow the cubic through the four outermost points (Forsythe, Malcolm & Moler
/// 1977, the rule of R's `splinefun`).
///
/// Outside the points the outermost cubic goes on.
public struct CubicSpline: Sendable {
  let x: [Double]
  let y: [Double]
  private(set) var b: [Double]
  private(set) var c: [Double]
  private(set) var d: [Double]

  /// A spline through points with strictly ascending positions, at least one.
  public init(x: [Double], y: [Double]) {
    precondition(x.count == y.count && !x.isEmpty, "a spline has at least one point, with both parts")
    self.x = x
    self.y = y
    let n = x.count
    b = [Double](repeating: 0, count: n)
    c = b
    d = b
    guard n > 1 else { return }
    guard n > 2 else {
      b = [(y[1] - y[0]) / (x[1] - x[0]), (y[1] - y[0]) / (x[1] - x[0])]
      return
    }
    solve(n)
  }

  private mutating func solve(_ n: Int) {
    // A tridiagonal system for c, which first holds differences of slopes; b is its diagonal, d its side.
    d[0] = x[1] - x[0]
    c[1] = (y[1] - y[0]) / d[0]
    for i in 1..<n - 1 {
      d[i] = x[i + 1] - x[i]
      b[i] = 2 * (d[i - 1] + d[i])
      c[i + 1] = (y[i + 1] - y[i]) / d[i]
      c[i] = c[i + 1] - c[i]
    }
    b[0] = -d[0]
    b[n - 1] = -d[n - 2]
    c[0] = 0
    c[n - 1] = 0
    if n > 3 {
      c[0] = c[2] / (x[3] - x[1]) - c[1] / (x[2] - x[0])
      c[n - 1] = c[n - 2] / (x[n - 1] - x[n - 3]) - c[n - 3] / (x[n - 2] - x[n - 4])
      c[0] *= d[0] * d[0] / (x[3] - x[0])
      c[n - 1] *= -d[n - 2] * d[n - 2] / (x[n - 1] - x[n - 4])
    }
    for i in 1..<n {
      let t = d[i - 1] / b[i - 1]
      b[i] -= t * d[i - 1]
      c[i] -= t * c[i - 1]
    }
    c[n - 1] /= b[n - 1]
    for i in stride(from: n - 2, through: 0, by: -1) { c[i] = (c[i] - d[i] * c[i + 1]) / b[i] }
    b[n - 1] = (y[n - 1] - y[n - 2]) / d[n - 2] + d[n - 2] * (c[n - 2] + 2 * c[n - 1])
    for i in 0..<n - 1 {
      b[i] = (y[i + 1] - y[i]) / d[i] - d[i] * (c[i + 1] + 2 * c[i])
      d[i] = (c[i + 1] - c[i]) / d[i]
      c[i] *= 3
    }
    c[n - 1] *= 3
    d[n - 1] = d[n - 2]
  }

  /// The height at a position.
  public func callAsFunction(_ position: Double) -> Double {
    var (low, high) = (0, x.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if x[middle] <= position { low = middle } else { high = middle }
    }
    let t = position - x[low]
    return y[low] + t * (b[low] + t * (c[low] + t * d[low]))
  }
}
