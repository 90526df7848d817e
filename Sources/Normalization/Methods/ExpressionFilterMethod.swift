public import Schema

/// `filter-by-expression`: rows with worthwhile counts.
public enum ExpressionFilterMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "filter-by-expression", definition: "keeps rows with enough counts in as many samples as the smallest group",
    takes: .counts, gives: .keptRows, accepts: [.group, .design],
    settings: [
      MethodSetting("min_count", "10", .number, "counts in a median library that a row needs in some samples"),
      MethodSetting("min_total_count", "15", .number, "counts that a row needs over all samples"),
      MethodSetting("large_n", "10", .number, "group size from which on only a share of further samples counts"),
      MethodSetting("min_prop", "0.7", .number, "that share"),
      MethodSetting.base,
    ], paper: "Chen, Lun & Smyth 2016, doi:10.12688/f1000research.8987.2", reference: "edgeR 3.40 filterByExpr",
    edges: "without a group or design every sample counts as required; CPM is count * 1e6 / L in this order, which "
      + "decides ties; rows within 1e-9 of the cut are named")

  /// The rows kept.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var limits = ExpressionFilter.Settings()
    limits.minCount = try settings.number("min_count", in: 0...Double.greatestFiniteMagnitude)
    limits.minTotalCount = try settings.number("min_total_count", in: 0...Double.greatestFiniteMagnitude)
    limits.largeN = try settings.number("large_n", in: 0...Double.greatestFiniteMagnitude)
    limits.minProp = try settings.number("min_prop", in: 0...1)
    let sizes = try LibraryFactors.librarySizes(input.values, samples: input.samples)
    let result = ExpressionFilter.decide(
      input.values, librarySizes: sizes, groups: input.groups, design: input.design?.matrix, settings: limits)
    let kept = result.keep.indices.filter { result.keep[$0] }
    var notes = [
      Diagnostic(
        .note, "rows-filtered",
        "\(result.keep.count) rows before, \(kept.count) kept, \(result.keep.count - kept.count) with too few counts")
    ]
    if !result.onTheCut.isEmpty {
      let names = result.onTheCut.prefix(5).map { input.ids[$0] }.joined(separator: ", ")
      notes.append(
        Diagnostic(
          .note, "on-the-cut",
          "\(result.onTheCut.count) rows lie within 1e-9 of the cut in a sample that decides, first: \(names)"))
    }
    return MethodOutcome(.keptRows(kept), measure: input.measure, scale: input.scale, diagnostics: notes)
  }
}
