public import Schema

/// `ratio`: median of ratios to the geometric mean.
public enum MedianOfRatiosMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "ratio", definition: "exp of the median log ratio to the mean log count of each row, one factor a sample",
    takes: .counts, gives: .factors, settings: SizeFactorSettings.all,
    paper: "Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8", reference: "DESeq2 1.38 estimateSizeFactors",
    edges: "rows with a zero do not count; a zero in every row is refused; with lengths the factors of all counts are "
      + "written beside")

  /// The factors.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    try SizeFactorSettings.outcome(.ratio, input, settings)
  }
}

/// `poscounts`: median of ratios for data with a zero in most rows.
public enum PositiveCountsMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "poscounts", definition: "median of ratios in which the logarithm of zero counts as 0 in the row's mean",
    takes: .counts, gives: .factors, settings: SizeFactorSettings.all,
    paper: "Love, Huber & Anders 2014, doi:10.1186/s13059-014-0550-8", reference: "DESeq2 1.38 estimateSizeFactors",
    edges: "rows without any count are left out; factors have a geometric mean of 1")

  /// The factors.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    try SizeFactorSettings.outcome(.poscounts, input, settings)
  }
}

/// The settings of size factors, and what they make.
enum SizeFactorSettings {
  static let lengths = MethodSetting(
    "lengths", "", .matrix, "average transcript lengths of the same rows and samples; the word table takes the table's")
  static let controls = MethodSetting(
    "control_genes", "", .table, "a list of row ids, one a line under a header, to take the median over")
  static let all = [lengths, controls]

  /// The rows that `control_genes` names.
  static func rows(_ input: MethodInput) throws(OmicsError) -> [Int]? {
    guard let table = input.tables["control_genes"] else { return nil }
    var rowOf: [String: Int] = [:]
    for (row, id) in input.ids.enumerated() { rowOf[id] = row }
    var rows: [Int] = []
    for cells in table.rows {
      guard let row = rowOf[cells[0]] else {
        throw OmicsError(
          .missing, "control gene \"\(cells[0])\" is not in the matrix", at: SourceLocation(file: table.file))
      }
      rows.append(row)
    }
    guard !rows.isEmpty else {
      throw OmicsError(.missing, "control_genes names no row", at: SourceLocation(file: table.file))
    }
    return Set(rows).sorted()
  }

  static func outcome(
    _ kind: SizeFactors.Kind, _ input: MethodInput, _ settings: MethodSettings
  ) throws(OmicsError) -> MethodOutcome {
    let result = try SizeFactors.estimate(
      input.values, kind: kind, controls: try rows(input), lengths: input.lengths, samples: input.samples)
    var sides: [MethodOutcome.SideTable] = []
    if let factors = result.normalizationFactors {
      sides.append(
        MethodOutcome.SideTable(
          name: "normalization_factors", columns: ["feature"] + input.samples, ids: input.ids, values: factors))
    }
    return MethodOutcome(
      .factors(result.factors), measure: input.measure, scale: .linear, sampleFactors: result.factors,
      sideTables: sides)
  }
}
