import Normalization
import Numerics
import Testing

@Suite struct ExpressionFilterTests {
  @Test func equalsEdgeR() throws {
    let counts = try GoldenTable("airway_counts.tsv").matrix
    let samples = try GoldenTable("airway_samples.tsv")
    let groups = samples.cells.map { $0[1] }
    let golden = try GoldenTable("filter_by_expression.tsv")
    let sizes = try LibraryFactors.librarySizes(counts)
    #expect(
      ExpressionFilter.keep(counts, librarySizes: sizes, groups: groups) == golden.numbers("group").map { $0 == 1 })
    #expect(
      ExpressionFilter.keep(counts, librarySizes: sizes, groups: nil) == golden.numbers("nogroup").map { $0 == 1 })
    var strict = ExpressionFilter.Settings()
    strict.minCount = 20
    strict.minTotalCount = 30
    #expect(
      ExpressionFilter.keep(counts, librarySizes: sizes, groups: groups, settings: strict)
        == golden.numbers("min_count_20_total_30").map { $0 == 1 })
  }
}
