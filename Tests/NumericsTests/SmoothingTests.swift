import Testing

@testable import Numerics

@Suite struct SmoothingTests {
  /// R's `lowess(cars)` with all defaults, printed to six decimals.
  @Test func lowessOfCars() {
    let speed: [Double] = [
      4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17, 17,
      17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25,
    ]
    let distance: [Double] = [
      2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40, 32,
      40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85,
    ]
    let expected: [Double: Double] = [
      4: 4.965459, 7: 13.124495, 8: 15.858633, 9: 18.579691, 10: 21.280313, 11: 24.129277, 12: 27.119549,
      13: 30.027276, 14: 32.962506, 15: 36.757728, 16: 40.435075, 17: 43.463492, 18: 46.885479, 19: 50.793152,
      20: 56.491224, 22: 67.585824, 23: 73.079695, 24: 78.643164, 25: 84.328698,
    ]
    let fitted = Lowess.fit(x: speed, y: distance)
    for (x, value) in zip(speed, fitted) { #expect(abs(value - (expected[x] ?? .nan)) < 6e-7, "speed \(x)") }
    // Missing points have no fit and no influence.
    let holed = Lowess.fit(x: speed + [.nan, 5], y: distance + [3, .nan])
    #expect(holed[50].isNaN && holed[51].isNaN && Array(holed[..<50]) == fitted)
    // Without ties the order of the input does not matter.
    let x = randomMatrix(150, 1, "x").values
    let y = randomMatrix(150, 1, "y").values
    let order = RandomStream.shuffled(150)
    let permuted = Lowess.fit(x: order.map { x[$0] }, y: order.map { y[$0] }, span: 0.4)
    let straight = Lowess.fit(x: x, y: y, span: 0.4)
    #expect(permuted == order.map { straight[$0] })
  }

  @Test func lowessKeepsStraightLines() {
    let x = (0..<200).map { Double($0) * 0.37 }
    let y = x.map { 3 - 2 * $0 }
    #expect(largestDifference(Lowess.fit(x: x, y: y, span: 0.3, delta: 0), y, floor: 1) < 1e-10)
    #expect(largestDifference(Lowess.fit(x: x, y: y, span: 0.3), y, floor: 1) < 1e-10)
    #expect(Lowess.fit(x: [1], y: [5]) == [5])
    #expect(Lowess.fit(x: [], y: []).isEmpty)
  }

  @Test func splinesAreNaturalAndReproduceLines() {
    let x = randomMatrix(80, 1, "spline").values
    let basis = NaturalSplineBasis(x, degreesOfFreedom: 4)
    #expect(basis.count == 4)
    let sorted = x.sorted()
    #expect(basis.knots[1] == OrderStatistics.quantile(sorted: sorted, 1.0 / 3))
    #expect(basis.knots[0] == sorted[0] && basis.knots[3] == sorted[79])
    let factor = PivotedQR(basis.matrix(x))
    #expect(factor.rank == 4)
    // Any line lies in the space.
    let line = x.map { 2 - 5 * $0 }
    #expect(factor.residualSumOfSquares(line) < 1e-20)
    // Outside the range every function is linear: second differences vanish.
    for start in [basis.knots[0] - 3, basis.knots[3] + 0.5] {
      let outside = basis.matrix([start, start + 1, start + 2])
      for column in 0..<4 {
        let bend = outside[0, column] - 2 * outside[1, column] + outside[2, column]
        #expect(abs(bend) < 1e-10 * max(1, abs(outside[2, column])))
      }
    }
    // Value and slope are continuous at an interior knot.
    let knot = basis.knots[1]
    let h = 1e-5
    let around = basis.matrix([knot - 2 * h, knot - h, knot, knot + h, knot + 2 * h])
    for column in 0..<4 {
      let left = around[2, column] - 2 * around[1, column] + around[0, column]
      let right = around[4, column] - 2 * around[3, column] + around[2, column]
      #expect(abs(left - right) < 1e-12)
    }
    #expect(NaturalSplineBasis([3, 3, 3], degreesOfFreedom: 4).count == 1)
    #expect(NaturalSplineBasis(x, degreesOfFreedom: 1).matrix([1, 2]).values == [1, 1])
  }

  @Test func straightLinesBetweenPoints() {
    let line = LinearInterpolation(x: [3, 1, 1, .nan, 2], y: [30, 8, 12, 5, .nan])
    #expect(line.x == [1, 3] && line.y == [10, 30])
    #expect(line(0) == 10 && line(1) == 10 && line(2) == 20 && line(3) == 30 && line(99) == 30)
    #expect(line(.nan).isNaN)
    #expect(LinearInterpolation(x: [], y: [])(1).isNaN)
  }
}

extension RandomStream {
  fileprivate static func shuffled(_ count: Int) -> [Int] {
    var stream = RandomStream(seed: 1, name: "shuffled")
    return stream.permutation(count)
  }
}
