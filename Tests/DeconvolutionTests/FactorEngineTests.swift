import Numerics
import Schema
import Testing

@testable import Deconvolution

@Suite struct FactorEngineTests {
  private func engine(starts: Int = 1) -> FactorEngine {
    var settings = FactorEngine.Settings()
    (settings.factors, settings.starts, settings.folds) = (6, starts, 2)
    (settings.repetitions, settings.permutations) = (2, 1)
    return FactorEngine(settings)
  }

  @Test func plantedProgramsAreRecovered() throws {
    let options = PlantedStudy.Options(samples: 80, withoutProtein: 0)
    let found = try engine().run(PlantedStudy.input(options))
    let count = found.factors.count
    for activity in PlantedStudy.activity(options) {
      let best = (0..<count).map { factor in
        let scores = found.samples.indices.map { found.scores[$0 * count + factor] }
        return abs(Descriptive.pearson(scores, activity))
      }.max()
      #expect(best ?? 0 > 0.9)
    }
    // The third program is protein's alone.
    let third = (0..<count).max { left, right in
      func score(_ factor: Int) -> Double {
        abs(
          Descriptive.pearson(
            found.samples.indices.map { found.scores[$0 * count + factor] }, PlantedStudy.activity(options)[2]))
      }
      return score(left) < score(right)
    }
    let explained = found.factors[third ?? 0].explained
    #expect(found.layers == ["transcriptomics", "proteomics"])
    #expect(explained[1] > 0.05 && explained[0] < 0.02, "\(explained)")
  }

  @Test func theLabelIsReadFromTheFactorThatFollowsIt() throws {
    let found = try engine(starts: 3).run(PlantedStudy.input())
    let findings = found.findings
    #expect(findings.ranking.first?.target == PlantedStudy.lead)
    #expect(findings.ranking.first?.direction == .up)
    let members = Set(PlantedStudy.programs[0].map(PlantedStudy.id))
    #expect(findings.ranking.prefix(15).filter { members.contains($0.target) }.count >= 13)
    #expect(findings.score > 0.9)
    #expect(findings.controls.map(\.id) == ["principal_components", "permuted_labels"])
    #expect((findings.controls.last?.score ?? 1) < 0.8)
    let linked = found.factors.filter(\.isLinked)
    #expect(linked.count == 1)
    #expect(linked[0].labelShare > 0.5 && !linked[0].followsBatch && linked[0].stability > 0.95)
    #expect(findings.ranking.allSatisfy { $0.rankLow <= $0.rankHigh })
    #expect(found.otherSizes.map(\.factors) == [1, 11])
    // What speaks for cases has the sign of its movement.
    let lead = findings.attributions.filter { $0.target == PlantedStudy.lead }
    #expect(lead.count == 2 && lead.allSatisfy { $0.value > 0 })
  }

  @Test func permutedLabelsDoNotBeatTheControls() throws {
    for seed in [11, 12] as [UInt64] {
      let findings = try engine().run(PlantedStudy.input(.init(seed: seed, permuted: true))).findings
      #expect(!findings.beatsControl)
      #expect(findings.sentence.contains("which is not better than"))
    }
  }

  @Test func factorsOfBatchesAreFlagged() throws {
    let found = try engine().run(PlantedStudy.input(.init(batchShift: 2)))
    #expect(found.uncorrected.filter(\.followsBatch).count >= 2)
    // With batches taken out, what is left of them is no factor of its own.
    #expect(found.factors.filter(\.followsBatch).isEmpty)
    #expect(try engine().run(PlantedStudy.input(.init(batches: 1))).uncorrected.isEmpty)
  }

  @Test func threadsChangeNothing() throws {
    let input = PlantedStudy.input()
    let first = try engine(starts: 2).run(input)
    ThreadLimit.set(1)
    defer { ThreadLimit.set(0) }
    let second = try engine(starts: 2).run(input)
    #expect(first.findings == second.findings)
    #expect(first.scores == second.scores)
  }

  @Test func oneLayerAndSeveralCohortsWork() throws {
    let two = try engine().run(PlantedStudy.input(.init(samples: 80, cohorts: 2)))
    #expect(two.crossCohort.map { "\($0.training)>\($0.testing)" } == ["c0>c1", "c1>c0"])
    #expect(two.crossCohort.allSatisfy { $0.area > 0.85 })
    var input = PlantedStudy.input()
    for index in input.cohorts.indices { input.cohorts[index].protein = nil }
    let one = try engine().run(input)
    #expect(one.layers == ["transcriptomics"])
    #expect(one.findings.ranking.first?.target == PlantedStudy.lead)
  }

