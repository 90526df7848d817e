import Foundation
import Testing

@testable import Numerics

/// `padjust.tsv`: R's `p.adjust` on p-values with missing ones, ties, 0, 1 and 1e-300.
@Suite struct PValueAdjustmentTests {
  @Test(arguments: PValueAdjustment.allCases.filter { $0 != .none })
  func agreesWithR(_ method: PValueAdjustment) throws {
    let fixture = try Fixture("padjust.tsv")
    let p = fixture.numbers("p")
    #expect(p.contains { $0.isNaN })
    #expect(largestDifference(method.adjust(p), fixture.numbers(method.rawValue)) < 1e-14)
  }

  @Test func edges() {
    #expect(PValueAdjustment.benjaminiHochberg.adjust([]).isEmpty)
    #expect(PValueAdjustment.none.adjust([0.2, 0.1]) == [0.2, 0.1])
    #expect(PValueAdjustment.holm.adjust([.nan]).allSatisfy { $0.isNaN })
    #expect(PValueAdjustment.benjaminiHochberg.adjust([0.04, 0.01]) == [0.04, 0.02])
  }

  @Test func cauchyCombination() {
    // Equal p-values combine to themselves; one is returned as it is.
    #expect(abs(CauchyCombination.combine([0.03, 0.03, 0.03]) - 0.03) < 1e-15)
    #expect(abs(CauchyCombination.combine([1e-5, .nan]) / 1e-5 - 1) < 1e-12)
    // By the definition.
    let statistic = 0.25 * tan((0.5 - 0.01) * .pi) + 0.75 * tan((0.5 - 0.4) * .pi)
    let expected = 0.5 - atan(statistic) / .pi
    #expect(abs(CauchyCombination.combine([0.01, 0.4], weights: [1, 3]) - expected) < 1e-14)
    // Tiny p-values: k p-values of which one is p give about k p.
    #expect(abs(CauchyCombination.combine([1e-200, 0.5]) / 2e-200 - 1) < 1e-12)
    #expect(abs(CauchyCombination.combine([1e-18, 1e-18]) / 1e-18 - 1) < 1e-12)
    #expect(CauchyCombination.combine([0, 0.5]) == 0)
    #expect(CauchyCombination.combine([.nan]).isNaN)
    // A p of 1 vetoes unless capped.
    #expect(CauchyCombination.combine([1e-6, 1]) > 0.5)
    #expect(CauchyCombination.combine([1e-6, 1], cap: 0.999) < 1e-5)
  }
}
