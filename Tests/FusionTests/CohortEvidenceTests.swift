import Foundation
import Numerics
import Schema
import Testing

@testable import Fusion

/// A simulated cohort: 60 targets, 24 samples in three batches; target 0 falls in both layers, 1 in protein alone.
struct SimulatedCohort {
  static func make(seed: UInt64 = 3, rna withRNA: Bool = true, protein withProtein: Bool = true) -> CohortData {
    var stream = RandomStream(seed: seed, name: "cohort")
    let (targets, samples) = (60, 24)
    let label = (0..<samples).map { Int8($0 % 2) }
    let batch = (0..<samples).map { $0 / 8 }
    var rna: [Double] = []
    var protein: [Double] = []
    for sample in 0..<samples {
      for target in 0..<targets {
        let base = stream.normal()
        let shift = Double(batch[sample]) * 0.7
        let fall = label[sample] == 1 ? -3.0 : 0
        rna.append(base + shift + (target == 0 ? fall : 0))
        var value = 0.6 * base + 0.5 * stream.normal() - shift
        if target <= 1 { value += fall }
        // Target 2 is seen in the control group alone; some cells of the others are missing.
        if target == 2 && label[sample] == 1 { value = .nan }
        if target > 2 && stream.uniform() < 0.1 { value = .nan }
        protein.append(value)
      }
    }
    return CohortData(
      name: "c", targets: (0..<targets).map { "t\($0)" }, samples: (0..<samples).map { "s\($0)" }, label: label,
      batch: batch, covariates: [], rna: withRNA ? rna : nil, protein: withProtein ? protein : nil)
  }
}

@Suite struct CohortEvidenceTests {
  @Test func effectsEqualTheFullLinearModel() throws {
    let cohort = SimulatedCohort.make()
    let protein = try #require(cohort.protein)
    let statistics = try CohortEvidence(cohort).statistics()
    let channel = try #require(statistics.first { $0.channel == .protein })
    var columns = [[Double](repeating: 1, count: 24)]
    for level in 1...2 { columns.append(cohort.batch.map { $0 == level ? 1 : 0 }) }
    columns.append(cohort.label.map(Double.init))
    let fit = try RowwiseLinearModel(design: Matrix(columns: columns, rows: 24))
      .fit(Matrix(rows: 60, columns: 24, values: protein))
    for row in 0..<60 where !channel.effect[row].isNaN {
      #expect(abs(channel.effect[row] - fit.coefficients[row, 3]) < 1e-9)
    }
    #expect(channel.effect.filter { !$0.isNaN }.count >= 58)
  }

  @Test func scoresOfAllSamplesAreTheStatistics() throws {
    let evidence = try CohortEvidence(SimulatedCohort.make())
    let (scores, statistics) = (try evidence.scores(), try evidence.statistics())
    #expect(scores.channels == [.rna, .protein, .discordance, .detection])
    for (index, channel) in scores.channels.enumerated() where channel != .detection {
      for row in 0..<60 {
        let (a, b) = (scores.z[index][row], statistics[index].z[row])
        #expect(a == b || a.isNaN && b.isNaN)
      }
    }
  }

  @Test func plantedTargetsShowInTheirChannels() throws {
    let scores = try CohortEvidence(SimulatedCohort.make()).scores()
    let (rna, protein, discordance, detection) = (scores.z[0], scores.z[1], scores.z[2], scores.z[3])
    #expect(rna[0] < -4 && protein[0] < -4)
    #expect(abs(rna[1]) < 3 && protein[1] < -4 && discordance[1] < -4)
    #expect(protein[2].isNaN && detection[2] < -3)
    #expect(detection[0].isNaN, "detection is evidence only where protein is absent")
  }

  @Test func oneLayerAloneWorks() throws {
    #expect(try CohortEvidence(SimulatedCohort.make(protein: false)).channels == [.rna])
    #expect(try CohortEvidence(SimulatedCohort.make(rna: false)).channels == [.protein, .detection])
    #expect(throws: OmicsError.self) { _ = try CohortEvidence(SimulatedCohort.make(rna: false, protein: false)) }
  }

  @Test func targetOrderAndThreadsChangeNothing() throws {
    let cohort = SimulatedCohort.make()
    let one = try CohortEvidence(cohort).scores(threads: 1)
    let two = try CohortEvidence(cohort).scores(threads: 2)
    for channel in one.z.indices {
      for row in 0..<60 { #expect(one.z[channel][row].bitPattern == two.z[channel][row].bitPattern) }
    }
  }
}

@Suite struct DiscordanceTests {
  /// Slope of y on x beside batch means and label, by ordinary least squares on all columns.
  private func slope(_ x: [Double], _ y: [Double], _ label: [Double], _ batch: [Int]) -> Double {
    var columns = [x, label]
    for level in 0...2 { columns.append(batch.map { $0 == level ? 1 : 0 }) }
    return LeastSquares.solve(Matrix(columns: columns, rows: x.count), y)[0]
  }

  @Test func residualsUseSlopesBetweenTheOwnAndTheMean() throws {
    let cohort = SimulatedCohort.make()
    let (rna, protein) = (try #require(cohort.rna), try #require(cohort.protein))
    let (x, y) = (Matrix(rows: 60, columns: 24, values: rna), Matrix(rows: 60, columns: 24, values: protein))
    let label = cohort.label.map(Double.init)
    let residuals = Discordance.residuals(
      rna: x, protein: y, label: label, batch: cohort.batch, samples: Array(0..<24))
    let complete = (0..<60).filter { row in (0..<24).allSatisfy { !y[row, $0].isNaN } }
    #expect(complete.count > 3)
    for row in complete {
      let own = slope(x.row(row), y.row(row), label, cohort.batch)
      let used = (y[row, 0] - residuals[row, 0]) / x[row, 0]
      let second = (y[row, 5] - residuals[row, 5]) / x[row, 5]
      #expect(abs(used - second) < 1e-9, "one slope a target")
      #expect(used > min(own, 0.3) && used < max(own, 0.9), "own \(own), used \(used)")
    }
  }

  @Test func missingInEitherIsMissing() throws {
    let cohort = SimulatedCohort.make()
    let (rna, protein) = (try #require(cohort.rna), try #require(cohort.protein))
    let residuals = Discordance.residuals(
      rna: Matrix(rows: 60, columns: 24, values: rna), protein: Matrix(rows: 60, columns: 24, values: protein),
      label: cohort.label.map(Double.init), batch: cohort.batch, samples: Array(0..<12))
    for column in 0..<24 {
      for row in 3..<60 where protein[column * 60 + row].isNaN || column >= 12 {
        #expect(residuals[row, column].isNaN)
      }
    }
  }
}
