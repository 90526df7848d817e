import Testing

@testable import Deconvolution

@Suite struct ListOverlapTests {
  @Test func equalDisjointAndKnown() {
    #expect(abs(ListOverlap.rbo(["a", "b", "c"], ["a", "b", "c"]) - 1) < 1e-12)
    #expect(ListOverlap.rbo(["a", "b"], ["c", "d"]) == 0)
    #expect(ListOverlap.rbo([], []) == 1)
    // Depths 1 and 2 agree in 0 and in 1 of 1: (0 + 0.98 * 1) / (1 + 0.98).
    #expect(abs(ListOverlap.rbo(["a", "b"], ["b", "a"]) - 0.98 / 1.98) < 1e-12)
    // Only the head counts.
    #expect(ListOverlap.rbo(["a", "b"], ["a", "c"], depth: 1) == 1)
  }

  @Test func aShorterListCountsWhatItHolds() {
    // a | a, b: depth 1 agrees in 1, depth 2 in 1 of 2.
    #expect(abs(ListOverlap.rbo(["a"], ["a", "b"]) - (1 + 0.98 * 0.5) / 1.98) < 1e-12)
  }
}
