import Foundation
import Testing

@testable import Numerics

/// Tails of `distributions.tsv` (mpmath, 60 digits), and quantiles as their inverses.
@Suite struct DistributionTests {
  static func make(_ name: String, _ a: Double, _ b: Double) -> any ContinuousDistribution {
    switch name {
    case "normal": NormalDistribution(mean: a, standardDeviation: b)
    case "t": StudentT(a)
    case "F": FDistribution(a, b)
    case "chisq": ChiSquare(a)
    case "beta": BetaDistribution(a, b)
    default: GammaDistribution(shape: a, scale: b)
    }
  }

  @Test func tailsAndQuantiles() throws {
    let fixture = try Fixture("distributions.tsv")
    let (a, b, x) = (fixture.numbers("a"), fixture.numbers("b"), fixture.numbers("x"))
    let (lower, upper) = (fixture.numbers("log_lower"), fixture.numbers("log_upper"))
    for (index, name) in fixture.text("distribution").enumerated() {
      let distribution = Self.make(name, a[index], b[index])
      let context = "\(name)(\(a[index]), \(b[index])) at \(x[index])"
      // An absolute error of a log tail is the relative error of the tail.
      let tolerance = 1e-12
      #expect(close(distribution.logLowerTail(x[index]), lower[index], tolerance), "log lower \(context)")
      #expect(close(distribution.logUpperTail(x[index]), upper[index], tolerance), "log upper \(context)")
      if lower[index] > -700 {
        #expect(close(log(distribution.lowerTail(x[index])), lower[index], tolerance), "lower \(context)")
      }
      if upper[index] > -700 {
        #expect(close(log(distribution.upperTail(x[index])), upper[index], tolerance), "upper \(context)")
      }
      let smallLower = lower[index] < upper[index]
      let target = smallLower ? lower[index] : upper[index]
      let quantile =
        smallLower ? distribution.quantile(logLower: target) : distribution.quantile(logUpper: target)
      let back = smallLower ? distribution.logLowerTail(quantile) : distribution.logUpperTail(quantile)
      // The slope of the log tail over log x: what a last-digit change of x does to the tail.
      let slope = exp(distribution.logDensity(x[index]) - target) * abs(x[index])
      #expect(close(back, target, 2e-12 * max(1, slope / 10)), "quantile \(context): \(quantile)")
      if x[index] != 0, target > -600 {
        #expect(
          abs(quantile / x[index] - 1) < 1e-12 * max(1, 5 / slope), "quantile \(context): \(quantile) \(slope)")
      }
    }
  }

  private func close(_ actual: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    actual == expected || abs(actual - expected) <= tolerance
      || expected > -1e-3 && abs(actual - expected) <= 1e-12 * abs(expected)
  }

  @Test func densitiesAreSlopesOfTails() {
    let cases: [(any ContinuousDistribution, Double)] = [
      (NormalDistribution(mean: 1, standardDeviation: 2), 0.3), (StudentT(2.5), 1.3), (StudentT(40), 1.3),
      (StudentT(.infinity), 0.4), (FDistribution(3, 7), 1.4), (FDistribution(3, .infinity), 1.4), (ChiSquare(5), 3),
      (BetaDistribution(2, 3.5), 0.3), (GammaDistribution(shape: 2, scale: 3), 4),
    ]
    for (distribution, x) in cases {
      let h = 1e-5 * x
      let slope = (distribution.lowerTail(x + h) - distribution.lowerTail(x - h)) / (2 * h)
      #expect(abs(slope / distribution.density(x) - 1) < 1e-8, "\(distribution)")
    }
  }

  @Test func endsOfTheLine() {
    #expect(StudentT(3).upperTail(.infinity) == 0)
    #expect(StudentT(3).twoSided(0) == 1)
    #expect(StudentT(3).twoSided(.nan).isNaN)
    #expect(StudentT(0).upperTail(1).isNaN)
    #expect(StudentT(4).quantile(lower: 0.5) == 0)
    #expect(StudentT(4).quantile(lower: 0) == -.infinity)
    #expect(FDistribution(2, 3).quantile(upper: 0) == .infinity)
    #expect(FDistribution(2, 3).quantile(lower: 0) == 0)
    #expect(BetaDistribution(2, 3).quantile(lower: 1) == 1)
    #expect(NormalDistribution.standard.quantile(lower: 1) == .infinity)
    #expect(NormalDistribution.standard.quantile(lower: 1.5).isNaN)
    #expect(ChiSquare(3).quantile(lower: -0.1).isNaN)
    #expect(ChiSquare(3).upperTail(-1) == 1)
  }

  @Test func printedTables() {
    // Standard tables: 97.5 % points.
    #expect(abs(NormalDistribution.standard.quantile(lower: 0.975) - 1.959_963_984_540_054) < 1e-14)
    #expect(abs(StudentT(10).quantile(lower: 0.975) - 2.228_138_851_986_274) < 1e-12)
    #expect(abs(ChiSquare(10).quantile(lower: 0.95) - 18.307_038_053_275_146) < 1e-11)
    #expect(abs(FDistribution(5, 10).quantile(lower: 0.95) - 3.325_834_530_413_012) < 1e-11)
  }

  @Test func zScoresKeepTheTail() {
    for t in [0.1, 2, -3, 30, 500] {
      let distribution = StudentT(7.5)
      let z = distribution.zScore(t)
      #expect(
        abs(NormalDistribution.standard.logUpperTail(abs(z)) - distribution.logUpperTail(abs(t))) < 1e-12)
      #expect((z < 0) == (t < 0))
    }
    #expect(abs(StudentT(90).approximateZScore(4) - StudentT(90).zScore(4)) < 0.03)
    #expect(StudentT(90).zScore(.nan).isNaN)
  }
}
