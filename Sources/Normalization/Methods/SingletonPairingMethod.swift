public import Schema

/// `tmmwsp`: TMM with singleton pairing.
public enum SingletonPairingMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "tmmwsp", definition: "TMM that pairs rows with counts in only one of two samples, one factor a sample",
    takes: .counts, gives: .factors,
    settings: [
      MethodSetting("logratio_trim", "0.3", .number, "share of M-values cut at each end"),
      MethodSetting("sum_trim", "0.05", .number, "share of A-values cut at each end"),
      MethodSetting("do_weighting", "true", .flag, "weight M-values by their inverse variance"),
      MethodSetting("ref_column", "", .whole, "the reference column, from 1; by default the largest sum of roots"),
    ], paper: "Robinson & Oshlack 2010, doi:10.1186/gb-2010-11-3-r25", reference: "edgeR 3.40 calcNormFactors",
    edges: "counts below 1e-14 are zero; trimming goes by position, so equal values at a cut fall by row order; no row "
      + "in common: factor 1")

  /// The factors.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var options = LibraryFactors.Settings()
    options.logratioTrim = try settings.number("logratio_trim", in: 0...0.5)
    options.sumTrim = try settings.number("sum_trim", in: 0...0.5)
    options.doWeighting = settings.flag("do_weighting")
    options.referenceColumn = try LibraryFactors.referenceColumn(settings, input)
    let factors = try LibraryFactors.factors(input.values, method: .tmmwsp, settings: options, samples: input.samples)
    return MethodOutcome(.factors(factors), measure: input.measure, scale: .linear, sampleFactors: factors)
  }
}
