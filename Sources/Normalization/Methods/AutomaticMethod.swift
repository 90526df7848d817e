internal import Numerics
public import Schema

/// `auto`: the method that fits what the values measure, as a run takes it.
public enum AutomaticMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "auto",
    definition:
      "log2 values by what is measured: TMM and log2 CPM of counts, log2(x + 1) of TPM, FPKM and CPM, log2 and "
      + "median centring of intensities, median centring of ratios and other logarithms",
    takes: .any, gives: .matrix,
    settings: [
      MethodSetting(
        "method", "auto", .word(NormalizationMethod.allCases.map(\.rawValue)), "one of the words of a study instead")
    ], paper: "Robinson & Oshlack 2010, doi:10.1186/gb-2010-11-3-r25",
    reference: "edgeR 3.40 for counts, else its definition",
    edges:
      "what was taken and why is printed; factors or shifts are in OUT.factors.tsv; a table that does not tell what it "
      + "measures is refused until --option measure= and scale= say it; zeros and negative intensities become missing, and "
      + "are counted")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let method = NormalizationMethod(rawValue: settings.text("method")) ?? .auto
    let outcome = try method.apply(
      input.values, measure: input.measure, scale: input.scale, samples: input.samples)
    var notes = [
      Diagnostic(.note, "auto", "\(outcome.method.rawValue): \(outcome.method.summary), because of \(outcome.reason)")
    ]
    if outcome.madeMissing > 0 {
      notes.append(
        Diagnostic(
          .warning, "not-positive", "\(outcome.madeMissing) values are not positive and became missing",
          count: outcome.madeMissing))
    }
    return MethodOutcome(
      .matrix(outcome.values), measure: input.measure.isCount && outcome.method != .none ? .cpm : input.measure,
      scale: .log2, sampleFactors: outcome.factors,
      sideTables: [
        MethodOutcome.SideTable(
          name: "factors", columns: ["sample", "factor"], ids: input.samples,
          values: .init(columns: [outcome.factors], rows: outcome.factors.count))
      ], diagnostics: notes)
  }
}
