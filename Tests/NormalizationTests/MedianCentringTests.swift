import Normalization
import Numerics
import Schema
import Testing

@Suite struct MedianCentringTests {
  @Test func equalsReference() throws {
    let input = try GoldenTable("protein_log2.tsv")
    let golden = try GoldenTable("protein_median_centred.head.tsv").matrix
    let (result, shifts) = try MedianCentring.compute(input.matrix, samples: input.columns)
    #expect(shifts.count == 9)
    for column in 0..<golden.columns {
      let head = Array(result.column(column).prefix(golden.rows))
      #expect(largestRelativeDifference(head, golden.column(column)) < 1e-12)
    }
  }

  @Test func refusesAnEmptySample() {
    let values = Matrix(rows: 2, columns: 2, values: [1, 2, .nan, .nan])
    #expect(throws: OmicsError.self) { _ = try MedianCentring.compute(values, samples: ["a", "b"]) }
  }
}
