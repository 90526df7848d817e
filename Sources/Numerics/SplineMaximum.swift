extension CubicSpline {
  /// The place of the spline's maximum next to its highest point: inside the pieces beside it, or the point itself.
  public var placeOfMaximum: Double {
    var top = 0
    for index in 1..<max(1, y.count) where y[index] > y[top] { top = index }
    var (place, height) = (x[top], y[top])
    for piece in [top - 1, top] where piece >= 0 && piece < x.count - 1 {
      // Roots of the piece's derivative; this one is its maximum, in the form that loses no digits.
      let (square, linear) = (3 * d[piece], 2 * c[piece])
      let discriminant = linear * linear - 4 * square * b[piece]
      guard discriminant >= 0 else { continue }
      let root = discriminant.squareRoot()
      let t = linear < 0 ? 2 * b[piece] / (root - linear) : -(linear + root) / (2 * square)
      guard t > 0, t < x[piece + 1] - x[piece] else { continue }
      let value = y[piece] + t * (b[piece] + t * (c[piece] + t * d[piece]))
      if value > height { (place, height) = (x[piece] + t, value) }
    }
    return place
  }
}
