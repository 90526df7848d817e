import Schema
import Testing

@Suite struct AbundanceTableTests {
  private func table(_ values: [Double], missing: [MissingCell] = []) -> AbundanceTable {
    AbundanceTable(
      kind: .gene, measure: .rawCount, scale: .linear, features: [0, 1], samples: [0, 1],
      values: values,
      missing: missing)
  }

  @Test func missingEqualsMissingOnly() {
    #expect(table([1, .nan, 3, 4]) == table([1, .nan, 3, 4]))
    #expect(table([1, .nan, 3, 4]) != table([1, 2, 3, 4]))
    #expect(table([1, .nan, 3, 4]) != table([.nan, 1, 3, 4]))
    #expect(table([1, 2, 3, 4]) != table([1, 2, 3, 5]))
    #expect(
      table([1, .nan, 3, 4])
        != table([1, .nan, 3, 4], missing: [MissingCell(row: 1, column: 0, reason: .notANumber)]))
  }

  @Test func valuesAreColumnMajor() {
    var values = table([1, 2, 3, 4])
    #expect(values[1, 0] == 2)
    #expect(values[0, 1] == 3)
    values[0, 1] = 9
    #expect(values.values == [1, 2, 9, 4])
  }

  @Test func countsAndLogarithms() {
    #expect(Measure.allCases.filter(\.isCount) == [.rawCount, .estimatedCount, .lengthScaledCount])
    #expect(Scale.allCases.filter(\.isLogarithmic) == [.log2, .log10, .ln])
  }
}
