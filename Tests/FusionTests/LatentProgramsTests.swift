import Numerics
import Schema
import Testing

@testable import Fusion

@Suite struct LatentProgramsTests {
  /// Two hidden programs move most targets, the first along with the label; target 0 alone answers to the label itself.
  private func cohort(
    samples: Int = 60, targets: Int = 600, tie: Double = 1, missing: Double = 0
  ) -> (cohort: CohortData, activity: [[Double]]) {
    var stream = RandomStream(seed: 4, name: "programs")
    let label = (0..<samples).map { Int8($0 % 2) }
    let activity = (0..<2).map { program in
      (0..<samples).map { stream.normal() + (program == 0 ? tie * Double(label[$0]) : 0) }
    }
    let loadings = (0..<targets).map { _ in (0..<2).map { _ in 1.2 * stream.normal() } }
    func layer(_ isProtein: Bool) -> [Double] {
      (0..<samples).flatMap { sample in
        (0..<targets).map { target in
          let moved = target == 0 ? 2.0 * Double(label[sample]) : 0
          let program = (0..<2).reduce(0) { $0 + loadings[target][$1] * activity[$1][sample] }
          let value = moved + program + 0.5 * stream.normal() + Double(sample / 2 % 3)
          return isProtein && stream.uniform() < missing ? .nan : value
        }
      }
    }
    return (
      CohortData(
        name: "c", targets: (0..<targets).map { "T\($0)" }, samples: (0..<samples).map { "s\($0)" }, label: label,
        batch: (0..<samples).map { $0 / 2 % 3 }, covariates: [], rna: layer(false), protein: layer(true)),
      activity
    )
  }

  /// The share of a vector that batch and columns explain.
  private func explained(_ vector: [Double], by columns: [[Double]], _ batch: [Int]) -> Double {
    let row = Matrix(rows: 1, columns: vector.count, values: vector)
    func left(_ columns: [[Double]]) -> Double {
      NuisancePatterns.squares(
        NuisancePatterns(
          observedIn: [row], groups: batch, covariates: Matrix(columns: columns, rows: vector.count),
          samples: Array(vector.indices)
        ).residuals(of: row))[0]
    }
    return 1 - left(columns) / left([])
  }

