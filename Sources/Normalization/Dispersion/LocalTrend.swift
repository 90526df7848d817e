internal import Glibc
internal import Numerics

/// A local quadratic regression with prior weights, as locfit fits it by default: tricube kernel, the nearest 70 % of the
/// points, evaluated at the corners of cells that are halved until none is longer than 0.8 bandwidths, and cubic between.
/// Outside the data it goes on as a global quadratic regression plus a straight line.
///
/// Loader 1999, Local Regression and Likelihood, doi:10.1007/b98858.
public struct LocalTrend: Sendable {
  private struct Corner: Sendable {
    var x: Double
    var height: Double
    var slope: Double
    var bandwidth: Double
  }
  private var corners: [Corner]
  /// The curvature of the global regression.
  private let curvature: Double

  /// Fits a trend; x and y have the same length, at least one point.
  init(x: [Double], y: [Double], weights: [Double]) {
    let order = OrderStatistics.order(x)
    let sample = Sample(x: order.map { x[$0] }, y: order.map { y[$0] }, weights: order.map { weights[$0] })
    let low = sample.corner(sample.x[0])
    let high = sample.corner(sample.x[sample.x.count - 1])
    corners = [low]
    curvature = sample.curvature
    Self.split(low, high, sample, depth: 0, into: &corners)
  }

  /// Halves a cell as often as needed and adds its corners but the first.
  private static func split(_ low: Corner, _ high: Corner, _ sample: Sample, depth: Int, into corners: inout [Corner]) {
    guard high.x - low.x > 0.8 * min(low.bandwidth, high.bandwidth), depth < 30 else {
      if high.x > low.x { corners.append(high) }
      return
    }
    let middle = sample.corner((low.x + high.x) / 2)
    split(low, middle, sample, depth: depth + 1, into: &corners)
    split(middle, high, sample, depth: depth + 1, into: &corners)
  }

  /// The height at a position.
  public func callAsFunction(_ x: Double) -> Double {
    for end in [corners[0], corners[corners.count - 1]] {
      let beyond = x - end.x
      guard end.x == corners[0].x ? beyond <= 0 : beyond >= 0 else { continue }
      // What the local fit adds to the global one goes on as a line: the curvature alone is global.
      return end.height + beyond * end.slope + beyond * beyond * curvature
    }
    var cell = 0
    while cell < corners.count - 2, x > corners[cell + 1].x { cell += 1 }
    let (low, high) = (corners[cell], corners[cell + 1])
    let length = high.x - low.x
    let t = (x - low.x) / length
    let back = 1 - t
    return (1 + 2 * t) * back * back * low.height + t * back * back * length * low.slope
      + t * t * (3 - 2 * t) * high.height - t * t * back * length * high.slope
  }

  /// The points in order of x.
  private struct Sample {
    let x: [Double]
    let y: [Double]
    let weights: [Double]

    /// The quadratic coefficient of one weighted regression over all points; 0 when they cannot tell it.
    var curvature: Double {
      let centre = Descriptive.mean(x)
      let rows = x.indices.map { index in
        let (weight, d) = (weights[index].squareRoot(), x[index] - centre)
        return [weight, weight * d, weight * d * d]
      }
      let beta = PivotedQR(Matrix(rowVectors: rows, columns: 3)).coefficients(
        x.indices.map { y[$0] * weights[$0].squareRoot() })
      return beta[2].isNaN ? 0 : beta[2]
    }

    func corner(_ place: Double) -> Corner {
      let count = max(1, Int(0.7 * Double(x.count)))
      let bandwidth = self.bandwidth(place, count)
      // Columns 1, d, d²: the fit's height and slope at the place.
      var rows: [[Double]] = []
      var right: [Double] = []
      for index in x.indices {
        let distance = abs(x[index] - place)
        guard distance < bandwidth else { continue }
        let share = distance / bandwidth
        let bell = 1 - share * share * share
        let weight = (bell * bell * bell * weights[index]).squareRoot()
        let d = x[index] - place
        rows.append([weight, weight * d, weight * d * d])
        right.append(weight * y[index])
      }
      guard !rows.isEmpty else {
        return Corner(x: place, height: Descriptive.mean(y), slope: 0, bandwidth: bandwidth)
      }
      let beta = PivotedQR(Matrix(rowVectors: rows, columns: 3)).coefficients(right)
      return Corner(x: place, height: beta[0], slope: beta[1].isNaN ? 0 : beta[1], bandwidth: bandwidth)
    }

    /// The distance to the count-th nearest point, by two fingers.
    private func bandwidth(_ place: Double, _ count: Int) -> Double {
      var right = x.firstIndex { $0 >= place } ?? x.count
      var left = right - 1
      var distance = 0.0
      for _ in 0..<count {
        let toLeft = left >= 0 ? place - x[left] : .infinity
        let toRight = right < x.count ? x[right] - place : .infinity
        distance = min(toLeft, toRight)
        if toLeft <= toRight { left -= 1 } else { right += 1 }
      }
      return distance
    }
  }
}
