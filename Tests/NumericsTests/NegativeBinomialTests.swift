import Foundation
import Testing

@testable import Numerics

/// The negative binomial distribution beside sums of its probabilities written out, and its limits.
@Suite struct NegativeBinomialTests {
  @Test(arguments: [(0.3, 0.5), (4, 0.1), (30, 1.7), (200, 0.02), (50, 1e-4), (12, 0)])
  func tailsAreSumsOfProbabilities(mean: Double, dispersion: Double) {
    let law = NegativeBinomialDistribution(mean: mean, dispersion: dispersion)
    var sum = 0.0
    for count in 0..<400 {
      let k = Double(count)
      var logProbability: Double
      if dispersion == 0 {
        logProbability = k * log(mean) - mean - lgamma(k + 1)
      } else {
        let r = 1 / dispersion
        logProbability = lgamma(k + r) - lgamma(r) - lgamma(k + 1) - r * log(1 + dispersion * mean)
        logProbability += k * log(dispersion * mean / (1 + dispersion * mean))
      }
      #expect(abs(law.logProbability(k) - logProbability) < 1e-8 * max(1, abs(logProbability)))
      sum += exp(logProbability)
      #expect(abs(law.lowerTail(k) - sum) < 1e-9)
    }
  }

  @Test func quantilesTurnTailsAround() {
    for mean in [0.1, 2, 35, 4000, 1e6] {
      for dispersion in [0, 1e-12, 1e-3, 0.2, 3] {
        let law = NegativeBinomialDistribution(mean: mean, dispersion: dispersion)
        for p in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999] {
          let k = law.quantile(p)
          #expect(law.lowerTail(k) >= p * (1 - 1e-12))
          #expect(k == 0 || law.lowerTail(k - 1) < p)
        }
        for k in [0, 1, 5, (mean * 0.9).rounded()] where law.lowerTail(k) < 1 - 1e-9 {
          let back = law.quantile(law.lowerTail(k))
          #expect(law.lowerTail(back) <= law.lowerTail(k) * (1 + 1e-12) && back <= k)
        }
      }
    }
  }

  @Test func ends() {
    let law = NegativeBinomialDistribution(mean: 3, dispersion: 0.2)
    #expect(law.quantile(0) == 0 && law.quantile(1) == .infinity && law.quantile(1.1).isNaN)
    #expect(law.lowerTail(-1) == 0 && law.logProbability(-1) == -.infinity)
    let nothing = NegativeBinomialDistribution(mean: 0, dispersion: 0.2)
    #expect(nothing.lowerTail(0) == 1 && nothing.quantile(0.7) == 0 && nothing.logProbability(0) == 0)
  }
}

/// Optimisers on functions whose best places are known.
@Suite struct OptimisationTests {
  @Test func brentFindsMaxima() {
    #expect(abs(BrentMaximum.find(from: 0, to: 3, tolerance: 1e-8) { -($0 - 1.3) * ($0 - 1.3) } - 1.3) < 1e-7)
    #expect(abs(BrentMaximum.find(from: -4, to: 1, tolerance: 1e-8) { cos($0) * exp(-$0 * $0 / 9) }) < 1e-6)
    // At an end it comes close and never evaluates the end.
    let end = BrentMaximum.find(from: 0, to: 2, tolerance: 1e-6) { $0 >= 2 ? .nan : $0 }
    #expect(end < 2 && end > 2 - 1e-5)
  }

  @Test func quasiNewtonFindsMinima() {
    // Rosenbrock's valley in six dimensions.
    let result = QuasiNewton.minimise(from: [-1.2, 1, -0.5, 2, 0, 3], tolerance: 1e-10) { x in
      var value = 0.0
      var gradient = [Double](repeating: 0, count: 6)
      for i in 0..<5 {
        let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
        value += 100 * a * a + b * b
        gradient[i] += -400 * a * x[i] - 2 * b
        gradient[i + 1] += 200 * a
      }
      return (value, gradient)
    }
    #expect(result.hasConverged && result.value < 1e-12)
    #expect(result.place.allSatisfy { abs($0 - 1) < 1e-5 })
    // A place that is not allowed is stepped back from.
    let wall = QuasiNewton.minimise(from: [0.1], tolerance: 1e-10) { x in
      x[0] <= 0 ? (.infinity, [0]) : (x[0] - log(x[0]), [1 - 1 / x[0]])
    }
    #expect(abs(wall.place[0] - 1) < 1e-7)
  }

  @Test func splineMaximumBetweenPoints() {
    let x = (0..<11).map { Double($0) }
    let spline = CubicSpline(x: x, y: x.map { -($0 - 4.3) * ($0 - 4.3) })
    #expect(abs(spline.placeOfMaximum - 4.3) < 1e-9)
    #expect(CubicSpline(x: x, y: x).placeOfMaximum == 10)
    #expect(CubicSpline(x: x, y: x.map { -$0 }).placeOfMaximum == 0)
  }
}

/// The generator of R and its loess beside numbers that R prints.
@Suite struct ReferenceSimulationTests {
  @Test func generatorEqualsR() {
    var uniform = MersenneTwister(seed: 2)
    for known in [0.1848823, 0.7023740, 0.5733263] { #expect(abs(uniform.uniform() - known) < 5e-8) }
    var normal = MersenneTwister(seed: 2)
    for known in [-0.8969145, 0.1848492] { #expect(abs(normal.normal() - known) < 5e-8) }
  }

  @Test(arguments: [1.0, 2, 3]) func chiSquaresHaveTheirMoments(degrees: Double) {
    var generator = MersenneTwister(seed: 7)
    let values = (0..<20_000).map { _ in generator.chiSquare(degrees) }
    #expect(abs(Descriptive.mean(values) - degrees) < 4 * (2 * degrees / 20_000).squareRoot())
    #expect(abs(Descriptive.variance(values) / (2 * degrees) - 1) < 0.1)
  }

  @Test func loessGoesThroughParabolas() {
    let x = (0..<50).map { Double($0) / 7 }
    let curve = LoessCurve(x: x, y: x.map { 3 - 2 * $0 + 0.5 * $0 * $0 }, span: 0.4)
    for place in [0.0, 0.31, 3.3, 5.77, 7] {
      #expect(abs(curve(place) - (3 - 2 * place + 0.5 * place * place)) < 1e-9)
    }
  }
}
