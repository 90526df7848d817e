internal import Design
internal import Normalization
internal import Numerics
internal import Schema

/// Why values of each layer of a cohort are missing: a check of the run and the rows of `missingness.tsv`.
enum MissingnessStage {
  /// The diagnosis of a layer.
  struct Record: Sendable {
    var cohort: String
    var layer: Layer
    var diagnosis: MissingnessDiagnosis
  }

  /// The diagnosis of each layer on the samples compared, by batch where there are any.
  static func records(
    _ cohort: String, _ design: CohortDesign, _ sheet: SampleTable, _ layers: [LayerMatrix]
  ) -> [Record] {
    layers.map { layer in
      var columnOf: [String: Int] = [:]
      for (column, sample) in layer.samples.enumerated() { columnOf[sample] = column }
      var columns: [Int] = []
      var batches: [String] = []
      for (position, row) in design.rows.enumerated() {
        guard let column = columnOf[sheet.rows[row].name] else { continue }
        columns.append(column)
        batches.append(design.batchLevels.isEmpty ? "" : design.batchLevels[design.batch[position]])
      }
      let all = Matrix(rows: layer.targets.count, columns: layer.samples.count, values: layer.values)
      return Record(
        cohort: cohort, layer: layer.layer,
        diagnosis: MissingnessDiagnosis(
          all.selectingColumns(columns), batches: design.batchLevels.count > 1 ? batches : nil))
    }
  }

  /// The check of a record; none for a layer without missing values.
  static func check(_ record: Record) -> RunCheck? {
    let diagnosis = record.diagnosis
    let pattern = diagnosis.pattern(diagnosis.whole)
    guard pattern != .complete else { return nil }
    return RunCheck(
      id: "missingness:\(record.layer.rawValue):\(record.cohort)", value: diagnosis.whole.missingShare,
      threshold: MissingnessDiagnosis.notableShare, verdict: pattern == .batchShaped ? "warn" : "info",
      explanation: "in \(record.layer.rawValue) of cohort \(record.cohort), after the coverage filter, "
        + "\(diagnosis.sentence); nothing is imputed unless the study says so")
  }
}

extension SmallTables {
  /// `missingness.tsv`: all samples of a layer, then each batch.
  static func missingness(_ records: [MissingnessStage.Record]) -> [UInt8] {
    var table = TableText([
      "cohort", "layer", "part", "samples", "share_missing", "pattern", "slope", "slope_se", "midpoint", "absent_rows",
      "absent_share",
    ])
    for record in records {
      for part in [record.diagnosis.whole] + record.diagnosis.batches {
        table.append([
          .text(record.cohort), .text(record.layer.rawValue), .text(part.name), .whole(part.samples),
          .number(part.missingShare), .text(record.diagnosis.pattern(part).rawValue), .number(part.curve.slope),
          .number(part.curve.standardError), .number(part.curve.midpoint), .whole(part.absentRows),
          .number(part.absentShare),
        ])
      }
    }
    return table.bytes
  }
}
