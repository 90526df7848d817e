public import Schema

/// `maxlfq`: ions to proteins by pairwise median ratios.
public enum MaxLFQMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "maxlfq", definition: "the profile that fits the median log ratios of all pairs of samples best",
    takes: .logarithms, gives: .summarisedRows, requires: [.featureColumn],
    paper: "Cox et al. 2014, doi:10.1074/mcp.M113.031591", reference: "DIA-NN R package maxlfq_solve",
    edges: "pairs weigh the same however many ions they share; one ion is copied; samples that share no ion, not even "
      + "through others, are tied by a ridge of 1e-4 alone and listed in OUT.disconnected.tsv; one more sample changes "
      + "all; " + SummaryInput.shared)

  /// The matrix of groups.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var (groups, notes) = try SummaryInput.groups(input)
    let result = groups.summarised(input.values) { block in
      let (values, isDisconnected) = MaxLFQ.summarise(block)
      return (values, isDisconnected)
    }
    notes += SummaryInput.warning(
      "disconnected", result.notes, groups, "have samples that share no ion: not comparable across them")
    return MethodOutcome(
      .summarisedRows(ids: groups.ids, values: result.values), measure: .maxLFQ, scale: input.scale,
      sideTables: SummaryInput.marks("disconnected", result.notes, groups), diagnostics: notes)
  }
}
