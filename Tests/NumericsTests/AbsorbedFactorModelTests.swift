import Schema
import Testing

@testable import Numerics

@Suite struct AbsorbedFactorModelTests {
  let groups = (0..<30).map { [5, -2, 9, 5, 7][$0 % 5] }
  let covariates = randomMatrix(30, 2, "covariates")
  let label = (0..<30).map { ($0 * 7) % 3 == 0 ? 1.0 : 0 }

  /// The same model with a dummy column for every group, for given samples.
  private func dummies(_ samples: [Int], _ label: [Double]) throws -> RowwiseLinearModel {
    let codes = Set(groups).sorted()
    let columns = codes.map { code in samples.map { groups[$0] == code ? 1.0 : 0 } }
    return try RowwiseLinearModel(
      design: Matrix(columns: columns, rows: samples.count)
        .appendingColumns(covariates.selectingRows(samples))
        .appendingColumns(Matrix(columns: [samples.map { label[$0] }], rows: samples.count)))
  }

  private func compare(_ effects: LabelEffects, _ fit: LinearModelFit) {
    let last = fit.coefficients.columns - 1
    #expect(largestDifference(effects.beta, fit.coefficients.column(last), floor: 1e-2) < 1e-9)
    #expect(largestDifference(effects.stdevUnscaled, fit.stdevUnscaled.column(last)) < 1e-9)
    #expect(largestDifference(effects.sigmaSquared, fit.sigma.map { $0 * $0 }, floor: 1e-9) < 1e-9)
    #expect(effects.dfResidual == fit.dfResidual)
    let error = zip(fit.stdevUnscaled.column(last), fit.sigma).map { $0 * $1 }
    #expect(largestDifference(effects.standardError, error, floor: 1e-5) < 1e-9)
  }

  @Test(arguments: [0, 0.15, 0.6, 0.85]) func equalsDummyColumns(_ missing: Double) throws {
    var values = masked(randomMatrix(300, 30, "values"), rate: missing, "absorbed")
    values.values = values.values.map { 20 + 3 * $0 }
    let model = try AbsorbedFactorModel(groups: groups, covariates: covariates, label: label)
    let effects = model.fit(values)
    compare(effects, try dummies(Array(0..<30), label).fit(values))
    for row in stride(from: 0, to: 300, by: 17) {
      let seen = (0..<30).filter { !values[row, $0].isNaN }
      #expect(effects.observedHigh[row] == seen.count { label[$0] > 0 })
      #expect(effects.observedLow[row] == seen.count { label[$0] <= 0 })
    }
    // A subset of the samples, in any order.
    let subset = [28, 3, 4, 5, 6, 9, 11, 12, 13, 14, 17, 18, 20, 21, 22, 25, 0]
    let half = model.fit(values, samples: subset)
    compare(half, try dummies(subset, label).fit(values.selectingColumns(subset)))
    #expect(bits(half) == bits(model.fit(values, samples: subset.reversed())))
    // Threads and company change nothing.
    #expect(bits(effects) == bits(model.fit(values, threads: 4)))
    let alone = model.fit(values.selectingRows([123]))
    #expect(alone.beta[0].bitPattern == effects.beta[123].bitPattern)
    #expect(alone.sigmaSquared[0].bitPattern == effects.sigmaSquared[123].bitPattern)
  }

  private func bits(_ effects: LabelEffects) -> [UInt64] {
    (effects.beta + effects.stdevUnscaled + effects.sigmaSquared + effects.dfResidual).map(\.bitPattern)
  }

  @Test func labelInsideTheFactorIsNotEstimable() throws {
    let values = masked(randomMatrix(50, 30, "values"), rate: 0.1, "aliased")
    let inside = groups.map { $0 == 9 ? 1.0 : 0 }
    let model = try AbsorbedFactorModel(groups: groups, covariates: covariates, label: inside)
    let effects = model.fit(values)
    #expect(effects.beta.allSatisfy { $0.isNaN } && effects.standardError.allSatisfy { $0.isNaN })
    #expect(effects.sigmaSquared.allSatisfy { $0 > 0 })
    compare(effects, try dummies(Array(0..<30), inside).fit(values))
    // Dependent covariates drop out without taking the label with them.
    let doubled = covariates.appendingColumns(covariates)
    let twice = try AbsorbedFactorModel(groups: groups, covariates: doubled, label: label).fit(values)
    let once = try AbsorbedFactorModel(groups: groups, covariates: covariates, label: label).fit(values)
    #expect(largestDifference(twice.beta, once.beta, floor: 1e-2) < 1e-9 && twice.dfResidual == once.dfResidual)
    let relabelled = try model.relabelled(label).fit(values)
    #expect(bits(relabelled) == bits(once))
  }

  @Test func sparseRowsAndMissingLabels() throws {
    var values = randomMatrix(3, 30, "values")
    values.setRow(0, to: [Double](repeating: .nan, count: 30))
    values.setRow(1, to: (0..<30).map { $0 == 4 ? 1 : .nan })
    let effects = try AbsorbedFactorModel(groups: groups, covariates: nil, label: label).fit(values)
    #expect(effects.beta[0].isNaN && effects.beta[1].isNaN && !effects.beta[2].isNaN)
    #expect(effects.dfResidual[0] == 0 && effects.dfResidual[1] == 0 && effects.observedLow[1] == 1)
    #expect(effects.sigmaSquared[0].isNaN && effects.sigmaSquared[1].isNaN)
    // One group is a plain two-sample comparison.
    let plain = try AbsorbedFactorModel(groups: groups.map { _ in 0 }, label: label).fit(values)
    let high = (0..<30).filter { label[$0] > 0 }.map { values[2, $0] }
    let low = (0..<30).filter { label[$0] <= 0 }.map { values[2, $0] }
    #expect(abs(plain.beta[2] - (Descriptive.mean(high) - Descriptive.mean(low))) < 1e-13)
    // A missing label is a sample left out.
    var partial = label
    partial[0] = .nan
    partial[11] = .nan
    let kept = (0..<30).filter { $0 != 0 && $0 != 11 }
    let without = try AbsorbedFactorModel(groups: groups, covariates: covariates, label: partial).fit(values)
    let subset = try AbsorbedFactorModel(groups: groups, covariates: covariates, label: label)
      .fit(values, samples: kept)
    #expect(bits(without) == bits(subset))
    let none = try AbsorbedFactorModel(groups: groups, label: label).fit(values, samples: [])
    #expect(none.beta.allSatisfy { $0.isNaN })
  }

  @Test func refusals() {
    #expect(throws: OmicsError.self) { try AbsorbedFactorModel(groups: [1, 2], label: [1]) }
    #expect(throws: OmicsError.self) {
      try AbsorbedFactorModel(groups: [1], covariates: Matrix(rows: 1, columns: 1, repeating: .nan), label: [1])
    }
  }
}
