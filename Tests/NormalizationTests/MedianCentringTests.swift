import Normalization
import Numerics
import Schema
import Testing

@Suite struct MedianCentringTests {
  @Test func movesMediansToTheirMeanAndKeepsMissing() throws {
    let nan = Double.nan
    // Medians 2, 5 and 7 with mean 14/3; the even column averages its two middle values.
    let values = Matrix(rowVectors: [[1, 4, nan], [2, 6, 7], [9, nan, 8], [nan, nan, 2]], columns: 3)
    let (result, shifts) = try MedianCentring.compute(values, samples: ["a", "b", "c"])
    let mean = 14.0 / 3
    #expect(largestRelativeDifference(shifts, [2 - mean, 5 - mean, 7 - mean]) < 1e-12)
    #expect(abs(result[2, 0] - (9 - 2 + mean)) < 1e-12)
    #expect(result[3, 0].isNaN && result[0, 2].isNaN)
    for column in 0..<3 { #expect(abs(OrderStatistics.median(result.column(column)) - mean) < 1e-12) }
  }

  @Test func refusesAnEmptySample() {
    let values = Matrix(rows: 2, columns: 2, values: [1, 2, .nan, .nan])
    #expect(throws: OmicsError.self) { _ = try MedianCentring.compute(values, samples: ["a", "b"]) }
  }
}
