import Normalization
import Numerics
import Schema
import Testing

@Suite struct NormalizationMethodTests {
  @Test func countMethodsRefuseOtherKinds() {
    #expect(throws: OmicsError.self) { try NormalizationMethod.tmm.check(.tpm, .linear) }
    #expect(throws: OmicsError.self) { try NormalizationMethod.tmm.check(.rawCount, .log2) }
    #expect(throws: OmicsError.self) { try NormalizationMethod.median.check(.intensity, .linear) }
    #expect(throws: Never.self) { try NormalizationMethod.tmm.check(.estimatedCount, .linear) }
  }

  @Test(arguments: [
    (Measure.rawCount, Scale.linear, NormalizationMethod.tmm), (.tpm, .linear, .log2), (.ratio, .log2, .median),
    (.intensity, .linear, .log2Median), (.expression, .log2, .none),
  ])
  func automaticChoice(measure: Measure, scale: Scale, method: NormalizationMethod) {
    #expect(NormalizationMethod.automatic(measure, scale).method == method)
  }

  @Test func zeroIntensitiesBecomeMissingAndAreCounted() throws {
    let values = Matrix(rows: 2, columns: 2, values: [4, 0, 8, 2])
    let outcome = try NormalizationMethod.log2Median.apply(
      values, measure: .intensity, scale: .linear, samples: ["a", "b"])
    #expect(outcome.madeMissing == 1)
    #expect(outcome.values[1, 0].isNaN)
    #expect(outcome.values[0, 0] == outcome.factors[1] + 2 - outcome.factors[0] - outcome.factors[1])
  }

  @Test func naturalLogarithmsBecomeBinary() throws {
    let outcome = try NormalizationMethod.none.apply(
      Matrix(rows: 1, columns: 1, values: [0.6931471805599453]), measure: .expression, scale: .ln, samples: ["a"])
    #expect(abs(outcome.values[0, 0] - 1) < 1e-15)
  }
}
