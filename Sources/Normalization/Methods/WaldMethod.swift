internal import Numerics
public import Schema

/// `wald`: tests of counts by a negative binomial model.
public enum WaldMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "wald",
    definition: "log2 fold change, standard error and p-value of a coefficient of a negative binomial model",
    takes: .wholeCounts, gives: .rowFigures, accepts: [.design, .group],
    settings: DispersionSettings.all + [
      MethodSetting("coefficient", "", .text, "the coefficient to test, named as in R; by default the last"),
      MethodSetting("disp_prior_var", "", .number, "variance of the prior on log dispersions; by default estimated"),
      MethodSetting("alpha", "0.1", .number, "the level that independent filtering aims at"),
      MethodSetting("independent_filtering", "true", .flag, "adjust over the rows above the best cut in mean count"),
      MethodSetting("cooks_cutoff", "true", .flag, "rows with an outlying count in a cell of three samples lose p"),
      MethodSetting(
        "p_adjust_method", "BH", .word(PValueAdjustment.allCases.map(\.rawValue)), "how p-values are adjusted"),
      MethodSetting.base,
    ], paper: "Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8",
    reference: "DESeq2 1.38 nbinomWaldTest and results, minReplicatesForReplace=Inf",
    edges:
      "rows without counts are NA; outlying counts are never replaced; with 1 to 3 residual degrees of freedom the "
      + "prior variance of dispersions comes from the reference's simulation, repeated with its seed")

  /// The table.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    guard input.design != nil || input.groups != nil else {
      throw OmicsError(.usage, "method wald needs a model", hint: "Pass --samples SHEET --design '~ condition'.")
    }
    let design = input.design ?? input.groupDesign
    let wanted = settings.text("coefficient")
    guard let coefficient = wanted.isEmpty ? design.names.indices.last : design.names.firstIndex(of: wanted) else {
      throw OmicsError(
        .usage, "the model has no coefficient \"\(wanted)\"",
        hint: "The model has: \(design.names.joined(separator: ", ")).")
    }
    let alpha = try settings.number("alpha", in: 0...1)
    let sizes = try DispersionSettings.sizes(input, settings)
    var (estimates, notes) = try DispersionSettings.estimates(input, sizes, design: design, settings)
    let given =
      settings.text("disp_prior_var").isEmpty ? nil : try settings.number("disp_prior_var", in: 1e-6...1e6)
    let shrunken = estimates.shrunken(priorVariance: given)
    let factors =
      sizes.normalizationFactors
      ?? Matrix(
        columns: sizes.factors.map { [Double](repeating: $0, count: input.ids.count) }, rows: input.ids.count)
    let test = WaldTest(
      input.values, factors: factors, dispersions: shrunken.dispersion, design: design.matrix,
      coefficient: coefficient, judgesOutliers: settings.flag("cooks_cutoff"))
    let adjustment = PValueAdjustment(rawValue: settings.text("p_adjust_method")) ?? .benjaminiHochberg
    var adjusted = adjustment.adjust(test.pValue)
    notes.append(
      Diagnostic(
        .note, "dispersion-prior", "prior variance \(shrunken.priorVariance) (\(shrunken.priorOrigin))"))
    if settings.flag("independent_filtering") {
      let filter = IndependentFilter(test.pValue, means: estimates.baseMean, alpha: alpha, adjustment: adjustment)
      adjusted = filter.adjusted
      notes.append(
        Diagnostic(
          .note, "independent-filtering",
          "p-values are adjusted over the rows with a mean count of at least \(filter.cut), the share \(filter.share) left "
            + "out"))
    }
    if let first = test.outlying.first {
      notes.append(
        Diagnostic(
          .note, "outlying-counts",
          "\(test.outlying.count) rows have an outlying count and no p-value, first: \(input.ids[first])"))
    }
    return MethodOutcome(
      .rowFigures(
        columns: ["base_mean", "log2_fold_change", "lfc_se", "stat", "pvalue", "padj"],
        values: Matrix(
          columns: [
            estimates.baseMean, test.logFoldChange, test.standardError, test.statistic, test.pValue, adjusted,
          ], rows: input.ids.count)), measure: input.measure, scale: .linear, sampleFactors: sizes.factors,
      diagnostics: notes + [Diagnostic(.note, "coefficient", "tested: \(design.names[coefficient])")])
  }
}
