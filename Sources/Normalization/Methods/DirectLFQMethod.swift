internal import Glibc
internal import Numerics
public import Schema

/// `directlfq`: ions to proteins by aligned ion traces.
public enum DirectLFQMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "directlfq", definition: "median of ion traces brought to a common level, scaled to the summed intensity",
    takes: .linear, gives: .summarisedRows, requires: [.featureColumn],
    settings: [
      MethodSetting("min_nonan", "1", .whole, "ions of a sample that a value needs"),
      MethodSetting(
        "maximum_number_of_quadratic_ions_to_use_per_protein", "10", .whole, "ions that are merged pair by pair"),
      MethodSetting("number_of_quadratic_samples", "50", .whole, "samples that are merged pair by pair"),
      MethodSetting("deactivate_normalization", "false", .flag, "true leaves the levels of samples as they are"),
    ], paper: "Ammar et al. 2023, doi:10.1016/j.mcpro.2023.100581", reference: "directlfq 0.3.3",
    edges: "zero is missing; groups without an ion in two samples, which the reference drops, keep the level of their "
      + "own ions and are listed in OUT.single_sample.tsv; of a group the 100 most complete ions count; one more sample "
      + "changes all; " + SummaryInput.shared)

  /// The matrix of groups.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var (groups, notes) = try SummaryInput.groups(input)
    var options = DirectLFQ.Settings()
    options.minNonan = try settings.whole("min_nonan", in: 1...10_000)
    options.quadraticIons = try settings.whole(
      "maximum_number_of_quadratic_ions_to_use_per_protein", in: 1...10_000)
    options.quadraticSamples = try settings.whole("number_of_quadratic_samples", in: 1...10_000)
    let values = input.values
    let log = { @Sendable (value: Double) in value > 0 ? log2(value) : .nan }
    var shifts = [Double](repeating: 0, count: values.columns)
    if !settings.flag("deactivate_normalization") {
      shifts = DirectLFQ.levels(samples: values.columns, settings: options) { values.column($0).map(log) }
    }
    let (chosen, levels) = (options, shifts)
    let result = groups.summarised(values) { block in
      var logs = block
      for column in 0..<block.columns {
        for row in 0..<block.rows { logs[row, column] = log(block[row, column]) + levels[column] }
      }
      let (values, isUnshared) = DirectLFQ.summarise(logs, settings: chosen)
      return (values, isUnshared)
    }
    notes += SummaryInput.warning(
      "single-sample", result.notes, groups, "have no ion in two samples: their values are not comparable")
    return MethodOutcome(
      .summarisedRows(ids: groups.ids, values: result.values), measure: .intensity, scale: .linear,
      sideTables: SummaryInput.marks("single_sample", result.notes, groups), diagnostics: notes)
  }
}
