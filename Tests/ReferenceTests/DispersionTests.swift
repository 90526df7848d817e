import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// Dispersions and variance stabilisation against DESeq2 1.38.3 (airway, ~ batch + condition).
@Suite struct DispersionTests {
  private static func input() throws -> MethodInput {
    var input = try GoldenMatrix("airway_counts.tsv").input(.rawCount, .linear)
    input.design = airwayDesign(try GoldenMatrix("airway_samples.tsv"))
    return input
  }

  /// Gene-wise estimates under the design and without it, made once for all tests.
  private static let estimates:
    Result<(sizes: [Double], modelled: DispersionEstimates, blind: DispersionEstimates), any Error> = Result {
      let input = try DispersionTests.input()
      let sizes = try SizeFactors.estimate(input.values, kind: .ratio).factors
      let design = input.design?.matrix ?? Matrix(rows: 8, columns: 1, repeating: 1)
      return (
        sizes: sizes, modelled: try DispersionEstimates(input.values, sizeFactors: sizes, design: design),
        blind: try DispersionEstimates(
          input.values, sizeFactors: sizes, design: Matrix(rows: 8, columns: 1, repeating: 1))
      )
    }

  /// The prior variance is the golden's, which the reference simulates with its own generator.
  @Test(arguments: [
    (DispersionTrend.Kind.parametric, 0.54454454454454448), (.mean, 6.974974974974975), (.local, 0.74474474474474472),
  ])
  func dispersionsEqualDESeq2(kind: DispersionTrend.Kind, prior: Double) throws {
    let estimates = try Self.estimates.get().modelled.refitted(kind)
    let shrunken = estimates.shrunken(priorVariance: prior)
    let golden = try GoldenMatrix("dispersions_\(kind.rawValue).thin.tsv.gz")
    // Dispersions at the lower bound are decided by the last bits of the likelihood: compared with a floor of 2e-5.
    for (name, values, tolerance, floor) in [
      ("baseMean", estimates.baseMean, 1e-12, 1e-300), ("baseVar", estimates.baseVariance, 1e-12, 1e-300),
      ("dispGeneEst", estimates.geneWise, 1e-3, 2e-5), ("dispFit", estimates.fitted, 1e-3, 1e-300),
      ("dispMAP", shrunken.posterior, 1e-2, 1e-300), ("dispersion", shrunken.dispersion, 1e-2, 1e-300),
      ("dispOutlier", shrunken.isOutlier.map { $0 ? 1 : 0 }, 0.5, 1),
    ] {
      let found = stride(from: 0, to: values.count, by: 7).map { values[$0] }
      #expect(relativeDifference(found, golden.numbers(name), floor: floor) < tolerance, "\(name)")
    }
  }

  @Test func trendsAndPriorsEqualDESeq2() throws {
    let parametric = try Self.estimates.get().modelled
    guard case .parametric(let asymptotic, let extra) = parametric.trend else {
      Issue.record("no parametric trend")
      return
    }
    #expect(abs(asymptotic / 0.010425926259257909 - 1) < 1e-3)
    #expect(abs(extra / 3.2219655980116668 - 1) < 1e-3)
    let mean = try parametric.refitted(.mean)
    guard case .mean(let value) = mean.trend else { return }
    #expect(abs(value / 0.18618797949636023 - 1) < 1e-3)
    // The reference's prior variance is the outcome of a simulation, repeated here number by number.
    for (estimates, spread, prior) in [
      (parametric, 1.0073876583356454, 0.54454454454454448), (mean, 2.2951705421960118, 6.974974974974975),
      (try parametric.refitted(.local), 0.95518487819227371, 0.74474474474474472),
    ] {
      #expect(abs(estimates.residualSpread / spread - 1) < 1e-3)
      #expect(abs(estimates.estimatedPriorVariance.variance / prior - 1) < 1e-3)
      #expect(estimates.estimatedPriorVariance.origin == "simulated")
    }
  }

