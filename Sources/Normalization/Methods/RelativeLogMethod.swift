public import Schema

/// `rle`: relative log expression.
public enum RelativeLogMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "rle", definition: "median ratio to the geometric mean of each row, over library size, one factor a sample",
    takes: .counts, gives: .factors, paper: "Anders & Huber 2010, doi:10.1186/gb-2010-11-10-r106",
    reference: "edgeR 3.40 calcNormFactors",
    edges: "rows with a zero in any sample do not count; none left is refused; factors have a geometric mean of 1")

  /// The factors.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let factors = try LibraryFactors.factors(input.values, method: .rle, samples: input.samples)
    return MethodOutcome(.factors(factors), measure: input.measure, scale: .linear, sampleFactors: factors)
  }
}
