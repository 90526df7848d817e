import Numerics
import Testing

@Suite struct CubicSplineTests {
  @Test func reproducesACubicInsideAndOutside() {
    let cubic = { (x: Double) in 2 - x + 0.5 * x * x - 0.25 * x * x * x }
    let places = [-1.0, 0, 0.5, 2, 3, 5]
    let spline = CubicSpline(x: places, y: places.map(cubic))
    for x in stride(from: -2.0, through: 6, by: 0.25) { #expect(abs(spline(x) - cubic(x)) < 1e-10) }
  }

  @Test func passesThroughItsPointsSmoothly() {
    let x = [0.0, 1, 2.5, 3, 4.2, 6]
    let y = [1.0, -2, 0, 5, 4, 4]
    let spline = CubicSpline(x: x, y: y)
    for (x, y) in zip(x, y) { #expect(abs(spline(x) - y) < 1e-12) }
    let h = 1e-4
    for knot in x.dropFirst().dropLast() {
      let left = (spline(knot) - 2 * spline(knot - h) + spline(knot - 2 * h)) / (h * h)
      let right = (spline(knot + 2 * h) - 2 * spline(knot + h) + spline(knot)) / (h * h)
      #expect(abs(left - right) < 0.1)
    }
  }

  @Test func fewPoints() {
    #expect(CubicSpline(x: [2], y: [7])(3) == 7)
    #expect(CubicSpline(x: [0, 2], y: [1, 5])(3) == 7)
    #expect(abs(CubicSpline(x: [0, 1, 2], y: [0, 1, 4])(1.5) - 2.25) < 1e-12)
  }
}
