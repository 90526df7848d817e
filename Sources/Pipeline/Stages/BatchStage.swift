internal import Design
internal import Normalization
internal import Numerics
internal import Schema

/// How much of each layer's variance the batch and the label of a cohort explain: figures for the checks of a run.
enum BatchStage {
  /// Targets looked at, evenly spaced: enough for a mean, and quick.
  static let largestSample = 1000
  /// The share of variance above which a batch that outweighs the label is worth a warning.
  static let notable = 0.25

  /// One check a layer; none without a batch column or where batch and label cannot be compared.
  static func checks(_ cohort: String, _ design: CohortDesign, _ sheet: SampleTable, _ layers: [LayerMatrix])
    -> [RunCheck]
  {
    guard design.batchLevels.count > 1 else { return [] }
    return layers.compactMap { check(cohort, design, sheet, $0) }
  }

  private static func check(
    _ cohort: String, _ design: CohortDesign, _ sheet: SampleTable, _ layer: LayerMatrix
  ) -> RunCheck? {
    var columnOf: [String: Int] = [:]
    for (column, sample) in layer.samples.enumerated() { columnOf[sample] = column }
    var columns: [Int] = []
    var batches: [String] = []
    var labels: [String] = []
    for (position, row) in design.rows.enumerated() {
      guard let column = columnOf[sheet.rows[row].name] else { continue }
      columns.append(column)
      batches.append(design.batchLevels[design.batch[position]])
      labels.append(design.label[position] == 1 ? "case" : "control")
    }
    let count = layer.targets.count
    let step = max(1, (count + largestSample - 1) / largestSample)
    let rows = Array(stride(from: 0, to: count, by: step))
    let values = Matrix(columns: columns.map { column in rows.map { layer[$0, column] } }, rows: rows.count)
    guard let diagnosis = try? BatchDiagnosis(values, batches: batches, conditions: labels, components: 1) else {
      return nil
    }
    let batch = Descriptive.mean(diagnosis.features.map(\.batch))
    let label = Descriptive.mean(diagnosis.features.map(\.condition))
    guard !batch.isNaN, !label.isNaN else { return nil }
    let isNotable = batch > label && batch > notable
    var sentence =
      "in \(layer.layer.rawValue) of cohort \(cohort) the batch explains \(percent(batch)) of a target's variance on "
      + "average and the label \(percent(label))"
    if let first = diagnosis.components.first {
      sentence += "; of the first principal component \(percent(first.batch)) and \(percent(first.condition))"
    }
    return RunCheck(
      id: "batch-variance:\(layer.layer.rawValue):\(cohort)", value: batch, threshold: notable,
      verdict: isNotable ? "warn" : "info", explanation: sentence + "; the batch is in the model")
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}
