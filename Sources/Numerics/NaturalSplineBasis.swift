/// A basis of natural cubic splines with intercept: cubic between knots, linear outside the boundary knots.
///
/// The functions are 1, x and differences of truncated cubes on positions scaled to 0...1. Fits agree with those of any
/// other basis of the same space.
public struct NaturalSplineBasis: Sendable {
  /// All knots, boundary ones included, ascending, on the original scale.
  public let knots: [Double]

  /// A basis over given knots; equal ones count once, the two boundary knots must differ for more than a constant.
  public init(interiorKnots: [Double], boundary: ClosedRange<Double>) {
    var unique: [Double] = []
    for knot in ([boundary.lowerBound, boundary.upperBound] + interiorKnots).sorted() where unique.last != knot {
      unique.append(knot)
    }
    knots = unique
  }

  /// A basis of `degreesOfFreedom` functions for data: boundary knots at the range, interior knots at equally spaced
  /// type-7 quantiles. Missing positions are left out; fewer distinct quantiles give a smaller basis.
  public init(_ x: [Double], degreesOfFreedom: Int) {
    let sorted = x.filter { $0.isFinite }.sorted()
    let interior = max(0, degreesOfFreedom - 2)
    let quantiles = (0..<interior).map {
      OrderStatistics.quantile(sorted: sorted, Double($0 + 1) / Double(interior + 1))
    }
    let (low, high) = (sorted.first ?? 0, sorted.last ?? 0)
    self.init(interiorKnots: degreesOfFreedom < 2 ? [] : quantiles, boundary: low...(degreesOfFreedom < 2 ? low : high))
  }

  /// Number of basis functions.
  public var count: Int { knots.count }

  /// The basis functions at positions, one a column.
  public func matrix(_ x: [Double]) -> Matrix {
    var result = Matrix(rows: x.count, columns: count, repeating: 1)
    guard count > 1 else { return result }
    let (low, range) = (knots[0], knots[count - 1] - knots[0])
    let scaled = knots.map { ($0 - low) / range }
    for (row, position) in x.enumerated() {
      let u = (position - low) / range
      result[row, 1] = u
      let reference = Self.slopeTerm(u, scaled, count - 2)
      for knot in 0..<(count - 2) { result[row, knot + 2] = Self.slopeTerm(u, scaled, knot) - reference }
    }
    return result
  }

  private static func slopeTerm(_ u: Double, _ knots: [Double], _ index: Int) -> Double {
    let last = knots[knots.count - 1]
    return (cubed(u - knots[index]) - cubed(u - last)) / (last - knots[index])
  }

  private static func cubed(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }
}
