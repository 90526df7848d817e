internal import Numerics
public import Schema

/// `combat`: empirical Bayes batch adjustment.
public enum ComBatMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "combat", definition: "location and scale of each row in each batch, shrunken to the batch's typical ones",
    takes: .logarithms, gives: .matrix, requires: [.batch], accepts: [.design],
    settings: [
      MethodSetting("par_prior", "true", .flag, "parametric priors; false weighs all other rows (rows squared)"),
      MethodSetting("mean_only", "false", .flag, "adjust location alone"),
      MethodSetting("ref_batch", "", .text, "the batch that stays as it is"),
      MethodSetting(
        "incomplete", "leave", .word(ComBat.Incomplete.allCases.map(\.rawValue)),
        "rows with fewer than two values in a batch: leave them, shift them, or adjust the batches that have two"),
      MethodSetting(
        "mode", "exact", .word(["exact", "tight"]),
        "exact stops at a change of 1e-4 as the reference does; tight at 1e-10, and divides variances by n always"),
      MethodSetting.base,
    ], paper: "Johnson, Li & Rabinovic 2007, doi:10.1093/biostatistics/kxj037", reference: "sva 3.46 ComBat",
    edges:
      "rows constant within a batch, with too few values or with nothing that varies beside batch and design stay as "
      + "they are and are listed in OUT.unadjusted.tsv; a batch of one sample forces mean_only; a covariate that batch determines is refused; in exact mode one missing "
      + "value anywhere changes the divisor of all variances from n to n - 1; one more sample changes all; not for "
      + "differential tests: put batch into their design")

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    var options = ComBat.Settings()
    options.isParametric = settings.flag("par_prior")
    options.isMeanOnly = settings.flag("mean_only")
    options.reference = settings.text("ref_batch").isEmpty ? nil : settings.text("ref_batch")
    options.incomplete = ComBat.Incomplete(rawValue: settings.text("incomplete")) ?? .leave
    if settings.text("mode") == "tight" {
      options.tolerance = 1e-10
      options.switchesDivisor = false
    }
    let result = try ComBat.adjust(
      input.values, batches: input.batches ?? [], covariates: input.design?.matrix, settings: options)
    var notes: [Diagnostic] = []
    if result.hasSingleSampleBatch {
      notes.append(
        Diagnostic(.warning, "single-sample-batch", "a batch has a single sample: only locations are adjusted"))
    }
    func count(_ fate: ComBat.Fate) -> Int { result.fates.count { $0 == fate } }
    let left = count(.constant) + count(.tooFew)
    notes.append(
      Diagnostic(
        .note, "rows-adjusted",
        "\(count(.full)) rows adjusted in full, \(count(.shifted)) in location alone, \(count(.partly)) in some batches, "
          + "\(left) left (\(count(.constant)) constant within a batch, \(count(.tooFew)) with too few values)"))
    var sides: [MethodOutcome.SideTable] = []
    let listed = result.fates.indices.filter { result.fates[$0] != .full }
    if !listed.isEmpty {
      if left > 0 {
        let first = result.fates.indices.first { result.fates[$0] == .constant || result.fates[$0] == .tooFew } ?? 0
        notes.append(
          Diagnostic(
            .warning, "rows-left", "\(left) rows stay as they are, first: \(input.ids[first])"))
      }
      let kinds: [ComBat.Fate] = [.shifted, .partly, .constant, .tooFew]
      var table = MethodOutcome.SideTable(
        name: "unadjusted",
        columns: ["feature", "location_only", "some_batches", "constant_in_a_batch", "too_few_values"],
        ids: listed.map { input.ids[$0] }, values: .init(rows: listed.count, columns: kinds.count))
      for (row, feature) in listed.enumerated() {
        for (column, kind) in kinds.enumerated() where result.fates[feature] == kind { table.values[row, column] = 1 }
      }
      sides.append(table)
    }
    return MethodOutcome(
      .matrix(result.values), measure: input.measure, scale: input.scale, sideTables: sides, diagnostics: notes)
  }
}
