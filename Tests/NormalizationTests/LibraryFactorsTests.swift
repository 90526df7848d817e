import Normalization
import Numerics
import Schema
import Testing

@Suite struct LibraryFactorsTests {
  let counts: Matrix
  let golden: GoldenTable

  init() throws {
    counts = try GoldenTable("airway_counts.tsv").matrix
    golden = try GoldenTable("norm_factors.tsv")
  }

  @Test(arguments: [
    (LibraryFactors.Method.tmm, "TMM"), (.rle, "RLE"), (.upperquartile, "upperquartile"), (.none, "none"),
  ])
  func equalsEdgeR(method: LibraryFactors.Method, column: String) throws {
    let factors = try LibraryFactors.factors(counts, method: method)
    #expect(largestRelativeDifference(factors, golden.numbers(column)) < 1e-12)
  }

  @Test func optionsEqualEdgeR() throws {
    let options = try GoldenTable("norm_factors_options.tsv")
    var settings = LibraryFactors.Settings()
    settings.referenceColumn = 0
    #expect(
      largestRelativeDifference(
        try LibraryFactors.factors(counts, method: .tmm, settings: settings), options.numbers("refcol1")) < 1e-12)
    settings = LibraryFactors.Settings()
    settings.logratioTrim = 0.2
    settings.sumTrim = 0.1
    #expect(
      largestRelativeDifference(
        try LibraryFactors.factors(counts, method: .tmm, settings: settings),
        options.numbers("logratioTrim02_sumTrim01")) < 1e-12)
    settings = LibraryFactors.Settings()
    settings.doWeighting = false
    #expect(
      largestRelativeDifference(
        try LibraryFactors.factors(counts, method: .tmm, settings: settings), options.numbers("doWeightingFALSE"))
        < 1e-12)
  }

  @Test func librarySizesAreColumnSums() throws {
    #expect(try LibraryFactors.librarySizes(counts) == golden.numbers("lib.size"))
  }

  @Test func refusesMissingAndNegativeCounts() {
    var bad = counts
    bad[3, 2] = .nan
    #expect(throws: OmicsError.self) { _ = try LibraryFactors.factors(bad, method: .tmm) }
    bad[3, 2] = -1
    #expect(throws: OmicsError.self) { _ = try LibraryFactors.factors(bad, method: .tmm) }
  }

  @Test func oneSampleHasFactorOne() throws {
    let single = Matrix(rows: 3, columns: 1, values: [5, 0, 7])
    #expect(try LibraryFactors.factors(single, method: .tmm) == [1])
  }
}
