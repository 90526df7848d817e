internal import Glibc

/// The normal distribution.
public struct NormalDistribution: ContinuousDistribution {
  /// The mean.
  public let mean: Double
  /// The standard deviation, positive.
  public let standardDeviation: Double

  /// Mean 0, standard deviation 1.
  public static let standard = NormalDistribution()

  /// A normal distribution.
  public init(mean: Double = 0, standardDeviation: Double = 1) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  private func standardized(_ x: Double) -> Double { (x - mean) / standardDeviation }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) -> Double {
    let z = standardized(x)
    return -0.5 * z * z - 0.918_938_533_204_672_741_78 - log(standardDeviation)
  }

  /// P(X <= x).
  public func lowerTail(_ x: Double) -> Double { 0.5 * SpecialFunction.erfc(-standardized(x) * 0.5.squareRoot()) }

  /// P(X > x), without cancellation.
  public func upperTail(_ x: Double) -> Double { 0.5 * SpecialFunction.erfc(standardized(x) * 0.5.squareRoot()) }

  /// log P(X <= x).
  public func logLowerTail(_ x: Double) -> Double { Self.logUpper(-standardized(x)) }

  /// log P(X > x).
  public func logUpperTail(_ x: Double) -> Double { Self.logUpper(standardized(x)) }

  /// The two-sided p-value 2 P(Z > |z|) of a standard score.
  public static func twoSided(_ z: Double) -> Double { SpecialFunction.erfc(abs(z) * 0.5.squareRoot()) }

  private static func logUpper(_ z: Double) -> Double {
    if z < -1 { return log1p(-0.5 * SpecialFunction.erfc(-z * 0.5.squareRoot())) }
    return SpecialFunction.logErfc(z * 0.5.squareRoot()) - 0.693_147_180_559_945_3
  }

  /// The x with P(X <= x) = p, by Wichura's algorithm AS 241 (doi:10.2307/2347330).
  public func quantile(lower p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return mean + standardDeviation * Self.standardQuantile(p)
  }

  /// The x with P(X > x) = p.
  public func quantile(upper p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return mean - standardDeviation * Self.standardQuantile(p)
  }

  /// The x with log P(X <= x) = `logProbability`.
  public func quantile(logLower logProbability: Double) -> Double {
    mean - standardDeviation * Self.standardUpperQuantile(log: logProbability)
  }

  /// The x with log P(X > x) = `logProbability`.
  public func quantile(logUpper logProbability: Double) -> Double {
    mean + standardDeviation * Self.standardUpperQuantile(log: logProbability)
  }

  private static func standardUpperQuantile(log logProbability: Double) -> Double {
    guard logProbability <= 0 else { return .nan }
    if logProbability == -.infinity { return .infinity }
    let target = TailTarget(logProbability: logProbability, upper: true)
    let size: Double
    if target.logProbability > -700 {
      size = -standardQuantile(exp(target.logProbability))
    } else {
      let start = (-2 * target.logProbability).squareRoot()
      size = MonotoneRoot.solve(from: start, low: 0, high: start + 1, increasing: false) { z in
        let tail = logUpper(z)
        return (tail - target.logProbability, -exp(NormalDistribution.standard.logDensity(z) - tail))
      }
    }
    return target.upper ? size : -size
  }

  private static func standardQuantile(_ p: Double) -> Double {
    let q = p - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * ratio(r, centralTop, centralBottom)
    }
    let tail = q < 0 ? p : 1 - p
    if tail == 0 { return q < 0 ? -.infinity : .infinity }
    let r = (-log(tail)).squareRoot()
    let size = r <= 5 ? ratio(r - 1.6, middleTop, middleBottom) : ratio(r - 5, farTop, farBottom)
    return q < 0 ? -size : size
  }

  private static func ratio(_ x: Double, _ top: [Double], _ bottom: [Double]) -> Double {
    SpecialFunction.horner(x, top) / SpecialFunction.horner(x, bottom)
  }

  private static let centralTop = [
    3.387_132_872_796_366_608, 133.141_667_891_784_377_45, 1971.590_950_306_551_442_7, 13731.693_765_509_461_125,
    45921.953_931_549_871_457, 67265.770_927_008_700_853, 33430.575_583_588_128_105, 2509.080_928_730_122_672_7,
  ]
  private static let centralBottom = [
    1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_3, 5394.196_021_424_751_107_7, 21213.794_301_586_595_867,
    39307.895_800_092_710_61, 28729.085_735_721_942_674, 5226.495_278_852_854_561,
  ]
  private static let middleTop = [
    1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_9, 5.769_497_221_460_691_405_5,
    3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_77,
    0.022_723_844_989_269_184_583_3, 7.745_450_142_783_414_076_4e-4,
  ]
  private static let middleBottom = [
    1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_4, 0.689_767_334_985_100_004_55,
    0.148_103_976_427_480_074_59, 0.015_198_666_563_616_457_196_6, 5.475_938_084_995_344_946e-4,
    1.050_750_071_644_416_843_24e-9,
  ]
  private static let farTop = [
    6.657_904_643_501_103_777_2, 5.463_784_911_164_114_369_9, 1.784_826_539_917_291_335_8,
    0.296_560_571_828_504_891_23, 0.026_532_189_526_576_123_093, 0.001_242_660_947_388_078_438_6,
    2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7,
  ]
  private static let farBottom = [
    1, 0.599_832_206_555_887_937_69, 0.136_929_880_922_735_805_31, 0.014_875_361_290_850_614_852_5,
    7.868_691_311_456_132_591e-4, 1.846_318_317_510_054_681_8e-5, 1.421_511_758_316_445_888_7e-7,
    2.044_263_103_389_939_785_64e-15,
  ]
}
