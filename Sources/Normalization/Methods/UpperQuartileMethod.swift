public import Schema

/// `upperquartile`: the upper quartile of each library.
public enum UpperQuartileMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "upperquartile", definition: "upper quartile of each library over its size, one factor a sample",
    takes: .counts, gives: .factors, settings: [MethodSetting("p", "0.75", .number, "the quantile")],
    paper: "Bullard et al. 2010, doi:10.1186/1471-2105-11-94", reference: "edgeR 3.40 calcNormFactors",
    edges: "rows without any count do not enter the quantile; a quantile of zero is refused")

  /// The factors.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var options = LibraryFactors.Settings()
    options.quantile = try settings.number("p", in: 0...1)
    let factors = try LibraryFactors.factors(
      input.values, method: .upperquartile, settings: options, samples: input.samples)
    return MethodOutcome(.factors(factors), measure: input.measure, scale: .linear, sampleFactors: factors)
  }
}
