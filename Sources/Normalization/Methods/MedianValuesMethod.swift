public import Schema

/// `median-values`: samples of linear values scaled to one median.
public enum MedianValuesMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "median-values", definition: "x over (median of the sample / geometric mean of the medians)", takes: .linear,
    gives: .matrix, paper: "Ritchie et al. 2015, doi:10.1093/nar/gkv007",
    reference: "limma 3.54 normalizeMedianValues",
    edges: "a sample without values or with a median of zero is refused; one sample stays as it is; missing stays "
      + "missing, zero stays zero")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let (values, factors) = try MedianCentring.scaled(input.values, samples: input.samples)
    return MethodOutcome(.matrix(values), measure: input.measure, scale: input.scale, sampleFactors: factors)
  }
}