  @Test func plantedProgramsAreFoundWithTheirShareOfTheLabel() throws {
    let (cohort, activity) = cohort(missing: 0.1)
    let programs = try LatentPrograms.of(cohort, count: 2)
    #expect(programs.columns.count == 2)
    for own in activity { #expect(explained(own, by: programs.columns, cohort.batch) > 0.95) }
    let tied = explained(cohort.label.map(Double.init), by: activity, cohort.batch)
    #expect(abs(programs.labelInflation - 1 / (1 - tied)) < 0.1)
  }

  @Test func aTargetStandsOutBesideAProgramThatFollowsTheLabel() throws {
    let (cohort, _) = cohort()
    func place(_ evidence: CohortEvidence) throws -> Int {
      let z = try evidence.resampled(Array(cohort.samples.indices)).scores([cohort.label])[0].z[0].map(abs)
      return z.filter { $0 > z[0] }.count + 1
    }
    let whole = try place(CohortEvidence(cohort))
    let beside = try place(CohortEvidence(cohort, programs: try .of(cohort, count: 2)))
    #expect(whole > 20)
    #expect(beside == 1)
  }

  @Test func asManyAsSamplesAndTargetsAllow() throws {
    #expect(try LatentPrograms.of(cohort(samples: 40).cohort).columns.count == 7)  // (40 - 3 - 1) / 5
    #expect(try LatentPrograms.of(cohort(samples: 60, targets: 100).cohort).columns.count == 2)  // 200 rows
    #expect(try LatentPrograms.of(cohort(samples: 8, targets: 100).cohort) == .none)
    #expect(try LatentPrograms.of(cohort().cohort, count: 0) == .none)
    var alone = cohort().cohort
    alone.protein = nil
    #expect(try LatentPrograms.of(alone).columns.count == 6)  // 600 rows
  }

  @Test func theOrderOfSamplesDoesNotMatter() throws {
    let (cohort, _) = cohort(samples: 30, targets: 200)
    let order = Array(cohort.samples.indices.reversed())
    let one = try LatentPrograms.of(cohort, count: 3)
    let other = try LatentPrograms.of(StreamCohort.reordered(cohort, samples: order), count: 3)
    #expect(abs(one.labelInflation - other.labelInflation) < 1e-9)
    for (a, b) in zip(one.columns, other.columns) { #expect(agree(order.map { a[$0] }, b, 1e-7)) }
  }

  /// On complete layers the effects beside programs are those of a model with the programs among its covariates.
  @Test func besideProgramsIsTheModelWithThem() throws {
    var (cohort, _) = cohort(samples: 40, targets: 150)
    var stream = RandomStream(seed: 9, name: "covariate")
    cohort.covariates = [cohort.samples.map { _ in stream.normal() }]
    let programs = try LatentPrograms.of(cohort, count: 3)
    let all = Array(cohort.samples.indices)
    let evidence = try CohortEvidence(cohort, programs: programs)
    let own = try evidence.resampled(all).scores([cohort.label])[0]
    var wide = cohort
    wide.covariates += programs.columns
    let plain = try CohortEvidence(wide).scores()
    for channel in [0, 1] {
      let scale = ResampledEvidence.scale(plain.z[channel])
      let mixed = zip(own.total[channel], plain.z[channel]).map { 0.25 * $0 + 0.75 * $1 / scale }
      #expect(agree(own.z[channel], mixed, 1e-9))
    }
  }

  /// The same where values are missing, for the cohort's own label.
  @Test func missingValuesChangeNothingOfThat() throws {
    let (cohort, _) = cohort(samples: 60, targets: 300, missing: 0.15)
    let programs = try LatentPrograms.of(cohort, count: 4)
    let own = try CohortEvidence(cohort, programs: programs).resampled(Array(cohort.samples.indices))
      .scores([cohort.label])[0]
    var wide = cohort
    wide.covariates += programs.columns
    let plain = try CohortEvidence(wide).scores()
    let scale = ResampledEvidence.scale(plain.z[1])
    for (row, exact) in plain.z[1].enumerated() {
      let beside = (own.z[1][row] - 0.25 * own.total[1][row]) / 0.75 * scale
      #expect(abs(beside - exact) <= 1e-6)
    }
  }

  /// Few seen samples leave a label little beside many programs: z keeps its spread all the same.
  @Test func sparseTargetsKeepTheirSpread() throws {
    let (cohort, _) = cohort(samples: 60, targets: 1500, missing: 0.5)
    let programs = try LatentPrograms.of(cohort, count: 10)
    let own = try CohortEvidence(cohort, programs: programs).resampled(Array(cohort.samples.indices))
      .scores([cohort.label])[0]
    let beside = zip(own.z[1], own.total[1]).map { ($0 - 0.25 * $1) / 0.75 }.filter { !$0.isNaN }
    #expect(beside.count > 1000)
    let spread = (beside.reduce(0) { $0 + $1 * $1 } / Double(beside.count)).squareRoot()
    #expect(abs(spread - 1) < 0.12)
  }

  @Test func outliersDoNotSetTheSlopes() throws {
    var stream = RandomStream(seed: 2, name: "slopes")
    let predictors = Matrix(columns: (0..<2).map { _ in (0..<400).map { _ in stream.normal() } }, rows: 400)
    let response = (0..<400).map { row in
      2 * predictors[row, 0] - predictors[row, 1] + 0.1 * stream.normal() + (row < 30 ? 50 : 0) + (row == 99 ? .nan : 0)
    }
    let slopes = try LatentPrograms.robustSlopes(of: response, on: predictors)
    #expect(abs(slopes[0] - 2) < 0.05 && abs(slopes[1] + 1) < 0.05)
  }

  @Test func rnaWithoutProteinCountsAsFarAsTheLayersAgree() throws {
    var cohort = StreamCohort.make(covariates: 0)
    let evidence = try CohortEvidence(cohort)
    for sample in cohort.samples.indices { cohort.protein?[sample * cohort.targets.count + 5] = .nan }
    let without = try CohortEvidence(cohort)
    let all = Array(cohort.samples.indices)
    let (z, whole) = (
      try without.resampled(all).scores([cohort.label])[0], try evidence.resampled(all).scores([cohort.label])[0]
    )
    let share = (1 + without.agreement) / 2
    #expect(share > 0.6 && share < 1)
    #expect(abs(z.z[0][5] - share * whole.z[0][5]) < 1e-9)
    #expect(z.z[0][6] == z.total[0][6])
  }

  @Test func strataKeepBatchAndTwoLevelCovariatesTogether() {
    var cohort = StreamCohort.make(samples: 12, batches: 2, covariates: 1)
    #expect(LabelStrata.of(cohort) == cohort.batch)
    cohort.covariates.append((0..<12).map { Double($0 / 6) })
    let strata = LabelStrata.of(cohort)
    #expect(Set(strata).count == 4)
    for (a, b) in zip(0..<11, 1..<12) {
      #expect((strata[a] == strata[b]) == (cohort.batch[a] == cohort.batch[b] && a / 6 == b / 6))
    }
  }
}
