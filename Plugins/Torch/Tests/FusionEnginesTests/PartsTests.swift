import Numerics
import Tensors
import Testing

@testable import FusionEngines

@Suite struct PartsTests {
  @Test func theGateOfAnAbsentLayerIsZero() throws {
    try TorchRuntime.start(.cpu)
    let input = PlantedStudy.make()
    let rows = Array(0..<20)
    let preparation = FoldPreparation(input, label: input.label, training: Array(20..<80), features: 60)
    let model = try GatedNetwork(preparation, width: 8, RandomStream(seed: 1, name: "gate"))
    let without = try ModelInput(preparation, rows: rows, absent: [1])
    let weights = try model.gateWeights(without).values()
    for sample in rows.indices {
      #expect(weights[2 * sample + 1] == 0)
      #expect(abs(weights[2 * sample] - 1) < 1e-6)
    }
    let nothing = try ModelInput(preparation, rows: rows, absent: [0, 1])
    #expect(try model.logits(nothing).values().allSatisfy { $0.isFinite })
  }

  @Test func preparationLearnsFromTrainingSamplesAlone() {
    let input = PlantedStudy.make()
    var changed = input
    for place in changed.layers[0].values.indices where place >= 60 * input.targets.count {
      changed.layers[0].values[place] += 100
    }
    let rows = Array(0..<60)
    let (one, other) = (
      FoldPreparation(input, label: input.label, training: rows, features: 20),
      FoldPreparation(changed, label: input.label, training: rows, features: 20)
    )
    #expect(one.layers[0].targets == other.layers[0].targets)
    let known = 60 * one.layers[0].targets.count
    #expect(one.layers[0].values[..<known] == other.layers[0].values[..<known])
    #expect(one.layers[1].present[4] == 0)
  }

  @Test func aBatchShiftGoesAndTheLabelStays() {
    let count = 80
    var stream = RandomStream(seed: 2, name: "shift")
    let label = (0..<count).map { $0 % 2 }
    let batch = (0..<count).map { $0 / 2 % 2 }
    let values = (0..<count).map { 3.0 * Double(label[$0]) + 10.0 * Double(batch[$0]) + 0.1 * stream.normal() }
    let input = StudyInput(
      targets: ["g"], samples: (0..<count).map { "s\($0)" }, label: label, batch: batch.map { "b\($0)" },
      cohort: [String](repeating: "c", count: count), layers: [.init(name: "rna", values: values)])
    let layer = FoldPreparation(input, label: label, training: Array(0..<count), features: 5).layers[0]
    func mean(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + layer.values[$1] } / Double(rows.count) }
    let rows = Array(0..<count)
    #expect(abs(mean(rows.filter { batch[$0] == 1 }) - mean(rows.filter { batch[$0] == 0 })) < 0.1)
    #expect(mean(rows.filter { label[$0] == 1 }) - mean(rows.filter { label[$0] == 0 }) > 1.5)
  }

  @Test func foldsKeepIndividualsTogetherAndLabelsSpread() {
    var input = PlantedStudy.make()
    input.subject = input.samples.indices.map { "p\($0 / 4)" }
    let rows = Array(input.samples.indices)
    let plan = FoldPlan(input, rows: rows, folds: 5, seed: 1, index: 0)
    #expect(plan.grouping == "subject")
    for group in 0..<20 { #expect(Set((0..<4).map { plan.fold[group * 4 + $0] }).count == 1) }
    for fold in 0..<5 {
      let held = plan.split(rows, holdingOut: fold).held
      #expect(held.filter { input.label[$0] == 1 }.count == held.count / 2)
    }
    input.batch = input.samples.indices.map { "b\($0 / 4)" }
    let byBatch = FoldPlan(input, rows: rows, folds: 5, seed: 1, index: 0)
    #expect(byBatch.grouping == "batch")
    for group in 0..<20 { #expect(Set((0..<4).map { byBatch.fold[group * 4 + $0] }).count == 1) }
  }

  @Test func rewiringKeepsDegrees() {
    var stream = RandomStream(seed: 4, name: "rewire")
    var edges: [(Int, Int, Double)] = []
    for a in 0..<40 { for step in [1, 3, 7] { edges.append((a, (a + step) % 40, 1)) } }
    let moved = PriorChoice.rewired(edges, &stream)
    func degrees(_ edges: [(Int, Int, Double)]) -> [Int] {
      var degree = [Int](repeating: 0, count: 40)
      for edge in edges {
        degree[edge.0] += 1
        degree[edge.1] += 1
      }
      return degree
    }
    #expect(degrees(edges) == degrees(moved))
    let keys = Set(moved.map { Set([$0.0, $0.1]) })
    #expect(keys.count == moved.count && moved.allSatisfy { $0.0 != $0.1 })
    #expect(keys.intersection(edges.map { Set([$0.0, $0.1]) }).count < edges.count / 2)
  }

  @Test func ridgeLogisticIsThatOfPlainGradientDescent() throws {
    var stream = RandomStream(seed: 9, name: "ridge")
    let label = (0..<40).map { $0 % 2 }
    let features = label.map { one in (0..<6).map { $0 == 2 ? stream.normal() + 1.5 * Double(one) : stream.normal() } }
    let rows = Array(0..<40)
    let model = try RidgeLogistic(features, label: label, training: rows, validation: rows)
    // The penalty it chose is found again by looking for the one whose solution it is.
    let mean = features.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } } / 40
    let gaps = RidgeLogistic.penalties.map { penalty -> Double in
      let lambda = penalty * mean
      var (weights, intercept) = ([Double](repeating: 0, count: 6), 0.0)
      for _ in 0..<20000 {
        var (slope, constant) = (weights.map { lambda * $0 }, 0.0)
        for row in rows {
          let logit = intercept + zip(features[row], weights).reduce(0) { $0 + $1.0 * $1.1 }
          let gap = 1 / (1 + LogisticTerms.exp(-logit)) - Double(label[row])
          constant += gap
          for place in 0..<6 { slope[place] += gap * features[row][place] }
        }
        intercept -= 0.01 * constant
        for place in 0..<6 { weights[place] -= 0.01 * slope[place] }
      }
      return zip(weights + [intercept], model.weights + [model.intercept]).map { abs($0 - $1) }.max() ?? .infinity
    }
    #expect(gaps.min() ?? 1 < 1e-4)
  }

  @Test func theAreaComparesWithinFoldsOnly() {
    var area = HeldOutAuc()
    area.add(logits: [1, 2, 3], label: [0, 1, 1])
    area.add(logits: [101, 102, 102], label: [1, 0, 1])
    #expect(area.value == (2 + 0.5) / 4)
    #expect(HeldOutAuc().value.isNaN)
  }

  @Test func aVerdictNamesWhatIsNotBeaten() {
    let good = EngineVerdict(
      "gated", engine: [0.9, 0.91], controls: [(.logisticRegression, [0.8, 0.82]), (.permutedLabels(0), [0.55])])
    #expect(good.beatsControl && good.sentence.contains("0.905"))
    let same = EngineVerdict(
      "gated", engine: [0.9, 0.8], controls: [(.logisticRegression, [0.8, 0.89]), (.permutedLabels(0), [0.55])])
    #expect(!same.beatsControl && same.sentence.contains("ridge logistic regression"))
    let chance = EngineVerdict(
      "gated", engine: [0.6], controls: [(.logisticRegression, [0.5]), (.permutedLabels(0), [0.62])])
    #expect(!chance.beatsControl && chance.sentence.contains("permuted labels"))
  }
}
