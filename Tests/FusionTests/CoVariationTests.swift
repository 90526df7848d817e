import Fusion
import Numerics
import Schema
import Testing

@Suite struct CoVariationTests {
  /// Targets a to d over 60 samples: b follows a in RNA, c follows a in protein alone, d follows the label alone.
  static func cohort(withRNA: Bool = true) -> CohortData {
    var stream = RandomStream(seed: 5, name: "covariation")
    let label = (0..<60).map { Int8($0 % 2) }
    var (rna, protein) = ([Double](), [Double]())
    for sample in 0..<60 {
      let shift = 3 * Double(label[sample])
      let (a, p) = (stream.normal(), stream.normal())
      rna += [a + shift, a + 0.3 * stream.normal() + shift, stream.normal() + shift, stream.normal() + shift]
      protein += [p + shift, stream.normal(), p + 0.3 * stream.normal() + shift, stream.normal() + shift]
    }
    return CohortData(
      name: "c", targets: ["a", "b", "c", "d"], samples: (0..<60).map { "s\($0)" }, label: label,
      batch: (0..<60).map { $0 / 2 % 3 }, covariates: [], rna: withRNA ? rna : nil, protein: protein)
  }

  @Test func whatIsNotMeasuredHasNoCorrelation() throws {
    var cohort = Self.cohort()
    for sample in 0..<60 { cohort.rna?[sample * 4 + 2] = .nan }
    let covariation = CoVariation([cohort], targets: ["a", "b", "c"])
    #expect(covariation.rna("a", "c") == nil)
    #expect(covariation.rna("a", "elsewhere") == nil)
    #expect(try #require(covariation.rna("a", "b")) > 0.8)
    #expect(try #require(covariation.protein("a", "c")) > 0.8)
  }

  @Test func fewSharedSamplesAndConstantsHaveNoCorrelation() {
    var cohort = Self.cohort()
    for sample in 0..<60 where sample > 18 { cohort.protein?[sample * 4] = .nan }
    for sample in 0..<60 { cohort.rna?[sample * 4] = 7 }
    let covariation = CoVariation([cohort], targets: ["a", "b", "c"])
    #expect(covariation.protein("a", "c") == nil)
    #expect(covariation.rna("a", "b") == nil)
  }

  /// In an unbalanced design with a covariate, taking means out in turn leaves a common trend; the exact residual does not.
  @Test func covariatesAndUnbalancedBatchesAreTakenOutExactly() throws {
    var stream = RandomStream(seed: 8, name: "covariation/unbalanced")
    let count = 400
    let batch = (0..<count).map { $0 % 10 == 0 ? 1 : $0 % 17 == 0 ? 2 : 0 }
    let label = (0..<count).map { Int8(batch[$0] > 0 ? ($0 % 20 == 0 ? 0 : 1) : ($0 % 6 == 1 ? 1 : 0)) }
    let covariate = (0..<count).map { Double(label[$0]) + 0.5 * Double(batch[$0]) + stream.normal() }
    var rna: [Double] = []
    for sample in 0..<count {
      let shared = 4 * covariate[sample] + 6 * Double(batch[sample]) + 5 * Double(label[sample])
      rna += [shared + stream.normal(), shared + stream.normal()]
    }
    let cohort = CohortData(
      name: "c", targets: ["a", "b"], samples: (0..<count).map { "s\($0)" }, label: label, batch: batch,
      covariates: [covariate], rna: rna, protein: nil)
    let r = try #require(CoVariation([cohort], targets: ["a", "b"]).rna("a", "b"))
    #expect(abs(r) < 0.15, "\(r)")
  }
}
