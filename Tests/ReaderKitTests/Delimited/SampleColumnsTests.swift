import Testing

@testable import ReaderKit

@Suite struct SampleColumnsTests {
  @Test func aCellThatIsToldOfIsNotACellWithoutValue() {
    var cells = SampleColumns()
    #expect(cells.value(2, 3, orSet: .nan) == nil)
    // Told of, without a value; the features before it, and the samples before its own, were not told of.
    #expect(cells.value(2, 3, orSet: 1)?.isNaN == true)
    #expect(cells.value(0, 3, orSet: -0.0) == nil && cells.value(0, 1, orSet: 7) == nil)
    cells.set(2, 3, 5)
    let taken = cells.take(features: 4)
    #expect(taken.samples == [1, 3] && taken.values.count == 8)
    #expect(taken.values[0] == 7 && taken.values[4].sign == .minus && taken.values[6] == 5)
    #expect([1, 2, 3, 5, 7].allSatisfy { taken.values[$0].isNaN })
    let rest = cells.take(features: 4)
    #expect(rest.samples.isEmpty && rest.values.isEmpty)
  }

  @Test func sumsDoNotDependOnTheOrderOfTheirParts() {
    let parts = [1e16, 1, -1e16, 3.5, 0.1, 1e-3]
    var sums: Set<Double> = []
    for turn in parts.indices {
      var cells = SampleColumns()
      for (place, part) in (parts[turn...] + parts[..<turn]).enumerated() {
        if place == 0 { _ = cells.value(1, 0, orSet: part) } else { cells.add(1, 0, part) }
      }
      if let sum = cells.value(1, 0, orSet: 0) { sums.insert(sum) }
    }
    #expect(sums == [4.601])
  }
}
