import Fusion
import Numerics
import Schema
import Testing

@Suite struct FollowerRuleTests {
  private func ranked(_ names: String...) -> [FollowerRule.Target] {
    names.map { .init(id: $0, symbol: $0 == "c" ? "" : $0.uppercased(), direction: .up) }
  }

  private func flags(
    _ cohort: CohortData, _ ranked: [FollowerRule.Target], _ places: [String: GenePlace] = [:]
  ) -> [String: [String]] {
    let followers = FollowerRule.followers(
      ranked, CoVariation([cohort], targets: cohort.targets), places: places)
    return Dictionary(uniqueKeysWithValues: followers.map { ($0.target, $0.flags) })
  }

  @Test func passengersPartnersAndTheIndependent() {
    let found = flags(CoVariationTests.cohort(), ranked("a", "b", "c", "d"))
    #expect(found == ["b": ["passenger-of:A"], "c": ["partner-of:A"]])
  }

  @Test func theLeaderIsTheBetterRankedAndItsIdStandsInForItsSymbol() {
    let found = flags(CoVariationTests.cohort(), ranked("d", "c", "b", "a"))
    #expect(found == ["a": ["partner-of:c"]])
  }

  @Test func withoutRNATheProteinTells() {
    #expect(flags(CoVariationTests.cohort(withRNA: false), ranked("a", "b", "c", "d")) == ["c": ["passenger-of:A"]])
  }

  /// RNA that was never measured is no RNA that stays: without it there is no partner.
  @Test func unmeasuredRNASaysNothing() {
    var cohort = CoVariationTests.cohort()
    for sample in 0..<60 { cohort.rna?[sample * 4 + 2] = .nan }
    #expect(flags(cohort, ranked("a", "b", "c", "d")) == ["b": ["passenger-of:A"]])
  }

  /// x, y, z: y follows x, z follows y closely and x less; z is no passenger of the passenger.
  @Test func aCompanionLeadsNobody() {
    var stream = RandomStream(seed: 6, name: "followers/chain")
    var rna: [Double] = []
    for _ in 0..<300 {
      let x = stream.normal()
      let y = x + 0.9 * stream.normal()
      rna += [x, y, y + 0.9 * stream.normal()]
    }
    let cohort = CohortData(
      name: "c", targets: ["x", "y", "z"], samples: (0..<300).map { "s\($0)" }, label: (0..<300).map { Int8($0 % 2) },
      batch: [Int](repeating: 0, count: 300), covariates: [], rna: rna, protein: nil)
    #expect(flags(cohort, ranked("x", "y", "z")) == ["y": ["passenger-of:X"]])
    #expect(flags(cohort, ranked("y", "x", "z")) == ["x": ["passenger-of:Y"], "z": ["passenger-of:Y"]])
  }

  // MARK: Places

  /// Three genes whose RNA goes together weakly, and a fourth that goes alone.
  private func locus() -> CohortData {
    var stream = RandomStream(seed: 7, name: "followers/locus")
    var rna: [Double] = []
    for _ in 0..<300 {
      let shared = stream.normal()
      rna += (0..<3).map { _ in shared + stream.normal() } + [stream.normal()]
    }
    return CohortData(
      name: "c", targets: ["a", "b", "c", "d"], samples: (0..<300).map { "s\($0)" },
      label: (0..<300).map { Int8($0 % 2) }, batch: [Int](repeating: 0, count: 300), covariates: [], rna: rna,
      protein: nil)
  }

  private func place(_ start: Int, _ end: Int, _ strand: String = "+", on seqname: String = "17") -> GenePlace {
    GenePlace(seqname: seqname, start: start, end: end, strand: strand)
  }

  /// A locus grows from member to member: c is within reach of b, not of a.
  @Test func neighboursThatMoveTogetherAreOneLocus() {
    let places = [
      "a": place(1_000_000, 1_020_000), "b": place(1_900_000, 1_910_000), "c": place(2_800_000, 2_810_000),
      "d": place(1_030_000, 1_040_000),
    ]
    let found = flags(locus(), ranked("a", "b", "c", "d"), places)
    #expect(found == ["b": ["passenger-of:A", "same-locus:A"], "c": ["passenger-of:A", "same-locus:A"]])
  }

  @Test func elsewhereOrInTheOtherDirectionIsNoLocus() {
    let places = [
      "a": place(1_000_000, 1_020_000), "b": place(1_030_000, 1_040_000, on: "18"), "c": place(1_030_000, 1_040_000),
    ]
    var targets = ranked("a", "b", "c")
    targets[2].direction = .down
    #expect(flags(locus(), targets, places).isEmpty)
    #expect(flags(locus(), targets).isEmpty)
  }

  @Test func headToHeadGenesShareAPromoter() {
    let places = ["a": place(50_000, 90_000), "b": place(10_000, 49_700, "-"), "c": place(10_000, 48_900, "-")]
    let found = flags(locus(), ranked("a", "b", "c"), places)
    #expect(found["b"] == ["passenger-of:A", "shared-promoter:A"])
    #expect(found["c"] == ["passenger-of:A", "same-locus:A"])
    #expect(place(10_000, 49_700, "-").headToHead(place(50_000, 90_000)) == 300)
    #expect(place(50_000, 90_000).headToHead(place(10_000, 49_700, "-")) == 300)
    #expect(place(10_000, 49_700).headToHead(place(50_000, 90_000, "-")) == nil)
  }
}
