public import Schema

/// `cyclic-loess`: intensity-dependent differences smoothed away.
public enum CyclicLoessMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "cyclic-loess",
    definition: "repeatedly subtracts a lowess curve of the difference from the mean or a partner",
    takes: .logarithms, gives: .matrix,
    settings: [
      MethodSetting(
        "method", "fast", .word(CyclicLoess.Variant.allCases.map(\.rawValue)),
        "fast compares with row means, affy and pairs compare all pairs"),
      MethodSetting("span", "0.7", .number, "share of rows in a window"),
      MethodSetting("iterations", "3", .whole, "rounds over all samples"),
    ], paper: "Ballman et al. 2004, doi:10.1093/bioinformatics/bth327",
    reference: "limma 3.54 normalizeCyclicLoess",
    edges:
      "missing stays missing and is left out of the curves; one sample stays as it is; in pairs, a value without a "
      + "partner is left; pairs depends on the order of samples, as in the reference; one more sample changes all")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let values = CyclicLoess.compute(
      input.values, variant: CyclicLoess.Variant(rawValue: settings.text("method")) ?? .fast,
      span: try settings.number("span", in: 0.01...1), iterations: try settings.whole("iterations", in: 1...100))
    return MethodOutcome(.matrix(values), measure: input.measure, scale: input.scale)
  }
}
