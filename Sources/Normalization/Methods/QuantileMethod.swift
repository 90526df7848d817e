public import Schema

/// `quantile`: the same distribution in every sample.
public enum QuantileMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "quantile", definition: "every value becomes the mean over samples of the values at its rank",
    takes: .logarithms, gives: .matrix,
    settings: [MethodSetting("ties", "true", .flag, "equal values of a sample stay equal, by their average rank")],
    paper: "Bolstad et al. 2003, doi:10.1093/bioinformatics/19.2.185", reference: "limma 3.54 normalizeQuantiles",
    edges: "a sample with missing values is stretched by interpolation; missing stays missing; one sample stays as it "
      + "is; fewer than two values in a sample are refused; one more sample changes all")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let values = try QuantileNormalization.compute(input.values, samples: input.samples, ties: settings.flag("ties"))
    return MethodOutcome(.matrix(values), measure: input.measure, scale: input.scale)
  }
}
