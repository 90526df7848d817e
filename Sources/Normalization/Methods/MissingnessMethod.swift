internal import Numerics
public import Schema

/// `missingness`: why values are missing.
public enum MissingnessMethod: RegisteredMethod {
  /// The card.
  public static let card = MethodCard(
    name: "missingness",
    definition: "logistic slope of detection on intensity, over all samples and batch by batch, and each row's share",
    takes: .logarithms, gives: .rowFigures, accepts: [.batch],
    paper: "Karpievitch, Dabney & Smith 2012, doi:10.1186/1471-2105-13-S16-S5; Li & Smyth 2023, "
      + "doi:10.1093/bioinformatics/btad200", reference: "its definition",
    edges:
      "a row's intensity is the mean of its observed values, so that of rarely observed rows is too high and the slope "
      + "too flat; rows never observed count in no slope; without missing values, or where intensity tells detection "
      + "without error, the slope is NA; figures by batch are written as OUT.missingness.tsv")

  /// The figures.
  public static func apply(_ input: MethodInput, _ settings: MethodSettings) throws(OmicsError) -> MethodOutcome {
    let diagnosis = MissingnessDiagnosis(input.values, batches: input.batches)
    let samples = Double(input.samples.count)
    let figures = Matrix(
      columns: [
        diagnosis.observed.map(Double.init), diagnosis.observed.map { 1 - Double($0) / samples },
        diagnosis.intensities, diagnosis.intensities.map { diagnosis.whole.curve.chance(at: $0) },
      ], rows: input.ids.count)
    let parts = [diagnosis.whole] + diagnosis.batches
    let table = MethodOutcome.SideTable(
      name: "missingness",
      columns: [
        "part", "samples", "share_missing", "slope", "slope_se", "midpoint", "absent_rows", "absent_share",
      ], ids: parts.map(\.name),
      values: Matrix(
        columns: [
          parts.map { Double($0.samples) }, parts.map(\.missingShare), parts.map(\.curve.slope),
          parts.map(\.curve.standardError), parts.map(\.curve.midpoint), parts.map { Double($0.absentRows) },
          parts.map(\.absentShare),
        ], rows: parts.count))
    var notes = [Diagnostic(.note, "missingness", diagnosis.sentence)]
    for part in diagnosis.batches where diagnosis.pattern(part) == .batchShaped {
      notes.append(
        Diagnostic(
          .warning, "batch-shaped",
          "batch \"\(part.name)\" lacks \(part.absentRows) rows that others observed: do not impute before its correction"
        ))
    }
    if diagnosis.emptyRows > 0 {
      notes.append(Diagnostic(.note, "empty-rows", "\(diagnosis.emptyRows) rows are never observed"))
    }
    return MethodOutcome(
      .rowFigures(columns: ["n", "share_missing", "intensity", "expected_detection"], values: figures),
      measure: input.measure, scale: input.scale, sideTables: [table], diagnostics: notes)
  }
}
