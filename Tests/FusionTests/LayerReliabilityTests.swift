import Fusion
import Numerics
import Schema
import Testing

@Suite struct LayerReliabilityTests {
  /// Protein follows RNA by `slope` beside label and batch; a tenth of the protein cells is missing.
  private func cohort(slope: Double, batchEffect: Double = 0) -> CohortData {
    var stream = RandomStream(seed: 4, name: "reliability")
    let (targets, samples) = (200, 60)
    let label = (0..<samples).map { Int8($0 % 2) }
    let batch = (0..<samples).map { $0 / 2 % 3 }
    var (rna, protein): ([Double], [Double]) = ([], [])
    for sample in 0..<samples {
      for target in 0..<targets {
        let x = stream.normal()
        // The label moves both layers: no agreement within the groups comes of it.
        let shift = 3 * Double(label[sample])
        rna.append(x + shift)
        protein.append(
          (sample + target) % 10 == 0
            ? .nan : slope * x + stream.normal() + shift + batchEffect * Double(batch[sample] * (target % 2 * 2 - 1)))
      }
    }
    return CohortData(
      name: "c", targets: (0..<targets).map { "T\($0)" }, samples: (0..<samples).map { "s\($0)" }, label: label,
      batch: batch, covariates: [], rna: rna, protein: protein)
  }

  @Test func agreementIsThatWithinTheGroups() {
    let none = LayerReliability.measure(cohort(slope: 0), subjects: [])
    #expect(none.map(\.layer) == [.transcriptomics, .proteomics])
    #expect(abs(none[0].agreement) < 0.05)
    // Slope 1 on unit noise: r = 1 / √2.
    let half = LayerReliability.measure(cohort(slope: 1), subjects: [])
    #expect(abs(half[1].agreement - 0.707) < 0.05)
    #expect(half[0].observed == 1 && abs(half[1].observed - 0.9) < 1e-9)
    var alone = cohort(slope: 1)
    alone.rna = nil
    #expect(LayerReliability.measure(alone, subjects: []).map(\.agreement.isNaN) == [true])
  }

  @Test func theBatchesShareIsMeasured() {
    let quiet = LayerReliability.measure(cohort(slope: 0), subjects: [])[1]
    let loud = LayerReliability.measure(cohort(slope: 0, batchEffect: 2), subjects: [])[1]
    #expect(quiet.batchShare < 0.05 && loud.batchShare > 0.5)
    var one = cohort(slope: 0)
    one.batch = one.batch.map { _ in 0 }
    #expect(LayerReliability.measure(one, subjects: [])[1].batchShare.isNaN)
  }

  @Test func samplesOfOneSubjectAreReplicates() {
    var cohort = cohort(slope: 0)
    let rows = cohort.targets.count
    // Sample 2 repeats sample 0 (both controls) with little noise.
    var stream = RandomStream(seed: 9, name: "replicate")
    var rna = cohort.rna ?? []
    for row in 0..<rows { rna[2 * rows + row] = rna[row] + 0.1 * stream.normal() }
    cohort.rna = rna
    var subjects = (0..<60).map { "p\($0)" }
    #expect(LayerReliability.measure(cohort, subjects: subjects)[0].replicates.isNaN)
    subjects[2] = "p0"
    #expect(LayerReliability.measure(cohort, subjects: subjects)[0].replicates > 0.95)
    #expect(abs(LayerReliability.measure(cohort, subjects: subjects)[1].replicates) < 0.3)
  }
}
