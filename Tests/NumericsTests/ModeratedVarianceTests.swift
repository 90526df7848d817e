import Foundation
import Schema
import Testing

@testable import Numerics

@Suite struct ModeratedVarianceTests {
  /// Variances drawn from the model: s² = s0² F(d, d0).
  private func drawn(_ count: Int, d: Double, d0: Double, scale: Double) -> [Double] {
    var stream = RandomStream(seed: 2, name: "variances")
    let distribution = FDistribution(d, d0)
    return (0..<count).map { _ in scale * distribution.quantile(lower: stream.uniformOpen()) }
  }

  @Test(arguments: [false, true]) func recoversThePrior(_ robust: Bool) throws {
    let variances = drawn(3_000, d: 6, d0: 8, scale: 0.3)
    let degrees = [Double](repeating: 6, count: variances.count)
    let moderated = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees, robust: robust)
    #expect(abs(moderated.prior.commonDegreesOfFreedom / 8 - 1) < 0.2)
    #expect(abs(moderated.prior.variance[0] / 0.3 - 1) < 0.05)
    // The definition, feature by feature.
    let prior = moderated.prior
    for index in stride(from: 0, to: 3_000, by: 101) {
      let d0 = prior.degreesOfFreedom[index]
      let expected = (d0 * prior.variance[index] + 6 * variances[index]) / (d0 + 6)
      #expect(abs(moderated.posterior[index] / expected - 1) < 1e-12)
      #expect(moderated.totalDegreesOfFreedom[index] == d0 + 6)
    }
  }

  @Test func robustSparesTheBulk() throws {
    var variances = drawn(1_000, d: 5, d0: 20, scale: 1)
    for index in 0..<20 { variances[index] = 60 + Double(index) }
    let degrees = [Double](repeating: 5, count: 1_000)
    let plain = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees)
    let robust = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees, robust: true)
    #expect(robust.prior.commonDegreesOfFreedom > 2 * plain.prior.commonDegreesOfFreedom)
    #expect(robust.prior.degreesOfFreedom[..<20].allSatisfy { $0 < 2 })
    #expect(robust.prior.degreesOfFreedom[500] > 10)
  }

  @Test func trendFollowsTheCovariate() throws {
    var variances = drawn(2_000, d: 6, d0: 10, scale: 1)
    var covariate = (0..<2_000).map { Double($0) / 200 }
    for index in variances.indices { variances[index] *= exp(-0.3 * covariate[index]) }
    var degrees = [Double](repeating: 6, count: 2_000)
    (degrees[7], variances[7]) = (0, .nan)
    (degrees[8], variances[8], covariate[8]) = (0, .nan, .nan)
    for robust in [false, true] {
      let moderated = try ModeratedVariance(
        variances: variances, degreesOfFreedom: degrees, covariate: covariate, robust: robust)
      for index in [100, 1_000, 1_900] {
        #expect(abs(moderated.prior.variance[index] / exp(-0.3 * covariate[index]) - 1) < 0.15)
      }
      // A feature without residual degrees of freedom gets the trend's value, one without a mean gets none.
      #expect(abs(moderated.posterior[7] / moderated.prior.variance[9] - 1) < 0.05)
      #expect(moderated.posterior[8].isNaN)
    }
  }

  @Test func equalVariancesHaveAnInfinitePrior() throws {
    let variances = [Double](repeating: 0.5, count: 40)
    let degrees = [Double](repeating: 4, count: 40)
    for robust in [false, true] {
      let moderated = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees, robust: robust)
      #expect(moderated.prior.commonDegreesOfFreedom == .infinity)
      #expect(moderated.totalDegreesOfFreedom.allSatisfy { $0 == 160 })
      #expect(moderated.posterior.allSatisfy { abs($0 - moderated.prior.variance[0]) < 1e-15 })
    }
    let moderated = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees)
    #expect(abs(moderated.posterior[0] - 0.5) < 1e-15)
    let test = moderated.test(
      coefficients: (0..<40).map { $0 == 0 ? 5 : 0.1 }, stdevUnscaled: [Double](repeating: 1, count: 40))
    // With an infinite prior the odds follow the normal kernel.
    let v0 = test.priorCoefficientVariance
    let r = 1 + v0
    let expected = log(0.01 / 0.99) - log(r) / 2 + test.t[0] * test.t[0] * (1 - 1 / r) / 2
    #expect(abs(test.logOdds[0] - expected) < 1e-12)
    #expect(abs(test.p[0] - StudentT(160).twoSided(5 / 0.5.squareRoot())) < 1e-18)
  }

  @Test func oneFeatureAndNone() throws {
    let one = try ModeratedVariance(variances: [0.4], degreesOfFreedom: [3])
    #expect(one.posterior == [0.4] && one.totalDegreesOfFreedom == [3] && one.prior.commonDegreesOfFreedom == 0)
    let test = one.test(coefficients: [1], stdevUnscaled: [0.5])
    #expect(abs(test.t[0] - 1 / (0.5 * 0.4.squareRoot())) < 1e-14)
    #expect(abs(test.p[0] - StudentT(3).twoSided(test.t[0])) < 1e-15)
    #expect(test.logOdds[0].isFinite)
    #expect(throws: OmicsError.self) { try ModeratedVariance(variances: [.nan], degreesOfFreedom: [0]) }
    #expect(throws: OmicsError.self) { try ModeratedVariance(variances: [], degreesOfFreedom: []) }
  }

  @Test func zeroVariancesAreCounted() throws {
    let moderated = try ModeratedVariance(
      variances: [0, 1, 2, 0.5, 1.5], degreesOfFreedom: [2, 2, 2, 2, 2])
    #expect(moderated.prior.zeroVariances == 1)
    #expect(moderated.posterior.allSatisfy { $0 > 0 })
    #expect(throws: OmicsError.self) {
      try ModeratedVariance(variances: [0, 0, 0, 1], degreesOfFreedom: [2, 2, 2, 2], robust: true)
    }
  }

  @Test func winsorizedMoments() {
    // Against the mean over a fine grid of quantiles.
    let distribution = FDistribution(4, 9)
    let count = 20_000
    let values = (0..<count).map { index -> Double in
      let p = min(max((Double(index) + 0.5) / Double(count), 0.05), 0.9)
      return log(distribution.quantile(lower: p))
    }
    let moments = WinsorizedLogF(4, 9, tails: (0.05, 0.1))
    #expect(abs(moments.mean - Descriptive.mean(values)) < 1e-5)
    #expect(abs(moments.variance - Descriptive.variance(values)) < 1e-4)
    #expect(abs(GaussLegendre.unit128.map(\.weight).reduce(0, +) - 1) < 1e-13)
    let cubic = GaussLegendre.unit(2).map { $0.weight * $0.node * $0.node * $0.node }.reduce(0, +)
    #expect(abs(cubic - 0.25) < 1e-15)
  }
}
