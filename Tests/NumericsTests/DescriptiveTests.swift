import Testing

@testable import Numerics

@Suite struct DescriptiveTests {
  @Test func compensatedSums() {
    #expect(Descriptive.sum([1, 1e100, 1, -1e100]) == 2)
    #expect(Descriptive.sum([Double](repeating: 0.1, count: 10)) == 1)
    #expect(Descriptive.sum([.infinity, 1]) == .infinity)
    #expect(Descriptive.sum([]) == 0)
    #expect(Descriptive.sum([1, .nan]) == 1)
    #expect(Descriptive.sum([1, .nan], missing: .propagate).isNaN)
  }

  @Test func moments() {
    let values = [2.0, 4, 4, 4, 5, 5, 7, 9]
    #expect(Descriptive.mean(values) == 5)
    #expect(abs(Descriptive.variance(values) - 32.0 / 7) < 1e-15)
    // A large offset does not spoil the variance.
    #expect(abs(Descriptive.variance(values.map { $0 + 1e9 }) - 32.0 / 7) < 1e-12)
    #expect(Descriptive.mean([]).isNaN)
    #expect(Descriptive.variance([3]).isNaN)
  }

  @Test func correlations() {
    let x = [1.0, 2, 3, 4, .nan, 6]
    let y = [2.0, 1, 4, 3, 8, .nan]
    // Over the four complete pairs: covariance 1, both variances 5/3.
    #expect(abs(Descriptive.covariance(x, y) - 1) < 1e-15)
    #expect(abs(Descriptive.pearson(x, y) - 0.6) < 1e-15)
    #expect(abs(Descriptive.spearman(x, y) - 0.6) < 1e-15)
    #expect(abs(Descriptive.spearman([1, 2, 3, 4], [1, 8, 27, 1e9]) - 1) < 1e-15)
    #expect(Descriptive.pearson([1, 1, 1], [1, 2, 3]).isNaN)
  }

  @Test func rowsOfAMatrix() {
    let matrix = Matrix(rowVectors: [[1, .nan, 3], [.nan, .nan, .nan], [2, 2, 5]], columns: 3)
    #expect(largestDifference(Descriptive.rowMeans(matrix), [2, .nan, 3]) == 0)
    #expect(largestDifference(Descriptive.rowVariances(matrix), [2, .nan, 3]) == 0)
    #expect(Descriptive.rowObserved(matrix) == [2, 0, 3])
    #expect(Descriptive.columnMeans(matrix) == [1.5, 2, 4])
  }
}
