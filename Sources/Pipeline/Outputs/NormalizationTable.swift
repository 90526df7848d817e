internal import Schema

/// How one input was normalised and filtered, for the run folder.
struct NormalizationRecord: Sendable {
  var input: String
  var layer: Layer
  var cohort: String
  var samples: [String]
  var normalization: [NormalizationStep]
  /// Rows before and after summary, coverage and join.
  var steps: [(step: String, before: Int, after: Int, onTheCut: Int)]
  /// What the coverage filter saw of every target.
  var coverage: NormalizeStage.TargetCoverage
}

/// `normalization.tsv` and `coverage.tsv`: factors of each sample and figures before and after each step.
extension SmallTables {
  /// `normalization.tsv`.
  static func normalization(_ records: [NormalizationRecord]) -> [UInt8] {
    var table = TableText([
      "input", "layer", "cohort", "step", "sample", "factor", "observed_before", "median_before", "observed_after",
      "median_after",
    ])
    for record in records {
      for step in record.normalization {
        for (index, sample) in record.samples.enumerated() {
          table.append([
            .text(record.input), .text(record.layer.rawValue), .text(record.cohort), .text(step.name), .text(sample),
            .number(step.factors[index]), .whole(step.observedBefore[index]), .number(step.mediansBefore[index]),
            .whole(step.observedAfter[index]), .number(step.mediansAfter[index]),
          ])
        }
      }
    }
    return table.bytes
  }

  /// `coverage.tsv`.
  static func coverageSteps(_ records: [NormalizationRecord]) -> [UInt8] {
    var table = TableText(["input", "layer", "cohort", "step", "targets_before", "targets_after", "on_the_cut"])
    for record in records {
      for step in record.steps {
        table.append([
          .text(record.input), .text(record.layer.rawValue), .text(record.cohort), .text(step.step),
          .whole(step.before), .whole(step.after), .whole(step.onTheCut),
        ])
      }
    }
    return table.bytes
  }
}
