import Fusion
import Numerics
import Schema
import Testing

@Suite struct CoVariationTests {
  /// Targets a to d over 60 samples: b follows a in RNA, c follows a in protein alone, d follows the label alone.
  private func cohort(withRNA: Bool = true) -> CohortData {
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

  private let ranked = [("a", "A"), ("b", "B"), ("c", ""), ("d", "D")].map { (target: $0.0, symbol: $0.1) }

  @Test func passengersPartnersAndTheIndependent() {
    let flags = CoVariation([cohort()], targets: ["a", "b", "c", "d"]).flags(ranked)
    #expect(flags == ["b": "passenger-of:A", "c": "partner-of:A"])
  }

  @Test func theLeaderIsTheBetterRanked() {
    let flags = CoVariation([cohort()], targets: ["a", "b", "c", "d"]).flags(ranked.reversed())
    #expect(flags["a"] == "partner-of:c")
    #expect(flags["b"] == nil)
    #expect(flags["d"] == nil)
  }

  @Test func withoutRNATheProteinTells() {
    let flags = CoVariation([cohort(withRNA: false)], targets: ["a", "b", "c", "d"]).flags(ranked)
    #expect(flags == ["c": "passenger-of:A"])
  }

  @Test func tooFewSamplesTellNothing() {
    var small = cohort()
    small.samples = Array(small.samples.prefix(10))
    small.label = Array(small.label.prefix(10))
    small.batch = Array(small.batch.prefix(10))
    small.rna = small.rna.map { Array($0.prefix(40)) }
    small.protein = small.protein.map { Array($0.prefix(40)) }
    #expect(CoVariation([small], targets: ["a", "b", "c", "d"]).flags(ranked).isEmpty)
  }
}
