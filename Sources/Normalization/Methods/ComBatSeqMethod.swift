internal import Numerics
public import Schema

/// `combat-seq`: batch adjustment of counts.
public enum ComBatSeqMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "combat-seq",
    definition:
      "counts at the same quantile of a negative binomial distribution without the batch's mean and dispersion",
    takes: .wholeCounts, gives: .matrix, requires: [.batch], accepts: [.group, .design],
    settings: [
      MethodSetting("shrink", "false", .flag, "shrink batch effects to those of other rows (rows squared)"),
      MethodSetting("shrink_disp", "false", .flag, "shrink dispersions too; needs shrink"),
      MethodSetting(
        "cap", "1000", .number,
        "a count that would grow beyond this and beyond ten times its row in other batches stays as it is"),
      MethodSetting.base,
    ], paper: "Zhang, Parmigiani & Johnson 2020, doi:10.1093/nargab/lqaa078", reference: "sva 3.46 ComBat_seq",
    edges:
      "rows without counts in a whole batch stay as they are (OUT.unadjusted.tsv); 0 and 1 never change; absurd "
      + "values stay as they were and are listed (OUT.capped.tsv); a batch too small for the model has one dispersion "
      + "for all rows; a batch of one sample, a sample without counts, and a label that batch determines are refused; "
      + "one more sample changes all; not for differential tests: put batch into their design")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var options = ComBatSeq.Settings()
    options.shrinks = settings.flag("shrink")
    options.shrinksDispersions = settings.flag("shrink_disp")
    options.cap = try settings.number("cap", in: 0...Double.infinity)
    guard options.shrinks || !options.shrinksDispersions else {
      throw OmicsError(.usage, "shrink_disp=true needs shrink=true", hint: "Pass --set shrink=true as well.")
    }
    let result = try ComBatSeq.adjust(
      input.values, samples: input.samples, batches: input.batches ?? [], groups: input.groups,
      covariates: input.design?.matrix, settings: options)
    return MethodOutcome(
      .matrix(result.values), measure: input.measure, scale: input.scale, sideTables: tables(result, input),
      diagnostics: notes(result, input))
  }

  private static func notes(_ result: ComBatSeq.Result, _ input: MethodInput) -> [Diagnostic] {
    var notes = [
      Diagnostic(
        .note, "rows-adjusted",
        "\(input.ids.count - result.left.count) rows adjusted, \(result.left.count) left for want of counts in a batch")
    ]
    if input.groups == nil, input.design == nil {
      notes.append(
        Diagnostic(
          .warning, "no-design", "no --group or --design: differences that batches share with a label are removed"))
    }
    if let first = result.batchesWithCommonDispersion.first {
      notes.append(
        Diagnostic(
          .note, "common-dispersion",
          "\(result.batchesWithCommonDispersion.count) batches are too small for the model, first: \(first); all their "
            + "rows share one dispersion"))
    }
    if let first = result.absurd.first {
      notes.append(
        Diagnostic(
          .warning, "absurd-counts",
          "\(result.absurd.count) counts stay as they are: their replacement is absurd, first: row "
            + "\"\(input.ids[first.row])\", sample \"\(input.samples[first.sample])\", "
            + "\(input.values[first.row, first.sample]) to \(first.value)"))
    }
    return notes
  }

  private static func tables(_ result: ComBatSeq.Result, _ input: MethodInput) -> [MethodOutcome.SideTable] {
    var tables: [MethodOutcome.SideTable] = []
    if !result.left.isEmpty {
      tables.append(
        MethodOutcome.SideTable(
          name: "unadjusted", columns: ["feature", "total"], ids: result.left.map { input.ids[$0] },
          values: Matrix(
            columns: [result.left.map { input.values.row($0).reduce(0, +) }], rows: result.left.count)))
    }
    if !result.absurd.isEmpty {
      tables.append(
        MethodOutcome.SideTable(
          name: "capped", columns: ["feature", "sample_number", "count", "replacement"],
          ids: result.absurd.map { input.ids[$0.row] },
          values: Matrix(
            columns: [
              result.absurd.map { Double($0.sample + 1) },
              result.absurd.map { input.values[$0.row, $0.sample] }, result.absurd.map(\.value),
            ], rows: result.absurd.count)))
    }
    return tables
  }
}