  @Test func tooFewSamplesAreRefused() {
    let error = #expect(throws: OmicsError.self) { try engine().run(PlantedStudy.input(.init(samples: 8))) }
    #expect(error?.code == .refused)
  }
}

@Suite struct FactorPartsTests {
  /// Cells that are filled with their expectation pull on nothing: the scores of samples with holes are those that the
  /// measured cells alone give.
  @Test func filledCellsPullOnNothing() throws {
    var stream = RandomStream(seed: 5, name: "holes")
    let truth = (0..<40).map { _ in stream.normal() }
    var values = Matrix(rows: 40, columns: 60)
    for column in 0..<60 {
      for row in 0..<40 { values[row, column] = 1.5 * truth[row] + 0.5 * stream.normal() }
    }
    // Half of the cells of large values are lost: a mean of what is left would be far off.
    for column in 0..<60 where column % 2 == 0 {
      for row in 0..<40 where truth[row] > 0.5 && stream.uniform() < 0.5 { values[row, column] = .nan }
    }
    let model = try FactorModel([values], factors: 3, seed: 1, name: "t", index: 0)
    #expect(abs(Descriptive.pearson(model.scores.column(0), truth)) > 0.99)
    // Read as unseen samples, they come out where they were.
    let again = try model.scores(of: [values])
    #expect(Descriptive.pearson(again.column(0), model.scores.column(0)) > 0.999)
  }

  @Test func factorsThatAreNotThereFade() throws {
    var stream = RandomStream(seed: 6, name: "noise")
    var values = Matrix(rows: 50, columns: 200)
    let truth = (0..<2).map { _ in (0..<50).map { _ in stream.normal() } }
    for column in 0..<200 {
      for row in 0..<50 {
        values[row, column] = stream.normal() + (column < 60 ? 1.2 * truth[0][row] : column < 120 ? truth[1][row] : 0)
      }
    }
    let model = try FactorModel([values], factors: 8, seed: 1, name: "t", index: 0)
    #expect(model.layers[0].explained[0] > 0.1 && model.layers[0].explained[1] > 0.08)
    #expect(model.layers[0].explained.dropFirst(2).allSatisfy { $0 < 0.03 })
    for own in truth {
      #expect((0..<model.count).contains { abs(Descriptive.pearson(model.scores.column($0), own)) > 0.95 })
    }
  }

  @Test func theBoundNeverFalls() throws {
    var stream = RandomStream(seed: 7, name: "bound")
    let values = Matrix(rows: 30, columns: 80, values: (0..<2400).map { _ in stream.normal() })
    var other = Matrix(rows: 30, columns: 40, values: (0..<1200).map { _ in stream.normal() })
    for column in 0..<40 { for row in 20..<30 { other[row, column] = .nan } }
    let views = [FactorView(values), FactorView(other)]
    #expect(views[1].rows == Array(0..<20))
    var posterior = FactorPosterior(views, samples: 30, factors: 4, stream: &stream)
    var bound = -Double.infinity
    for _ in 0..<60 {
      let next = try posterior.update(views)
      #expect(next >= bound - 1e-9 * abs(next))
      bound = next
    }
  }

  @Test func sharesAreAdjustedForGroups() {
    var stream = RandomStream(seed: 8, name: "groups")
    let noise = (0..<400).map { _ in stream.normal() }
    #expect(abs(FactorReading.share(noise, (0..<400).map { $0 % 40 })) < 0.1)
    #expect(FactorReading.share((0..<400).map { Double($0 % 2) }, (0..<400).map { $0 % 2 }) == 1)
    #expect(FactorReading.share([1, 1, 1, 1], [0, 0, 1, 1]) == 0)
  }

  @Test func matchesAreFoundWhateverOrderAndSign() {
    var stream = RandomStream(seed: 9, name: "match")
    let columns = (0..<4).map { _ in (0..<50).map { _ in stream.normal() } }
    let one = Matrix(columns: columns, rows: 50)
    let other = Matrix(columns: [columns[2].map { -$0 }, columns[0], columns[3]], rows: 50)
    let stability = FactorMatching.stability(of: 0, [one, other])
    #expect(abs(stability[0] - 1) < 1e-12 && abs(stability[2] - 1) < 1e-12 && abs(stability[3] - 1) < 1e-12)
    #expect(stability[1] < 0.5)
    #expect(FactorMatching.stability(of: 0, [one]).allSatisfy { $0.isNaN })
  }
}
