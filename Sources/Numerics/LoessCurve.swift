/// A local quadratic regression as R's `loess` fits it by default: tricube weights of the nearest share of points, exact
/// at the corners of cells, and cubic between them.
///
/// Cleveland & Grosse 1991, doi:10.1007/BF01890836.
public struct LoessCurve: Sendable {
  private var corners: [(x: Double, height: Double, slope: Double)] = []

  /// Fits a curve through points with ascending positions, at least three.
  public init(x: [Double], y: [Double], span: Double) {
    let near = min(x.count, Int(Double(x.count) * span + 1e-5))
    // Cells are halved until they hold a fifth of the points of a fit.
    let few = Int(Double(x.count) * span * 0.2)
    let margin = 0.005 * (x[x.count - 1] - x[0])
    var places = [x[0] - margin, x[x.count - 1] + margin]
    func split(_ low: Int, _ high: Int) {
      guard high - low + 1 > few else { return }
      let middle = (low + high + 2) / 2 - 1
      places.append(x[middle])
      split(low, middle)
      split(middle + 1, high)
    }
    split(0, x.count - 1)
    corners = Set(places).sorted().map { Self.corner($0, x, y, near) }
  }

  private static func corner(
    _ place: Double, _ x: [Double], _ y: [Double], _ near: Int
  ) -> (x: Double, height: Double, slope: Double) {
    let distances = x.map { abs($0 - place) }
    let reach = distances.sorted()[near - 1]
    var rows: [[Double]] = []
    var right: [Double] = []
    for index in x.indices where distances[index] < 0.999 * reach {
      let share = distances[index] / reach
      let bell = share > 0.001 ? 1 - share * share * share : 1
      let weight = (bell * bell * bell).squareRoot()
      let d = x[index] - place
      rows.append([weight, weight * d, weight * d * d])
      right.append(weight * y[index])
    }
    let beta = PivotedQR(Matrix(rowVectors: rows, columns: 3), tolerance: 0).coefficients(right)
    return (place, beta[0], beta[1])
  }

  /// The height at a position within the points.
  public func callAsFunction(_ position: Double) -> Double {
    var cell = 0
    while cell < corners.count - 2, position > corners[cell + 1].x { cell += 1 }
    let (low, high) = (corners[cell], corners[cell + 1])
    let length = high.x - low.x
    let t = (position - low.x) / length
    let back = 1 - t
    return (1 + 2 * t) * back * back * low.height + t * back * back * length * low.slope
      + t * t * (3 - 2 * t) * high.height - t * t * back * length * high.slope
  }
}
