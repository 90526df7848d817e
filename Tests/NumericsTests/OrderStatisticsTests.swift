import Testing

@testable import Numerics

@Suite struct OrderStatisticsTests {
  private func sample(_ count: Int, _ name: String, distinct: Int = 1_000_000) -> [Double] {
    var stream = RandomStream(seed: 5, name: name)
    return (0..<count).map { _ in Double(stream.integer(below: distinct)) }
  }

  @Test func quantilesOfTypeSeven() {
    // R: quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(0, .1, .25, .5, .9, 1))
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
    let expected = [1, 1, 1.75, 3.5, 6.9, 9]
    let probabilities = [0, 0.1, 0.25, 0.5, 0.9, 1]
    #expect(largestDifference(OrderStatistics.quantiles(values, probabilities), expected) < 1e-15)
    for (p, e) in zip(probabilities, expected) { #expect(abs(OrderStatistics.quantile(values, p) - e) < 1e-14) }
    #expect(OrderStatistics.quantile([], 0.5).isNaN)
    #expect(OrderStatistics.quantile([1, .nan, 3], 0.5) == 2)
    #expect(OrderStatistics.quantile([1, .nan, 3], 0.5, missing: .propagate).isNaN)
    #expect(OrderStatistics.quantile(values, 1.2).isNaN)
  }

  @Test func selectionEqualsSorting() {
    for (count, distinct) in [(1, 10), (2, 2), (17, 4), (100, 1_000), (501, 3)] {
      let values = sample(count, "select\(count)", distinct: distinct)
      let sorted = values.sorted()
      for position in stride(from: 0, to: count, by: max(1, count / 23)) {
        var work = values
        #expect(OrderStatistics.select(&work, position) == sorted[position])
        #expect(work[..<position].allSatisfy { $0 <= work[position] })
        #expect(work[position...].allSatisfy { $0 >= work[position] })
        let p = Double(position) / Double(max(count, 2))
        #expect(OrderStatistics.quantile(values, p) == OrderStatistics.quantile(sorted: sorted, p))
      }
    }
  }

  @Test func mediansAndSpread() {
    #expect(OrderStatistics.median([5, 1, 3]) == 3)
    #expect(OrderStatistics.median([5, 1, 3, 4]) == 3.5)
    #expect(OrderStatistics.median([]).isNaN)
    #expect(OrderStatistics.median([1, .nan], missing: .propagate).isNaN)
    #expect(abs(OrderStatistics.mad([1, 2, 3, 4, 100]) - 1.4826) < 1e-15)
    #expect(OrderStatistics.mad([1, 2, 3], center: 0, constant: 1) == 2)
    // R: mean(c(1, 2, 3, 4, 100), trim = 0.2)
    #expect(OrderStatistics.trimmedMean([100, 1, 2, 4, 3], fraction: 0.2) == 3)
    #expect(OrderStatistics.trimmedMean([100, 1, 2, 4], fraction: 0.5) == 3)
  }

  @Test func ranksWithTies() {
    let values = [3.0, 1, .nan, 3, 2, 3]
    #expect(largestDifference(OrderStatistics.ranks(values), [4, 1, .nan, 4, 2, 4]) == 0)
    #expect(largestDifference(OrderStatistics.ranks(values, ties: .minimum), [3, 1, .nan, 3, 2, 3]) == 0)
    #expect(largestDifference(OrderStatistics.ranks(values, ties: .maximum), [5, 1, .nan, 5, 2, 5]) == 0)
    #expect(largestDifference(OrderStatistics.ranks(values, ties: .first), [3, 1, .nan, 4, 2, 5]) == 0)
    #expect(OrderStatistics.order(values) == [1, 4, 0, 3, 5, 2])
    #expect(OrderStatistics.order(values, descending: true) == [0, 3, 5, 4, 1, 2])
    // Average rank = number smaller + (number equal + 1) / 2.
    let many = sample(200, "ranks", distinct: 30)
    let slow = many.map { v in
      Double(many.count { $0 < v }) + Double(many.count { $0 == v } + 1) / 2
    }
    #expect(OrderStatistics.ranks(many) == slow)
  }

  @Test(arguments: [0, 1, 150, 200, 3_000]) func orderIsStableSorting(_ count: Int) {
    var stream = RandomStream(seed: 9, name: "order")
    let special = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .nan, 1, -1]
    let values = (0..<count).map { index -> Double in
      switch index % 3 {
      case 0: special[stream.integer(below: special.count)]
      case 1: stream.normal()
      default: Double(stream.integer(below: 50)) - 25
      }
    }
    for descending in [false, true] {
      let slow = values.indices.sorted { first, second in
        let (a, b) = (values[first], values[second])
        if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? first < second : b.isNaN }
        if a != b { return descending ? a > b : a < b }
        return first < second
      }
      #expect(OrderStatistics.order(values, descending: descending) == slow)
    }
  }
}
