internal import Design
internal import Numerics
internal import Schema

extension EffectsDoor {
  /// The samples of each cohort that a sheet column names, sorted by name.
  static func cohorts(
    _ column: String, _ sheet: SampleTable, _ path: String
  ) throws(OmicsError) -> [(name: String, samples: [Int])] {
    let labels = try NormalizeDoor.column(column, sheet, path)
    return Set(labels).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { level in
      (level, labels.indices.filter { labels[$0] == level })
    }
  }

  /// Tests every cohort on its own samples and combines them; a cohort that cannot answer is left out with a warning.
  ///
  /// - Throws: `refused` when none can.
  static func combined(
    _ request: Request, _ cohorts: [(name: String, samples: [Int])], _ values: Matrix, _ sheet: SampleTable,
    weights: Matrix?, blocks: [Int]?, settings: EffectTable.Settings
  ) throws(OmicsError) -> (effects: CohortEffects, notes: [Diagnostic]) {
    let question: EffectTable.Question =
      request.contrast.map { .contrast($0) } ?? .coefficients(request.coefficients)
    var notes: [Diagnostic] = []
    var tested: [(name: String, effects: EffectTable)] = []
    var last: OmicsError?
    for (name, samples) in cohorts {
      do throws(OmicsError) {
        let model = try DesignBase.model(
          try Formula(parsing: request.design), sheet: SampleTable(samples.map { sheet.rows[$0] }),
          base: request.settings["base"] ?? "")
        let effects = try EffectTable(
          values.selectingColumns(samples), model: model, question: question,
          weights: weights?.selectingColumns(samples), blocks: blocks.map { all in samples.map { all[$0] } },
          settings: settings)
        tested.append((name, effects))
      } catch {
        notes.append(Diagnostic(.warning, "cohort-left-out", "cohort \(name) is left out: \(error.message)"))
        last = error
      }
    }
    guard !tested.isEmpty else {
      throw OmicsError(
        .refused, "no cohort can be tested: \(last?.message ?? "there is none")", hint: last?.hint)
    }
    return (CohortEffects(tested, adjustment: settings.adjustment), notes)
  }

  /// The table of combined effects: the columns of one cohort's, then `cohorts p_heterogeneity`, then each cohort's.
  static func bytes(_ effects: CohortEffects, _ ids: [String]) -> [UInt8] {
    var table = TableText(
      [
        "feature", "log_fold_change", "se", "t", "p_value", "q_value", "average", "n", "df", "cohorts",
        "p_heterogeneity",
      ]
        + effects.cohorts.flatMap { ["log_fold_change.\($0.name)", "se.\($0.name)"] })
    for (row, id) in ids.enumerated() {
      table.append(
        [
          .text(id), .number(effects.logFoldChange[row]), .number(effects.standardError[row]),
          .number(effects.statistic[row]), .number(effects.pValue[row]), .number(effects.qValue[row]),
          .number(effects.average(row)), .whole(effects.observed(row)), .number(effects.degreesOfFreedom[row]),
          .whole(effects.tested[row]), .number(effects.heterogeneity[row]),
        ]
          + effects.cohorts.flatMap { cohort -> [TableText.Cell] in
            [.number(cohort.effects.logFoldChange[row]), .number(cohort.effects.standardError[row])]
          })
    }
    return table.bytes
  }
}
