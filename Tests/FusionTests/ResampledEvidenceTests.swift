import Numerics
import Schema
import Testing

@testable import Fusion

@Suite struct ResampledEvidenceTests {
  /// z of both ways, absent ones equal and the others to 1e-9.
  private func compare(_ cohort: CohortData, samples: [Int], labels: [[Int8]]) throws {
    let evidence = try CohortEvidence(cohort)
    let fast = try evidence.resampled(samples).scores(labels)
    var compared = 0
    for (index, label) in labels.enumerated() {
      let plain = try evidence.scores(samples: samples, label: label)
      #expect(fast[index].channels == plain.channels)
      for (own, other) in zip(fast[index].total, plain.z) {
        for (a, b) in zip(own, other) {
          #expect(a.isNaN == b.isNaN)
          if !a.isNaN {
            #expect(abs(a - b) <= 1e-9 * max(1, abs(b)))
            compared += 1
          }
        }
      }
    }
    #expect(compared > 100)
  }

  private func permuted(_ cohort: CohortData, _ count: Int) -> [[Int8]] {
    (0..<count).map { index in
      var stream = RandomStream(seed: 5, name: "labels", index: UInt64(index))
      var label = cohort.label
      stream.shuffle(&label)
      return label
    }
  }

  @Test func permutedLabelsOverAllSamples() throws {
    let cohort = StreamCohort.make()
    try compare(cohort, samples: Array(cohort.samples.indices), labels: permuted(cohort, 7))
  }

  @Test func halfOfTheSamples() throws {
    let cohort = StreamCohort.make()
    let half = cohort.samples.indices.filter { $0 % 2 == 0 }
    try compare(cohort, samples: half, labels: [cohort.label] + permuted(cohort, 2))
  }

  @Test func covariatesAndBatches() throws {
    var cohort = StreamCohort.make()
    var stream = RandomStream(seed: 8, name: "covariates")
    cohort.covariates = [cohort.samples.map { _ in stream.normal() }, cohort.samples.indices.map { Double($0 % 2) }]
    try compare(cohort, samples: Array(cohort.samples.indices), labels: permuted(cohort, 4))
  }

  @Test func aLayerAlone() throws {
    var cohort = StreamCohort.make()
    cohort.rna = nil
    try compare(cohort, samples: Array(cohort.samples.indices), labels: permuted(cohort, 3))
    cohort = StreamCohort.make()
    cohort.protein = nil
    try compare(cohort, samples: Array(cohort.samples.indices), labels: permuted(cohort, 3))
  }

  /// A label that batch explains in a row's observed samples has no effect there in either way.
  @Test func aliasedLabels() throws {
    let cohort = StreamCohort.make()
    let aliased = cohort.batch.map { Int8($0 % 2) }
    let evidence = try CohortEvidence(cohort)
    let fast = try evidence.resampled(Array(cohort.samples.indices)).scores([aliased])[0]
    #expect(fast.z.allSatisfy { $0.allSatisfy(\.isNaN) })
  }

  /// Blocks of labellings give the bytes of each alone: products must not depend on their neighbours.
  @Test func oneAtATimeIsTheSame() throws {
    let cohort = StreamCohort.make()
    let drawn = try CohortEvidence(cohort).resampled(Array(cohort.samples.indices))
    let labels = permuted(cohort, 5)
    let together = try drawn.scores(labels)
    for (index, label) in labels.enumerated() {
      let alone = try drawn.scores([label])[0]
      for (a, b) in zip(together[index].z, alone.z) {
        for (x, y) in zip(a, b) { #expect(x.isNaN && y.isNaN || abs(x - y) <= 1e-12 * max(1, abs(y))) }
      }
    }
  }
}
