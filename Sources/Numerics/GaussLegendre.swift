internal import Glibc

/// Nodes and weights of Gauss-Legendre quadrature.
public enum GaussLegendre {
  /// 128 points on 0...1.
  static let unit128 = unit(128)

  /// Points on 0...1 by Newton steps on the Legendre polynomial of the given degree; weights sum to 1.
  public static func unit(_ degree: Int) -> [(node: Double, weight: Double)] {
    let n = Double(degree)
    return (0..<degree).map { index in
      var x = cos(.pi * (Double(index) + 0.75) / (n + 0.5))
      var slope = 1.0
      for _ in 0..<100 {
        var (value, before) = (1.0, 0.0)
        for k in stride(from: 0, to: n, by: 1) {
          (value, before) = (((2 * k + 1) * x * value - k * before) / (k + 1), value)
        }
        slope = n * (x * value - before) / (x * x - 1)
        let step = value / slope
        x -= step
        if abs(step) < 1e-15 { break }
      }
      return (node: (1 - x) / 2, weight: 1 / ((1 - x * x) * slope * slope))
    }
  }
}
