import Numerics
import Schema
import Testing

@testable import Fusion

@Suite struct ArtefactScreenTests {
  /// Target 0 follows the label, 1 the batch (which goes with the label), 2 the depth (which does too), 3 nothing; 24 of 40
  /// samples have the label of their batch's majority.
  private func cohort(_ name: String = "c", seed: UInt64 = 1, moved: Double = 3) -> (CohortData, [Double]) {
    var stream = RandomStream(seed: seed, name: "artefacts/\(name)")
    let count = 60
    let batch = (0..<count).map { $0 < 30 ? 0 : 1 }
    let label = (0..<count).map { Int8($0 % 5 == 0 ? 1 - batch[$0] : batch[$0]) }
    let depth = (0..<count).map { 2 * Double(label[$0]) + 2 * stream.normal() }
    var rna: [Double] = []
    for sample in 0..<count {
      rna += [
        moved * Double(label[sample]) + stream.normal(), 4 * Double(batch[sample]) + stream.normal(),
        2 * depth[sample] + stream.normal(), stream.normal(),
      ]
    }
    return (
      CohortData(
        name: name, targets: ["T0", "T1", "T2", "T3"], samples: (0..<count).map { "s\($0)" }, label: label,
        batch: batch, covariates: [], rna: rna, protein: nil), depth
    )
  }

  private func findings(_ cohorts: [(CohortData, [Double])]) throws -> [ArtefactFinding] {
    try ArtefactScreen.findings(
      try cohorts.map { cohort, depth in
        ArtefactScreen.Part(
          cohort, statistics: try CohortEvidence(cohort).statistics(),
          technical: [.transcriptomics: [.init("plex", levels: cohort.batch), .init("depth", numbers: depth)]])
      })
  }

  @Test func whatGoesWithTheBatchIsFlaggedAndWhatFollowsTheLabelIsNot() throws {
    let found = try findings([cohort()])
    let batch = try #require(found.first { $0.target == "T1" && $0.reason == .batchSensitive })
    #expect(abs(batch.rawZ) > 4 && abs(batch.adjustedZ) < 0.5 * abs(batch.rawZ) && batch.technical == "plex")
    #expect(found.contains { $0.target == "T1" && $0.reason == .followsTechnical })
    let depth = try #require(found.first { $0.target == "T2" && $0.reason == .followsTechnical })
    #expect(depth.technical == "depth" && depth.technicalShare > 0.8 && depth.labelShare < depth.technicalShare)
    #expect(!found.contains { ["T0", "T3"].contains($0.target) })
  }

  @Test func whatOneCohortAloneShowsIsFlagged() throws {
    let agree = try findings([cohort("a"), cohort("b", seed: 2)])
    #expect(!agree.contains { $0.reason == .oneCohort && $0.target == "T0" })
    let alone = try findings([cohort("a"), cohort("b", seed: 2, moved: 0)])
    let finding = try #require(alone.first { $0.reason == .oneCohort && $0.target == "T0" })
    #expect(finding.cohort == "a" && finding.layer == .transcriptomics)
    // Not measured elsewhere is no disagreement.
    var (other, depth) = cohort("b", seed: 2)
    other.targets[0] = "T9"
    #expect(!(try findings([cohort("a"), (other, depth)])).contains { $0.reason == .oneCohort && $0.target == "T0" })
  }

  @Test func reasonsFollowTheirNumbers() {
    func reasons(_ raw: Double, _ adjusted: Double, technical: Double = 0, elsewhere: [Double] = []) -> [String] {
      ArtefactScreen.reasons(
        raw: raw, adjusted: adjusted, label: 0.3, technical: ("x", technical), elsewhere: elsewhere
      ).map(\.rawValue)
    }
    #expect(reasons(6, 2.9) == ["batch-sensitive"] && reasons(-6, -3.1) == [] && reasons(2.9, 0) == [])
    #expect(reasons(6, 6, technical: 0.31) == ["follows-technical"] && reasons(6, 6, technical: 0.29) == [])
    #expect(reasons(6, 6, elsewhere: [-4, 0.9]) == ["one-cohort"] && reasons(6, 6, elsewhere: [-4, 1]) == [])
  }

  @Test func sharesAreAdjustedForTheirParameters() {
    // Between-group share 0.8 with 2 groups of 2: 1 - 0.2 * 3 / 2.
    let values = [0.0, 2, 4, 6]
    #expect(abs(ArtefactScreen.share(values, levels: [0, 0, 1, 1]) - (1 - 0.2 * 3 / 2)) < 1e-12)
    #expect(abs(ArtefactScreen.share(values, numbers: [1, 2, 3, 4]) - 1) < 1e-12)
    #expect(ArtefactScreen.share(values, levels: [0, 1, 2, 3]) == 0)
    #expect(ArtefactScreen.share([1, 1, 1, 1], numbers: [1, 2, 3, 4]) == 0)
    #expect(abs(ArtefactScreen.share(values + [.nan], levels: [0, 0, 1, 1, 7]) - 0.7) < 1e-12)
  }
}
