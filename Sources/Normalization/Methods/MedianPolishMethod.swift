public import Schema

/// `median-polish`: ions to proteins by Tukey's median polish.
public enum MedianPolishMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "median-polish", definition: "overall + sample effect of an additive fit by medians, rows first",
    takes: .logarithms, gives: .summarisedRows, requires: [.featureColumn],
    settings: [
      MethodSetting("eps", "0.01", .number, "stop when the sum of residuals changes by less than this share"),
      MethodSetting("maxiter", "10", .whole, "rounds at most"),
    ], paper: "Irizarry et al. 2003, doi:10.1093/biostatistics/4.2.249", reference: "R 4.2 medpolish",
    edges:
      "missing values are left out; a sample without values is NA; groups that do not settle are kept and counted; "
      + SummaryInput.shared)

  /// The matrix of groups.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var (groups, notes) = try SummaryInput.groups(input)
    let epsilon = try settings.number("eps", in: 0...1)
    let rounds = try settings.whole("maxiter", in: 1...10_000)
    let result = groups.summarised(input.values) { block in
      let (values, hasConverged) = MedianPolish.summarise(block, epsilon: epsilon, iterations: rounds)
      return (values, hasConverged)
    }
    if let first = result.notes.firstIndex(of: false) {
      let count = result.notes.count { !$0 }
      notes.append(
        Diagnostic(
          .note, "not-converged", "\(count) groups did not settle in \(rounds) rounds, first: \(groups.ids[first])"))
    }
    return MethodOutcome(
      .summarisedRows(ids: groups.ids, values: result.values), measure: input.measure, scale: input.scale,
      diagnostics: notes)
  }
}
