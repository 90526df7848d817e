internal import OmicsIO
internal import Schema

/// The values of one table of a delimited format, by measure.
///
/// In a wide table every row is a feature and every column a sample: values lie row by row. In a long table, and where
/// channels are columns of a run's row, a cell may be told of by several rows: values lie in `SampleColumns`.
struct FeatureValues {
  private let table: DelimitedLayout.Table
  private let isLong: Bool
  /// Why a cell is missing, by the index of its spelling.
  private let reasons: [MissingReason]
  /// The condition that stands above each column.
  private let conditions: [String]
  private let plans: [DelimitedTable.Values]
  // What every row asks for, so that the description is not copied a row.
  private let longColumns: [Int]
  private let rules: [(zeroIsMissing: Bool, repeats: DelimitedTable.Values.Repeats)]
  private var cells: [SampleColumns]
  private var rows: [[Double]]
  private var missingCells: [[(feature: Int, sample: Int, reason: MissingReason)]]
  /// The sample of a column, by run; run -1 in a wide table.
  private var sampleOfColumn: [ColumnOfRun: Int] = [:]

  private struct ColumnOfRun: Hashable {
    var column: Int
    var run: Int
  }

  init(_ table: DelimitedLayout.Table, isLong: Bool, reasons: [MissingReason], conditions: [String]) {
    self.table = table
    self.isLong = isLong
    self.reasons = reasons
    self.conditions = conditions
    plans = table.longValues.map(\.values) + table.wideValues.map(\.values) + table.listedValues.map(\.values)
    longColumns = table.longValues.map(\.column)
    rules = plans.map { ($0.zeroIsMissing, $0.repeats) }
    cells = [SampleColumns](repeating: SampleColumns(), count: plans.count)
    rows = [[Double]](repeating: [], count: plans.count)
    missingCells = [[(feature: Int, sample: Int, reason: MissingReason)]](repeating: [], count: plans.count)
  }

  /// Puts a row's values in; false when every cell of the row was there already.
  mutating func put(
    _ feature: Int, id: Int, sample: Int?, values: [NumberCell], listed: [ListedValues], line: Int,
    _ samples: inout RunNames,
    into builder: inout DatasetBuilder
  ) -> Bool {
    var isNew = plans.isEmpty || (!isLong && longColumns.isEmpty)
    if let sample {
      for (measure, column) in longColumns.enumerated() {
        if set(measure, feature, id, sample, values[column], line, into: &builder) { isNew = true }
      }
    }
    for (offset, item) in table.wideValues.enumerated() {
      let measure = longColumns.count + offset
      if !isLong {
        putWide(measure, item.columns, feature, values, &samples, into: &builder)
        continue
      }
      for (column, name) in item.columns {
        let own = channel(column, name, run: sample ?? -1, &samples, into: &builder)
        if set(measure, feature, id, own, values[column], line, into: &builder) { isNew = true }
      }
    }
    for (offset, list) in listed.enumerated() {
      let measure = table.longValues.count + table.wideValues.count + offset
      for entry in list.entries {
        let own = listedSample(entry, run: sample ?? -1, samples, into: &builder)
        if set(measure, feature, id, own, entry.value, line, into: &builder) { isNew = true }
      }
    }
    return isNew
  }

  /// The sample of a listed value: its run, with the channel where there are several.
  private mutating func listedSample(
    _ entry: ListedValues.Entry, run: Int, _ samples: RunNames, into builder: inout DatasetBuilder
  ) -> Int {
    guard run >= 0 else { return builder.sample(named: entry.source.isEmpty ? entry.channel : entry.source) }
    var whole = samples.plexes[run]
    if !entry.channel.isEmpty {
      whole.name += "/\(entry.channel)"
      whole.channel = entry.channel
    }
    whole.sourceName = entry.source
    let index = builder.sample(named: whole.name)
    if builder.dataset.samples.rows[index].msRun.isEmpty { builder.dataset.samples.rows[index] = whole }
    return index
  }

  private mutating func putWide(
    _ measure: Int, _ columns: [(column: Int, sample: String)], _ feature: Int, _ values: [NumberCell],
    _ samples: inout RunNames, into builder: inout DatasetBuilder
  ) {
    let start = feature * columns.count
    if rows[measure].count < start { rows[measure] += [Double](repeating: .nan, count: start - rows[measure].count) }
    for (index, item) in columns.enumerated() {
      if feature == 0 || sampleOfColumn.isEmpty {
        _ = channel(item.column, item.sample, run: -1, &samples, into: &builder)
      }
      let (value, reason) = read(values[item.column], zeroIsMissing: rules[measure].zeroIsMissing)
      rows[measure].append(value)
      if value.isNaN && reason != .notReported { missingCells[measure].append((feature, index, reason)) }
    }
  }

