public import Schema

/// `median`: median centring of samples on a log scale.
public enum MedianMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "median", definition: "x - median of the sample + mean of the medians", takes: .logarithms, gives: .matrix,
    paper: "Callister et al. 2006, doi:10.1021/pr050300l", reference: "its definition",
    edges: "a sample without values is refused; missing stays missing")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let (values, shifts) = try MedianCentring.compute(input.values, samples: input.samples)
    return MethodOutcome(.matrix(values), measure: input.measure, scale: input.scale, sampleFactors: shifts)
  }
}
