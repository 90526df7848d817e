import Design
import Normalization
import Numerics
import Schema
import Testing

/// Effects with missing values and over several coefficients against limma 3.54.1.
@Suite struct EffectsTests {
  private func sheet(_ samples: [String], _ column: String, _ values: [String]) -> SampleTable {
    SampleTable(
      zip(samples, values).map { name, value in
        var sample = Sample(name: name)
        sample.characteristics = [Feature.Attribute(column, value)]
        return sample
      })
  }

  @Test func severalCoefficientsEqualLimma() throws {
    let input = try GoldenMatrix("bladder_input.tsv.gz")
    let samples = try GoldenMatrix("bladder_samples.tsv")
    #expect(samples.ids == input.columns)
    let model = try ModelMatrix(
      try Formula(parsing: "~ cancer"), sheet: sheet(input.columns, "cancer", samples.texts("cancer")))
    let effects = try EffectTable(
      input.matrix, model: model, question: .coefficients(["cancerCancer", "cancerNormal"]))
    let golden = try GoldenMatrix("bladder_f.thin.tsv.gz")
    let rows = Array(stride(from: 0, to: input.ids.count, by: 4))
    let f = try #require(effects.f)
    #expect(relativeDifference(rows.map { f[$0] }, golden.numbers("F")) < 1e-9)
    #expect(relativeDifference(rows.map { effects.pValue[$0] }, golden.numbers("P.Value")) < 1e-8)
    #expect(relativeDifference(rows.map { effects.qValue[$0] }, golden.numbers("adj.P.Val")) < 1e-8)
    #expect(effects.estimates.map(\.name) == ["cancerCancer", "cancerNormal"])
    let first = rows.map { effects.estimates[0].values[$0] }
    #expect(absoluteDifference(first, golden.numbers("as.factor.cancer.Cancer")) < 1e-9)
  }

  /// Airway with 12 % missing, ~ batch + condition: rows on their own samples, coefficients that few of them can tell.
  @Test func gapsOfCountsEqualLimma() throws {
    let input = try airwayWithGaps()
    let design = airwayDesign(try GoldenMatrix("airway_samples.tsv"))
    let fit = try RowwiseLinearModel(design: design.matrix).fit(input.values)
    let moderated = try ModeratedVariance(fit)
    let test = moderated.test(coefficients: fit.coefficients.column(4), stdevUnscaled: fit.stdevUnscaled.column(4))
    let golden = try GoldenMatrix("lm_na_toptable.thin.tsv.gz")
    let rows = Array(stride(from: 0, to: input.ids.count, by: 5))
    #expect(absoluteDifference(rows.map { fit.coefficients[$0, 4] }, golden.numbers("logFC")) < 1e-9)
    #expect(relativeDifference(rows.map { test.t[$0] }, golden.numbers("t"), floor: 1e-3) < 1e-9)
    #expect(relativeDifference(rows.map { test.p[$0] }, golden.numbers("P.Value")) < 1e-8)
  }

  @Test(arguments: [false, true])
  func missingValuesEqualLimma(robust: Bool) throws {
    let input = try GoldenMatrix("protein_input_na.tsv.gz")
    let groups = input.columns.map { String($0.prefix(3)) }
    let model = try ModelMatrix(try Formula(parsing: "~ group"), sheet: sheet(input.columns, "group", groups))
    let effects = try EffectTable(
      input.matrix, model: model, coefficient: model.names[1],
      settings: EffectTable.Settings(trend: true, robust: robust))
    let golden = try GoldenMatrix("protein_na_input_trendTRUE_\(robust ? "robustTRUE_" : "")coef2.thin.tsv.gz")
    let rows = Array(stride(from: 0, to: input.ids.count, by: 4))
    let tolerance = robust ? 1e-5 : 1e-8
    #expect(absoluteDifference(rows.map { effects.logFoldChange[$0] }, golden.numbers("logFC")) < 1e-9)
    #expect(relativeDifference(rows.map { effects.t[$0] }, golden.numbers("t"), floor: 1e-3) < tolerance)
    #expect(relativeDifference(rows.map { effects.pValue[$0] }, golden.numbers("P.Value")) < tolerance)
    #expect(relativeDifference(rows.map { effects.qValue[$0] }, golden.numbers("adj.P.Val")) < tolerance)
  }
}