  @Test(arguments: [DispersionTrend.Kind.parametric, .mean], [true, false])
  func stabilisedCountsEqualDESeq2(kind: DispersionTrend.Kind, blind: Bool) throws {
    let (sizes, modelled, blinded) = try Self.estimates.get()
    let trend = try (blind ? blinded : modelled).refitted(kind).trend
    var normalized = try Self.input().values
    for column in 0..<8 {
      for row in 0..<normalized.rows { normalized[row, column] /= sizes[column] }
    }
    let values = VarianceStabilization.transform(normalized, trend: trend, meanInverseSize: 1)
    let golden = try GoldenMatrix("vst_\(kind.rawValue)_blind\(blind ? "TRUE" : "FALSE").thin.tsv.gz")
    let rows = values.selectingRows(Array(stride(from: 0, to: values.rows, by: 9)))
    #expect(absoluteDifference(rows.values, golden.matrix.values) < 2e-3)
  }

  @Test func theMethodIsTheTransformation() throws {
    let outcome = try applied("vst", try Self.input(), ["fit_type": "mean"])
    guard case .matrix(let values) = outcome.output else {
      Issue.record("no matrix")
      return
    }
    let rows = values.selectingRows(Array(stride(from: 0, to: values.rows, by: 9)))
    let golden = try GoldenMatrix("vst_mean_blindTRUE.thin.tsv.gz")
    #expect(absoluteDifference(rows.values, golden.matrix.values) < 2e-3)
    #expect(outcome.sideTables.map(\.name) == ["dispersions"])
  }

  /// With the golden's coefficients the formulas themselves are compared.
  @Test func formulasEqualDESeq2() throws {
    let input = try DispersionTests.input()
    let sizes = try SizeFactors.estimate(input.values, kind: .ratio).factors
    var normalized = input.values
    for column in 0..<8 {
      for row in 0..<normalized.rows { normalized[row, column] /= sizes[column] }
    }
    for (trend, file) in [
      (
        DispersionTrend.parametric(asymptotic: 0.010425926259257909, extraPoisson: 3.2219655980116668),
        "vst_parametric_blindFALSE.thin.tsv.gz"
      ), (.mean(0.18618797949636023), "vst_mean_blindFALSE.thin.tsv.gz"),
    ] {
      let values = VarianceStabilization.transform(normalized, trend: trend, meanInverseSize: 1)
      let rows = values.selectingRows(Array(stride(from: 0, to: values.rows, by: 9)))
      #expect(absoluteDifference(rows.values, try GoldenMatrix(file).matrix.values) < 1e-10)
    }
  }

  @Test func refusals() throws {
    var input = try Self.input()
    input.design = nil
    let blind = #expect(throws: OmicsError.self) { _ = try applied("vst", input, ["blind": "false"]) }
    #expect(blind?.code == .usage)
    input.design = DesignColumns(matrix: .identity(8), names: [], formula: "~ 0 + sample")
    #expect(throws: OmicsError.self) { _ = try applied("vst", input, ["blind": "false"]) }
    input.design = DesignColumns(matrix: Matrix(rows: 8, columns: 2, repeating: 1), names: [], formula: "~ x")
    #expect(throws: OmicsError.self) { _ = try applied("vst", input, ["blind": "false"]) }
    input.measure = .estimatedCount
    #expect(throws: OmicsError.self) { _ = try applied("vst", input) }
    input.design = nil
    input.values = input.values.selectingRows(Array(0..<300))
    input.ids = Array(input.ids.prefix(300))
    input.values[0, 0] = 0.4
    #expect(throws: Never.self) { _ = try applied("vst", input, ["round": "true", "fit_type": "mean"]) }
    input.measure = .rawCount
    input.values[0, 0] = 0.5
    #expect(throws: OmicsError.self) { _ = try applied("vst", input) }
  }
}
