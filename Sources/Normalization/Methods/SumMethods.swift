internal import Glibc
internal import Numerics
public import Schema

/// `sum`: ions to proteins by sums.
public enum SumMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "sum", definition: "log2 of the sum of linear values", takes: .any, gives: .summarisedRows,
    requires: [.featureColumn], paper: "Välikangas et al. 2018, doi:10.1093/bib/bbx054", reference: "its definition",
    edges: "zero is missing; an ion that is missing in one sample lowers that sample: compare with care; "
      + SummaryInput.shared)

  /// The matrix of groups.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    try summed(input) { SumSummary.sum($0) }
  }

  /// log2 of a summary of linear values.
  static func summed(
    _ input: MethodInput, _ summarise: @Sendable (Matrix) -> [Double]
  ) throws(OmicsError) -> MethodOutcome {
    let (groups, notes) = try SummaryInput.groups(input)
    let result = groups.summarised(SummaryInput.linear(input)) { (summarise($0).map { log2($0) }, true) }
    return MethodOutcome(
      .summarisedRows(ids: groups.ids, values: result.values), measure: input.measure, scale: .log2, diagnostics: notes)
  }
}

/// `topn`: ions to proteins by the most abundant ions.
public enum TopMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "topn", definition: "log2 of the mean of the n ions with the largest mean", takes: .any,
    gives: .summarisedRows, requires: [.featureColumn],
    settings: [MethodSetting("n", "3", .whole, "ions that count")],
    paper: "Silva et al. 2006, doi:10.1074/mcp.M500230-MCP200", reference: "its definition",
    edges: "the ions are the same in all samples, missing ones are left out of a sample's mean; zero is missing; "
      + SummaryInput.shared)

  /// The matrix of groups.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let count = try settings.whole("n", in: 1...10_000)
    return try SumMethod.summed(input) { SumSummary.top($0, count) }
  }
}
