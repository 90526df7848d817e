internal import Numerics
internal import ReaderKit
internal import Schema

/// What a named counterfactual leaves out or permutes in a plan that is otherwise as recorded.
struct Counterfactual: Sendable, Hashable {
  /// Samples left out, by name.
  var droppedSamples: Set<String> = []
  /// Batches left out, by level of the contrast's batch column.
  var droppedBatches: Set<String> = []
  /// Draws with which labels are permuted within cohort and batch.
  var labelPermutations: [Int] = []

  /// A sheet without what is left out and with labels permuted.
  ///
  /// - Throws: `usage` for a sample or batch that is not there.
  func applied(to sheet: SampleTable, plan: RunPlan) throws(OmicsError) -> SampleTable {
    var result = sheet
    for name in droppedSamples.sorted() {
      let known = sheet.rows.map(\.name)
      guard known.contains(name) else {
        throw OmicsError(
          .usage, "there is no sample \"\(name)\" to drop", at: SourceLocation(file: plan.samples.path),
          hint: NearestMatch.of(name, among: known).map { "Did you mean \"\($0)\"?" })
      }
      result.rows.removeAll { $0.name == name }
    }
    if !droppedBatches.isEmpty {
      guard let column = plan.contrast.batch else {
        throw OmicsError(.usage, "the contrast names no batch column, so no batch can be dropped")
      }
      for level in droppedBatches.sorted() {
        let levels = Set(sheet.rows.compactMap { $0.value(of: column) }).sorted()
        guard levels.contains(level) else {
          throw OmicsError(
            .usage, "column \"\(column)\" has no batch \"\(level)\"", at: SourceLocation(file: plan.samples.path),
            hint: "It has: \(levels.joined(separator: ", ")).")
        }
        result.rows.removeAll { $0.value(of: column) == level }
      }
    }
    for draw in labelPermutations { permuteLabels(&result, plan: plan, draw: draw) }
    return result
  }

  private func permuteLabels(_ sheet: inout SampleTable, plan: RunPlan, draw: Int) {
    let contrast = plan.contrast
    var strata: [String: [Int]] = [:]
    for (row, sample) in sheet.rows.enumerated() {
      guard let level = sample.value(of: contrast.factor), level == contrast.caseLevel || level == contrast.controlLevel
      else { continue }
      let batch = contrast.batch.flatMap { sample.value(of: $0) } ?? ""
      strata["\(sample.cohort)\u{0}\(batch)", default: []].append(row)
    }
    var stream = RandomStream(
      seed: UInt64(plan.settings["seed"]) ?? 0, name: "counterfactual/permute-labels", index: UInt64(max(0, draw)))
    for name in strata.keys.sorted() {
      let rows = strata[name] ?? []
      var levels = rows.map { sheet.rows[$0].value(of: contrast.factor) ?? "" }
      stream.shuffle(&levels)
      for (row, level) in zip(rows, levels) { sheet.rows[row].set(contrast.factor, level) }
    }
  }
}

extension Sample {
  /// Sets the value of a column by its canonical name, or of a characteristic.
  fileprivate mutating func set(_ column: String, _ value: String) {
    switch column {
    case "source_name": sourceName = value
    case "subject": subject = value
    case "assay": assay = value
    case "ms_run": msRun = value
    case "organism": organism = value
    case "condition": condition = value
    case "batch": batch = value
    case "cohort": cohort = value
    case "channel": channel = value
    default:
      guard let index = characteristics.firstIndex(where: { $0.key == column }) else { return }
      characteristics[index].value = value
    }
  }
}
