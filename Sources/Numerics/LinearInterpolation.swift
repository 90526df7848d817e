/// Straight lines between points, constant outside them.
public struct LinearInterpolation: Sendable {
  /// The points' positions, strictly ascending.
  public let x: [Double]
  /// The points' heights; equal positions have been averaged.
  public let y: [Double]

  /// An interpolation through points in any order; points with a missing part are left out, heights at equal positions
  /// averaged.
  public init(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "paired values have the same number")
    var positions: [Double] = []
    var heights: [Double] = []
    var members = 0.0
    for index in OrderStatistics.order(x) where !x[index].isNaN && !y[index].isNaN {
      if let last = positions.last, last == x[index] {
        members += 1
        heights[heights.count - 1] += (y[index] - heights[heights.count - 1]) / members
      } else {
        positions.append(x[index])
        heights.append(y[index])
        members = 1
      }
    }
    self.x = positions
    self.y = heights
  }

  /// The height at a position; `nan` for a missing position or without points.
  public func callAsFunction(_ position: Double) -> Double {
    guard let first = x.first, let last = x.last, !position.isNaN else { return .nan }
    if position <= first { return y[0] }
    if position >= last { return y[y.count - 1] }
    var (low, high) = (0, x.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if x[middle] <= position { low = middle } else { high = middle }
    }
    if position == x[low] { return y[low] }
    return y[low] + (y[high] - y[low]) * ((position - x[low]) / (x[high] - x[low]))
  }
}
