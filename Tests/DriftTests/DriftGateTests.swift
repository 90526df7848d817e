import Drift
import Schema
import Testing

@Suite struct DriftGateTests {
  private let base = RankedList(targets: ["a", "b", "c", "d"])
  private let new = RankedList(targets: ["b", "a", "c", "e"])

  private var findings: DriftFindings {
    func target(_ id: String, _ before: Int?, _ after: Int?, _ delta: Double, _ called: Bool) -> DriftTarget {
      DriftTarget(
        target: id, symbol: "", rankBefore: before, rankAfter: after, delta: delta, floor: 0.5, called: called,
        causes: [])
    }
    return DriftFindings(
      noiseFloor: 0.5, rbo: 0.93, jaccardTen: 0.6, jaccardFifty: 0.6, kendallTau: 0.3, causes: [],
      targets: [
        target("a", 1, 2, -1, true), target("b", 2, 1, 1, false), target("c", 3, 3, 0, false),
        target("d", 4, nil, -0.3, false), target("e", nil, 4, 0.3, false),
      ], inert: [])
  }

  @Test(
    arguments: [
      ("rbo < 0.95", 0.93, true), ("rbo<0.9", 0.93, false), ("kendall_tau <= 0.3", 0.3, true),
      ("tau > 0.5", 0.3, false),
      ("jaccard(2) == 1", 1, true), ("jaccard( 4 ) < 0.9", 0.6, true), ("called > 0", 1, true),
      ("called > 0 in 1..1", 1, true), ("called > 0 in 3..20", 0, false), ("moved >= 4", 4, true),
      ("moved > 2 in 1..2", 2, false), ("entered != 0", 1, true), ("left > 1", 1, false), ("delta > 0.99", 1, true),
      ("noise_floor == 0.5", 0.5, true), ("  called   >   0   in   1..20 ", 1, true),
    ] as [(String, Double, Bool)])
  func judges(_ text: String, _ value: Double, _ holds: Bool) throws {
    let judged = try DriftGate(text).judge(findings, base: base, new: new)
    #expect(abs(judged.value - value) < 1e-12)
    #expect(judged.holds == holds)
  }

  @Test(
    arguments: [
      "", "rbo", "rbo 0.9", "what < 1", "rbo < x", "jaccard < 1", "jaccard(0) < 1", "jaccard(-1) < 1",
      "called > 0 in 5",
      "called > 0 in 9..3", "called > 0 in 0..3", "rbo < 1 in 1..20", "rbo < nan", "rbo < inf",
    ])
  func refuses(_ text: String) {
    let error = #expect(throws: OmicsError.self) { _ = try DriftGate(text) }
    #expect(error?.code == .usage && error?.hint?.contains("jaccard(50)") == true)
  }
}
