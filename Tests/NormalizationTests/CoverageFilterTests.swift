import Normalization
import Numerics
import Testing

@Suite struct CoverageFilterTests {
  @Test func keepsByShareAndMarksTheCut() {
    let nan = Double.nan
    let values = Matrix(
      rowVectors: [[1, 2, 3, 4], [1, 2, nan, nan], [1, nan, nan, nan], [nan, nan, nan, nan]], columns: 4)
    let result = CoverageFilter(minimumShare: 0.5).apply(values)
    #expect(result.keep == [true, true, false, false])
    #expect(result.coverage == [1, 0.5, 0.25, 0])
    #expect(result.onTheCut == [1])
    #expect(CoverageFilter(minimumShare: 0).apply(values).keep == [true, true, true, false])
  }
}
