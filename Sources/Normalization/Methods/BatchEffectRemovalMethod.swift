internal import Numerics
public import Schema

/// `remove-batch-effect`: linear batch effects taken out.
public enum BatchEffectRemovalMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "remove-batch-effect",
    definition: "fits design, batch (sum to zero) and covariates to each row and subtracts batch and covariates",
    takes: .logarithms, gives: .matrix, accepts: [.batch, .design],
    settings: [
      MethodSetting(
        "covariates", "", .table, "a table of samples (first column) and numbers to take out, such as library size"),
      MethodSetting.base,
    ], paper: "Ritchie et al. 2015, doi:10.1093/nar/gkv007", reference: "limma 3.54 removeBatchEffect",
    edges:
      "without --design only the mean is kept, and what batch shares with biology is removed, with a warning; rows "
      + "are fitted on observed samples, effects that cannot be estimated count as zero, so that a row without any value "
      + "in some batch depends on the byte order of their names; not for differential tests: put batch into their design"
  )

  /// The matrix.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let covariates = try input.tables["covariates"].map { table throws(OmicsError) in
      try numbers(table, input.samples)
    }
    guard input.batches != nil || covariates != nil else {
      throw OmicsError(.usage, "method \(card.name) needs --batch or --set covariates=FILE")
    }
    var notes: [Diagnostic] = []
    if input.design == nil {
      notes.append(
        Diagnostic(
          .warning, "no-design",
          "no design is kept: biology that differs between batches is removed with them; say --design '~ condition'"))
    }
    let values = try BatchEffectRemoval.compute(
      input.values, batches: input.batches, covariates: covariates,
      design: (input.design ?? .intercept(input.samples.count)).matrix)
    return MethodOutcome(.matrix(values), measure: input.measure, scale: input.scale, diagnostics: notes)
  }

  /// The columns of numbers of a table in the order of the samples.
  private static func numbers(_ table: SettingTable, _ samples: [String]) throws(OmicsError) -> Matrix {
    var rowOf: [String: Int] = [:]
    for (index, row) in table.rows.enumerated() { if let name = row.first { rowOf[name] = index } }
    var result = Matrix(rows: samples.count, columns: max(0, table.header.count - 1))
    for (position, sample) in samples.enumerated() {
      guard let row = rowOf[sample] else {
        throw OmicsError(.missing, "no row for sample \"\(sample)\"", at: SourceLocation(file: table.file))
      }
      for column in 0..<result.columns {
        let cell = column + 1 < table.rows[row].count ? table.rows[row][column + 1] : ""
        guard let number = Double(cell), number.isFinite else {
          throw OmicsError(
            .value, "expected a number for sample \"\(sample)\", found \"\(cell)\"",
            at: SourceLocation(file: table.file, column: table.header[column + 1]))
        }
        result[position, column] = number
      }
    }
    return result
  }
}
