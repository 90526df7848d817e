internal import Numerics
public import Schema

/// `vst`: the variance-stabilising transformation.
public enum VarianceStabilizationMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "vst", definition: "integral of 1 / standard deviation by the dispersion trend, log2 for large counts",
    takes: .wholeCounts, gives: .matrix, accepts: [.design, .group],
    settings: [
      MethodSetting("blind", "true", .flag, "estimate dispersions without the design; false needs --design or --group")
    ] + DispersionSettings.all + [MethodSetting.base],
    paper: "Anders & Huber 2010, doi:10.1186/gb-2010-11-10-r106; Love, Huber & Anders 2014, "
      + "doi:10.1186/s13059-014-0550-8", reference: "DESeq2 1.38 varianceStabilizingTransformation",
    edges: "blind true and false differ by tenths for low counts; a zero in every row is refused unless "
      + "sf_type=poscounts; all dispersions at the minimum is refused; dispersions are written as OUT.dispersions.tsv")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let isBlind = settings.flag("blind")
    guard isBlind || input.design != nil || input.groups != nil else {
      throw OmicsError(.usage, "blind=false needs a design", hint: "Pass --samples SHEET --design '~ condition'.")
    }
    let design = isBlind ? .intercept(input.samples.count) : input.design ?? input.groupDesign
    let sizes = try DispersionSettings.sizes(input, settings)
    var (estimates, notes) = try DispersionSettings.estimates(input, sizes, design: design, settings)
    if isBlind, input.design != nil || input.groups != nil {
      notes.append(
        Diagnostic(.note, "blind", "the design is not used while blind=true; say --set blind=false to use it"))
    }
    var normalized = input.values
    for column in 0..<normalized.columns {
      for row in 0..<normalized.rows {
        normalized[row, column] /= sizes.normalizationFactors?[row, column] ?? sizes.factors[column]
      }
    }
    let inverse = DispersionEstimates.meanInverse(sizes.factors, sizes.normalizationFactors)
    let values = VarianceStabilization.transform(normalized, trend: estimates.trend, meanInverseSize: inverse)
    let side = MethodOutcome.SideTable(
      name: "dispersions", columns: ["feature", "base_mean", "base_var", "disp_gene_est", "disp_fit"], ids: input.ids,
      values: Matrix(
        columns: [estimates.baseMean, estimates.baseVariance, estimates.geneWise, estimates.fitted],
        rows: input.ids.count))
    return MethodOutcome(
      .matrix(values), measure: .expression, scale: .log2, sampleFactors: sizes.factors, sideTables: [side],
      diagnostics: notes)
  }
}