  /// The sample of a column: of its header alone, or, where rows are runs, of the run and the header.
  private mutating func channel(
    _ column: Int, _ name: String, run: Int, _ samples: inout RunNames, into builder: inout DatasetBuilder
  ) -> Int {
    let key = ColumnOfRun(column: column, run: run)
    if let known = sampleOfColumn[key] { return known }
    let sample: Int
    if run >= 0 {
      var whole = samples.plexes[run]
      whole.name += "/\(name)"
      whole.channel = name
      sample = builder.sample(named: whole.name)
      builder.dataset.samples.rows[sample] = whole
    } else {
      sample = samples.sample(name, into: &builder)
      if column < conditions.count, !conditions[column].isEmpty {
        builder.dataset.samples.rows[sample].condition = conditions[column]
      }
    }
    sampleOfColumn[key] = sample
    return sample
  }

  /// A cell's value, and why there is none.
  private func read(_ cell: NumberCell, zeroIsMissing: Bool) -> (value: Double, reason: MissingReason) {
    switch cell {
    case .number(let number): number == 0 && zeroIsMissing ? (.nan, .zeroMeansMissing) : (number, .notReported)
    case .missing(let spelling): (.nan, spelling < reasons.count ? reasons[spelling] : .notReported)
    case .notANumber: (.nan, .notANumber)
    default: (.nan, .notReported)
    }
  }

  private mutating func set(
    _ measure: Int, _ feature: Int, _ id: Int, _ sample: Int, _ cell: NumberCell, _ line: Int,
    into builder: inout DatasetBuilder
  ) -> Bool {
    let rule = rules[measure]
    let (value, reason) = read(cell, zeroIsMissing: rule.zeroIsMissing)
    guard let other = cells[measure].value(feature, sample, orSet: value) else {
      if value.isNaN && reason != .notReported { missingCells[measure].append((feature, sample, reason)) }
      return true
    }
    guard !value.isNaN else { return false }
    if other.isNaN {
      cells[measure].set(feature, sample, value)
      return true
    }
    switch rule.repeats {
    case .equal where other != value:
      builder.warn(
        "conflicting-values",
        "\(plans[measure].measure.rawValue) of \(builder.dataset.features.id(id)) is \(value) here, \(other) before; the "
          + "larger is kept", line: line)
      cells[measure].set(feature, sample, max(other, value))
    case .equal: break
    case .largest: cells[measure].set(feature, sample, max(other, value))
    case .smallest: cells[measure].set(feature, sample, min(other, value))
    case .sum: cells[measure].add(feature, sample, value)
    }
    return false
  }

  // MARK: End

  /// Adds the tables that hold any cell.
  mutating func finish(features: [Int], into builder: inout DatasetBuilder) {
    for (measure, plan) in plans.enumerated() {
      var columns: [Int] = []
      var values: [Double]
      if !isLong, measure >= table.longValues.count, measure < table.longValues.count + table.wideValues.count {
        let placed = table.wideValues[measure - table.longValues.count].columns
        guard !rows[measure].isEmpty else { continue }
        columns = placed.map { sampleOfColumn[ColumnOfRun(column: $0.column, run: -1)] ?? 0 }
        values = [Double](repeating: .nan, count: features.count * columns.count)
        for (index, value) in rows[measure].enumerated() {
          values[index % columns.count * features.count + index / columns.count] = value
        }
        rows[measure] = []
      } else {
        (columns, values) = cells[measure].take(features: features.count)
        guard !columns.isEmpty else { continue }
        var place: [Int: Int] = [:]
        for (index, sample) in columns.enumerated() { place[sample] = index }
        for index in missingCells[measure].indices {
          missingCells[measure][index].sample = place[missingCells[measure][index].sample] ?? 0
        }
      }
      // A cell that another row filled is missing no longer.
      var missing = missingCells[measure].filter { values[$0.sample * features.count + $0.feature].isNaN }
        .map { MissingCell(row: $0.feature, column: $0.sample, reason: $0.reason) }
      missingCells[measure] = []
      missing.sort { ($0.column, $0.row) < ($1.column, $1.row) }
      builder.dataset.abundances.append(
        AbundanceTable(
          kind: table.plan.kind, measure: plan.measure, scale: plan.scale, features: features, samples: columns,
          values: values, missing: missing))
    }
  }
}
