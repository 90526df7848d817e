internal import Numerics
public import Schema

/// `batch-diagnosis`: what batch and group explain.
public enum BatchDiagnosisMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "batch-diagnosis",
    definition: "share of each row's variance that batch and group explain, alone and beyond the other",
    takes: .logarithms, gives: .rowFigures, requires: [.batch, .group],
    settings: [
      MethodSetting("components", "10", .whole, "how many principal components are looked at"),
      MethodSetting("permutations", "20", .whole, "rounds of permuted rows that hidden factors are held against"),
    ],
    paper: "Leek et al. 2010, doi:10.1038/nrg2825; Boedigheimer et al. 2008, doi:10.1186/1471-2164-9-285; Buja & "
      + "Eyuboglu 1992, doi:10.1207/s15327906mbr2704_2",
    reference: "its definition; hidden factors sva 3.46 num.sv",
    edges:
      "shares are over observed samples, constant rows are NA; components need rows without missing values, written "
      + "as OUT.components.tsv; aliasing, variance inflation, how well batch predicts the group and how many hidden "
      + "factors there are beyond the group, and beyond batch and group, are in OUT.confounding.tsv")

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
    let permutations = try settings.whole("permutations", in: 0...10_000)
    func hidden(_ design: Matrix) throws(OmicsError) -> Int {
      try HiddenFactors.count(
        input.values, ids: input.ids, design: design, permutations: permutations, seed: input.seed)
    }
    let group = BatchDiagnosis.indicators(input.groups ?? [])
    let beyondGroup = try hidden(group)
    let beyondBoth = try hidden(BatchDiagnosis.indicators(input.batches ?? []).appendingColumns(group))
    if beyondBoth > 0 {
      notes.append(
        Diagnostic(
          .note, "hidden-factors",
          "\(beyondGroup) components beyond the group hold more than chance gives them, \(beyondBoth) beyond batch and group"
        ))
    }
    let checks: [(String, Double)] = [
      ("aliased", diagnosis.isAliased ? 1 : 0), ("group_vif", diagnosis.inflation),
      ("group_predictable_from_batch", diagnosis.predictability), ("largest_group", diagnosis.majority),
      ("complete_rows", Double(diagnosis.completeFeatures)), ("hidden_factors_beyond_group", Double(beyondGroup)),
      ("hidden_factors_beyond_batch_and_group", Double(beyondBoth)),
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
