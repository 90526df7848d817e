public import Schema

/// `robust`: ions to proteins by robust regression.
public enum HuberSummaryMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "robust", definition: "sample effects of Huber's M-estimate of sample + ion (ion effects sum to zero)",
    takes: .logarithms, gives: .summarisedRows, requires: [.featureColumn],
    settings: [
      MethodSetting("k", "1.345", .number, "residuals beyond k scales weigh less"),
      MethodSetting("maxit", "20", .whole, "rounds at most"),
    ], paper: "Sticker et al. 2020, doi:10.1074/mcp.RA119.001624", reference: "MASS 7.3 rlm",
    edges:
      "a group seen in a single sample gets the median of its ions; samples that share no ion, not even through others, are fitted apart and not comparable, listed in "
      + "OUT.disconnected.tsv; groups that do not settle are kept and counted; " + SummaryInput.shared)

  /// The matrix of groups.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var (groups, notes) = try SummaryInput.groups(input)
    let k = try settings.number("k", in: 1e-6...1e6)
    let rounds = try settings.whole("maxit", in: 1...10_000)
    let result = groups.summarised(input.values) { HuberSummary.summarise($0, k: k, iterations: rounds) }
    let disconnected = result.notes.map(\.isDisconnected)
    notes += SummaryInput.warning(
      "disconnected", disconnected, groups, "have samples that share no ion and cannot be compared")
    let unsettled = result.notes.count { !$0.hasConverged }
    if unsettled > 0 {
      notes.append(Diagnostic(.note, "not-converged", "\(unsettled) groups did not settle in \(rounds) rounds"))
    }
    return MethodOutcome(
      .summarisedRows(ids: groups.ids, values: result.values), measure: input.measure, scale: input.scale,
      sideTables: SummaryInput.marks("disconnected", disconnected, groups), diagnostics: notes)
  }
}
