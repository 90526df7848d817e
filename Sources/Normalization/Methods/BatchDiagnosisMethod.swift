internal import Numerics
public import Schema

/// `batch-diagnosis`: what batch and group explain.
public enum BatchDiagnosisMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "batch-diagnosis",
    definition: "share of each row's variance that batch and group explain, alone and beyond the other",
    takes: .logarithms, gives: .rowFigures, requires: [.batch, .group],
    settings: [MethodSetting("components", "10", .whole, "how many principal components are looked at")],
    paper: "Leek et al. 2010, doi:10.1038/nrg2825; Boedigheimer et al. 2008, doi:10.1186/1471-2164-9-285",
    reference: "its definition",
    edges:
      "shares are over observed samples, constant rows are NA; components need rows without missing values, written "
      + "as OUT.components.tsv; aliasing, variance inflation and how well batch predicts the group are in "
      + "OUT.confounding.tsv")

  /// The figures.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let diagnosis = try BatchDiagnosis(
      input.values, batches: input.batches ?? [], conditions: input.groups ?? [],
      components: try settings.whole("components", in: 0...1000))
    let rows = diagnosis.features
    let figures = Matrix(
      columns: [
        rows.map { Double($0.observed) }, rows.map(\.batch), rows.map(\.condition), rows.map(\.batchUnique),
        rows.map(\.conditionUnique), rows.map(\.batchP), rows.map(\.conditionP),
      ], rows: rows.count)
    let components = diagnosis.components
    var notes = [
      Diagnostic(
        .note, "batch-diagnosis",
        "batch explains \(Descriptive.mean(rows.map(\.batch))) of a row's variance on average, the group "
          + "\(Descriptive.mean(rows.map(\.condition)))")
    ]
    if diagnosis.isAliased {
      notes.append(
        Diagnostic(.warning, "aliased", "batch determines the group of some samples: the two cannot be told apart"))
    } else if diagnosis.inflation > 10 {
      notes.append(
        Diagnostic(
          .warning, "confounded", "batch nearly determines the group: variance inflation \(diagnosis.inflation)"))
    }
    let checks: [(String, Double)] = [
      ("aliased", diagnosis.isAliased ? 1 : 0), ("group_vif", diagnosis.inflation),
      ("group_predictable_from_batch", diagnosis.predictability), ("largest_group", diagnosis.majority),
      ("complete_rows", Double(diagnosis.completeFeatures)),
    ]
    return MethodOutcome(
      .rowFigures(
        columns: ["n", "batch", "group", "batch_unique", "group_unique", "p_batch", "p_group"], values: figures),
      measure: input.measure, scale: input.scale,
      sideTables: [
        MethodOutcome.SideTable(
          name: "components", columns: ["component", "share", "batch", "group"],
          ids: components.indices.map { "PC\($0 + 1)" },
          values: Matrix(
            columns: [components.map(\.share), components.map(\.batch), components.map(\.condition)],
            rows: components.count)),
        MethodOutcome.SideTable(
          name: "confounding", columns: ["check", "value"], ids: checks.map(\.0),
          values: Matrix(columns: [checks.map(\.1)], rows: checks.count)),
      ], diagnostics: notes)
  }
}
