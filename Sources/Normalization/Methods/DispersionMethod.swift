internal import Numerics
public import Schema

/// `dispersions`: negative binomial dispersions of every row.
public enum DispersionMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "dispersions", definition: "gene-wise dispersion (Cox-Reid adjusted), trend over the mean, and posterior",
    takes: .wholeCounts, gives: .rowFigures, accepts: [.design, .group],
    settings: DispersionSettings.all + [
      MethodSetting("disp_prior_var", "", .number, "variance of the prior on log dispersions; by default estimated"),
      MethodSetting.base,
    ], paper: "Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8", reference: "DESeq2 1.38 estimateDispersions",
    edges:
      "rows without counts are NA; outliers above the trend keep their own; with 1 to 3 residual degrees of freedom "
      + "the prior variance comes from the reference's simulation, repeated with its seed")

  /// The table.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let sizes = try DispersionSettings.sizes(input, settings)
    var (estimates, notes) = try DispersionSettings.estimates(
      input, sizes, design: input.design ?? input.groupDesign, settings)
    let given =
      settings.text("disp_prior_var").isEmpty ? nil : try settings.number("disp_prior_var", in: 1e-6...1e6)
    let shrunken = estimates.shrunken(priorVariance: given)
    notes.append(
      Diagnostic(
        .note, "dispersion-prior",
        "prior variance \(shrunken.priorVariance) (\(shrunken.priorOrigin)), spread of residuals "
          + "\(estimates.residualSpread)"))
    return MethodOutcome(
      .rowFigures(
        columns: ["base_mean", "base_var", "disp_gene_est", "disp_fit", "disp_map", "dispersion", "disp_outlier"],
        values: Matrix(
          columns: [
            estimates.baseMean, estimates.baseVariance, estimates.geneWise, estimates.fitted, shrunken.posterior,
            shrunken.dispersion, shrunken.isOutlier.map { $0 ? 1 : 0 },
          ], rows: input.ids.count)), measure: input.measure, scale: .linear, sampleFactors: sizes.factors,
      diagnostics: notes)
  }
}
