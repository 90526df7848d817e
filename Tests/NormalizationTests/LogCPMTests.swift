import Normalization
import Numerics
import Testing

@Suite struct LogCPMTests {
  @Test func equalsEdgeR() throws {
    let counts = try GoldenTable("airway_counts.tsv").matrix
    let sizes = try LibraryFactors.librarySizes(counts)
    let factors = try LibraryFactors.factors(counts, method: .tmm)
    let effective = sizes.indices.map { sizes[$0] * factors[$0] }
    let tmm = LogCPM.compute(counts, librarySizes: effective, priorCount: 2)
    let plain = LogCPM.compute(counts, librarySizes: sizes, priorCount: 0.25)
    let cpm = LogCPM.countsPerMillion(counts, librarySizes: effective)
    for (result, name) in [(tmm, "logcpm_tmm_prior2"), (plain, "logcpm_nonorm_prior0.25"), (cpm, "cpm_tmm")] {
      let golden = try GoldenTable("\(name).head.tsv").matrix
      for column in 0..<golden.columns {
        let head = Array(result.column(column).prefix(golden.rows))
        #expect(largestRelativeDifference(head, golden.column(column)) < 1e-11, "\(name) column \(column)")
      }
    }
  }
}
