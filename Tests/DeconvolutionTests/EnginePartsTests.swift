import Numerics
import Schema
import Testing

@testable import Deconvolution

/// What engines share: folds, preparation, areas, verdicts.
@Suite struct EnginePartsTests {
  private func study(_ options: PlantedStudy.Options = .init()) -> JoinedStudy {
    JoinedStudy(PlantedStudy.input(options))
  }

  @Test func foldsAreWholeBatchesWhenThereAreEnough() {
    let own = study(.init(batches: 6))
    let plan = FoldPlan(own, label: own.label, rows: own.rows, folds: 3, seed: 1, index: 0)
    #expect(plan.grouping == "batch")
    for batch in 0..<6 { #expect(Set(own.rows.filter { own.batch[$0] == batch }.map { plan.fold[$0] }).count == 1) }
    for fold in 0..<3 {
      let split = plan.split(holdingOut: fold)
      #expect(Set(split.held.map { own.label[$0] }).count == 2)
      #expect(Set(split.training).isDisjoint(with: split.held))
      #expect(split.training.count + split.held.count == own.samples.count)
    }
  }

  @Test func individualsAreNeverTorn() {
    var input = PlantedStudy.input(.init(batches: 8))
    let names = input.cohorts[0].samples
    // Pairs of samples are one individual, across batches.
    for (index, name) in names.enumerated() { input.subjects[name] = "p\(index % 30)" }
    let own = JoinedStudy(input)
    let plan = FoldPlan(own, label: own.label, rows: own.rows, folds: 3, seed: 1, index: 0)
    for subject in Set(own.subject) {
      #expect(Set(own.rows.filter { own.subject[$0] == subject }.map { plan.fold[$0] }).count == 1)
    }
  }

  @Test func preparationKnowsNothingOfHeldOutSamples() {
    let own = study()
    let training = own.rows.filter { $0 % 5 != 0 }
    var other = own
    for layer in other.layers.indices {
      for row in own.rows where row % 5 == 0 {
        for target in own.targets.indices { other.layers[layer].values[row, target] = 99 }
      }
    }
    var label = own.label
    for row in own.rows where row % 5 == 0 { label[row] = 1 - label[row] }
    let (one, two) = (
      PreparedLayers(own, label: own.label, training: training),
      PreparedLayers(other, label: label, training: training)
    )
    for (first, second) in zip(one.layers, two.layers) {
      #expect(first.targets == second.targets)
      let (a, b) = (first.values.selectingRows(training), second.values.selectingRows(training))
      #expect(zip(a.values, b.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    }
  }

  @Test func batchesGoAndTheLabelStays() {
    let own = study(.init(batchShift: 5, missing: 0))
    let prepared = PreparedLayers(own, label: own.label, training: own.rows)
    let layer = prepared.layers[0]
    let column = layer.values.column(layer.targets.firstIndex(of: 7) ?? 0)
    func mean(_ isIn: (Int) -> Bool) -> Double { Descriptive.mean(own.rows.filter(isIn).map { column[$0] }) }
    #expect(mean { own.label[$0] == 1 } - mean { own.label[$0] == 0 } > 1.3)
    let batches = (0..<4).map { batch in mean { own.batch[$0] == batch } }
    #expect((batches.max() ?? 9) - (batches.min() ?? 0) < 0.35)
  }

  @Test func covariatesAreTakenOut() {
    var input = PlantedStudy.input(.init(batches: 1))
    var stream = RandomStream(seed: 2, name: "age")
    let age = input.cohorts[0].samples.map { _ in stream.normal() }
    input.cohorts[0].covariates = [age]
    for sample in age.indices { input.cohorts[0].rna?[sample * 120 + 100] += 3 * age[sample] }
    let own = JoinedStudy(input)
    let layer = PreparedLayers(own, label: own.label, training: own.rows).layers[0]
    let column = layer.values.column(layer.targets.firstIndex(of: 100) ?? 0)
    #expect(abs(Descriptive.pearson(column, age)) < 0.05)
  }

  @Test func areasCompareWithinFoldsOnly() {
    var area = HeldOutArea()
    area.add(scores: [3, 1], label: [1, 0])
    area.add(scores: [103, 101, 101], label: [0, 1, 0])
    #expect(area.value == 1.5 / 3)
    #expect(HeldOutArea().value.isNaN)
  }

  @Test func verdictsNeedMoreThanChance() {
    func verdict(_ engine: [Double], _ control: [Double], _ permuted: [Double]) -> ControlVerdict {
      ControlVerdict(
        "toy", engine: engine,
        controls: [
          .init(id: "linear", words: "a line", areas: control),
          .init(id: "permuted_labels", words: "itself on permuted labels", areas: permuted, isPermutation: true),
        ])
    }
    let better = verdict([0.9, 0.92], [0.8, 0.81], [0.5, 0.6])
    #expect(better.beatsControl)
    #expect(better.sentence.hasPrefix("toy reaches an area of 0.910 on held-out samples and beats its controls"))
    #expect(!verdict([0.9, 0.7], [0.8, 0.79], [0.5]).beatsControl)
    #expect(!verdict([0.9, 0.9], [0.8, 0.8], [0.5, 0.95]).beatsControl)
    #expect(!verdict([0.801, 0.801], [0.8, 0.8], [0.5]).beatsControl)
    #expect(!verdict([.nan], [0.5], [0.5]).beatsControl)
    #expect(verdict([1], [0.5], [0.5]).sentence.contains("1.000"))
  }
}
