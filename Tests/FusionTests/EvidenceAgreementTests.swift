import Numerics
import Schema
import Testing

@testable import Fusion

struct EvidenceAgreementTests {
  private func z(_ scores: ChannelScores, _ channel: EvidenceChannel) throws -> [Double] {
    scores.z[try #require(scores.channels.firstIndex(of: channel))]
  }

  @Test("The label effect is ordinary least squares with dummies, row by row, with limma's variance")
  func effectsEqualFullModel() throws {
    let cohort = StreamCohort.make()
    let statistics = try CohortEvidence(cohort).statistics()
    let protein = try #require(cohort.protein)
    let samples = cohort.samples.count
    var design = Matrix(rows: samples, columns: 5)
    for row in 0..<samples {
      design.setRow(
        row,
        to: [
          1, cohort.batch[row] == 1 ? 1 : 0, cohort.batch[row] == 2 ? 1 : 0, cohort.covariates[0][row],
          Double(cohort.label[row]),
        ])
    }
    let values = Matrix(rows: cohort.targets.count, columns: samples, values: protein)
    let fit = try RowwiseLinearModel(design: design).fit(values)
    var variances = fit.sigma.map { $0 * $0 }
    var degrees = fit.dfResidual
    // Row 3 is never seen in controls.
    (variances[3], degrees[3]) = (.nan, 0)
    let moderated = try ModeratedVariance(variances: variances, degreesOfFreedom: degrees)
    let test = moderated.test(coefficients: fit.coefficients.column(4), stdevUnscaled: fit.stdevUnscaled.column(4))
    let own = try #require(statistics.first { $0.channel == .protein })
    for row in 0..<cohort.targets.count where row != 3 {
      #expect(abs(own.effect[row] - fit.coefficients[row, 4]) < 1e-9)
      #expect(abs(own.standardError[row] - test.standardError[row]) < 1e-9)
      #expect(abs(own.pValue[row] - test.p[row]) < 1e-9)
    }
    #expect(own.z[3].isNaN && own.effect[3].isNaN)
  }

  @Test("The light scores over all samples are the full statistics")
  func scoresEqualStatistics() throws {
    let evidence = try CohortEvidence(StreamCohort.make())
    let statistics = try evidence.statistics()
    let scores = try evidence.scores()
    #expect(scores.channels == [.rna, .protein, .discordance, .detection])
    for channel in [EvidenceChannel.rna, .protein, .discordance] {
      let full = try #require(statistics.first { $0.channel == channel })
      #expect(agree(try z(scores, channel), full.z, 0))
    }
    let protein = try z(scores, .protein)
    let detection = try z(scores, .detection)
    #expect(protein.indices.allSatisfy { protein[$0].isNaN || detection[$0].isNaN })
  }

  @Test("Planted targets show in their channels with their signs")
  func plantedTargets() throws {
    let scores = try CohortEvidence(StreamCohort.make()).scores()
    let (rna, protein) = (try z(scores, .rna), try z(scores, .protein))
    let (discordance, detection) = (try z(scores, .discordance), try z(scores, .detection))
    #expect(rna[0] > 3 && protein[0] > 3 && abs(discordance[0]) < 4)
    #expect(abs(rna[1]) < 3.5 && protein[1] < -5 && discordance[1] < -5)
    #expect(rna[2] < -5 && protein[2] > 5 && discordance[2] > 5)
    #expect(protein[3].isNaN && detection[3] > 5)
  }

  @Test("Order of samples, order of targets and number of threads change nothing")
  func invariance() throws {
    let cohort = StreamCohort.make()
    let base = try CohortEvidence(cohort).scores(threads: 1)
    #expect(
      try CohortEvidence(cohort).scores(threads: 2).z.map { $0.map(\.bitPattern) }
        == base.z.map { $0.map(\.bitPattern) })
    var stream = RandomStream(seed: 4, name: "order")
    let shuffled = StreamCohort.reordered(cohort, samples: stream.permutation(cohort.samples.count))
    let other = try CohortEvidence(shuffled).scores()
    let order = stream.permutation(cohort.targets.count)
    let moved = try CohortEvidence(StreamCohort.reordered(cohort, targets: order)).scores()
    for channel in base.z.indices {
      #expect(agree(base.z[channel], other.z[channel]))
      #expect(agree(order.map { base.z[channel][$0] }, moved.z[channel]))
    }
  }

  @Test("A subset of samples gives what a cohort of those samples gives")
  func subset() throws {
    let cohort = StreamCohort.make()
    let chosen = cohort.samples.indices.filter { $0 % 9 != 0 }
    let part = try CohortEvidence(cohort).scores(samples: chosen)
    let alone = try CohortEvidence(StreamCohort.reordered(cohort, samples: chosen)).scores()
    // Depth differs by nothing: it is each sample's own share of targets seen.
    for channel in part.z.indices {
      let both = part.z[channel].indices.filter { !part.z[channel][$0].isNaN && !alone.z[channel][$0].isNaN }
      #expect(both.count > 0 || part.channels[channel] == .detection)
      #expect(agree(both.map { part.z[channel][$0] }, both.map { alone.z[channel][$0] }, 1e-6))
    }
  }

  @Test("A layer too sparse to test is absent and leaves the other layer alone")
  func sparseLayer() throws {
    var cohort = StreamCohort.make()
    let rows = cohort.targets.count
    let whole = try CohortEvidence(cohort).scores()
    cohort.protein = cohort.protein.map { values in values.indices.map { $0 / rows < 3 ? values[$0] : .nan } }
    let scores = try CohortEvidence(cohort).scores()
    #expect(agree(try z(scores, .rna), try z(whole, .rna), 0))
    #expect(try z(scores, .protein).allSatisfy(\.isNaN))
    #expect(try z(scores, .discordance).allSatisfy(\.isNaN))
  }

  @Test("Half of a small cohort can still be scored", arguments: [8, 10, 12])
  func smallHalves(samples: Int) throws {
    let evidence = try CohortEvidence(StreamCohort.make(samples: samples, batches: 1, covariates: 0))
    let half = (0..<samples / 4).flatMap { [2 * $0, 2 * $0 + 1] }
    let rna = try z(try evidence.scores(samples: half), .rna)
    #expect(rna.contains { !$0.isNaN })
  }

  @Test("Observed samples a group must have follow the size of the resample")
  func minimum() {
    #expect(LabelEffect.minimumPerGroup(drawn: 95, of: 95) == 4)
    #expect(LabelEffect.minimumPerGroup(drawn: 48, of: 95) == 2)
    #expect(LabelEffect.minimumPerGroup(drawn: 47, of: 95) == 2)
    #expect(LabelEffect.minimumPerGroup(drawn: 10, of: 95) == 2)
    #expect(LabelEffect.minimumPerGroup(drawn: 76, of: 95) == 3)
  }

  @Test("One layer alone is ordinary input; none is refused")
  func missingLayers() throws {
    var cohort = StreamCohort.make()
    cohort.protein = nil
    #expect(try CohortEvidence(cohort).channels == [.rna])
    cohort.rna = nil
    #expect(throws: OmicsError.self) { try CohortEvidence(cohort) }
    var other = StreamCohort.make()
    other.rna = nil
    #expect(try CohortEvidence(other).channels == [.protein, .detection])
  }
}
