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
    // Two of four may lose one, one of four may win one.
    #expect(result.atOneObservation == [1, 2])
    #expect(CoverageFilter(minimumShare: 0).apply(values).keep == [true, true, true, false])
  }

  /// Two groups of four samples and one sample of neither.
  @Test(arguments: [
    (CoverageFilter.Rule.overall, [true, true, false, false, false]), (.any, [true, true, true, false, false]),
    (.all, [true, false, false, false, false]),
  ])
  func groupsDecide(rule: CoverageFilter.Rule, expected: [Bool]) {
    let nan = Double.nan
    let values = Matrix(
      rowVectors: [
        [1, 1, nan, nan, 1, 1, nan, nan, 1], [1, 1, 1, 1, 1, nan, nan, nan, nan],
        [1, 1, nan, nan, nan, nan, nan, nan, 1],
        [1, nan, nan, nan, 1, nan, nan, nan, nan], [nan, nan, nan, nan, nan, nan, nan, nan, nan],
      ], columns: 9)
    let groups: [Int?] = [0, 0, 0, 0, 1, 1, 1, 1, nil]
    let result = CoverageFilter(minimumShare: 0.5, rule: rule).apply(values, groups: groups)
    #expect(result.keep == expected)
    let cut: [Int] = rule == .overall ? [] : rule == .any ? [0, 2] : [0]
    #expect(result.onTheCut == cut)
    // One value more or less in one group decides.
    let close: [Int] = rule == .overall ? [0, 1] : rule == .any ? [2, 3] : [0, 1]
    #expect(result.atOneObservation == close)
  }
}
