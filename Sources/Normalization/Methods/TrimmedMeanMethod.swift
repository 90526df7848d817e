public import Schema

/// `tmm`: trimmed mean of M-values.
public enum TrimmedMeanMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "tmm", definition: "trimmed mean of M-values against a reference sample, one factor a sample", takes: .counts,
    gives: .factors,
    settings: [
      MethodSetting("logratio_trim", "0.3", .number, "share of M-values cut at each end"),
      MethodSetting("sum_trim", "0.05", .number, "share of A-values cut at each end"),
      MethodSetting("do_weighting", "true", .flag, "weight M-values by their inverse variance"),
      MethodSetting("acutoff", "-1e10", .number, "rows with an A-value at or below are left out"),
      MethodSetting("ref_column", "", .whole, "the reference column, from 1; by default the typical upper quartile"),
    ], paper: "Robinson & Oshlack 2010, doi:10.1186/gb-2010-11-3-r25", reference: "edgeR 3.40 calcNormFactors",
    edges: "one sample, or no row with counts: factor 1; max |M| below 1e-6: factor 1; an empty library is refused; "
      + "one more sample changes all factors")

  /// The factors.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var options = LibraryFactors.Settings()
    options.logratioTrim = try settings.number("logratio_trim", in: 0...0.5)
    options.sumTrim = try settings.number("sum_trim", in: 0...0.5)
    options.doWeighting = settings.flag("do_weighting")
    options.acutoff = try settings.number("acutoff")
    options.referenceColumn = try LibraryFactors.referenceColumn(settings, input)
    let factors = try LibraryFactors.factors(input.values, method: .tmm, settings: options, samples: input.samples)
    return MethodOutcome(.factors(factors), measure: input.measure, scale: .linear, sampleFactors: factors)
  }
}

extension LibraryFactors {
  /// The setting `ref_column`, from 0; nil when it is not given.
  static func referenceColumn(_ settings: MethodSettings, _ input: MethodInput) throws(OmicsError) -> Int? {
    guard !settings.text("ref_column").isEmpty else { return nil }
    return try settings.whole("ref_column", in: 1...max(1, input.samples.count)) - 1
  }
}
