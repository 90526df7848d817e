public import Numerics
public import Schema

/// Label, batch and covariates of the samples of one cohort for a contrast.
public struct CohortDesign: Sendable {
  /// Row numbers in the sheet of the samples used: those with the case or the control level, in sheet order.
  public var rows: [Int]
  /// 1 for case, 0 for control, a used sample each.
  public var label: [Int8]
  /// Batch index from 0 in order of level; all 0 without a batch column.
  public var batch: [Int]
  /// Batch level names, by index.
  public var batchLevels: [String]
  /// Covariates as numeric columns: numbers as they are, categories as indicators without the base level.
  public var covariates: [[Double]]
  /// Names of the covariate columns.
  public var covariateNames: [String]
  /// Samples of the sheet that have neither level: left out.
  public var leftOut: [String]

  /// The design of the samples in `sheet` (one cohort's).
  ///
  /// - Throws: `refused` when a group has no sample, `missing` for absent columns or values.
  public init(_ contrast: Contrast, sheet: SampleTable) throws(OmicsError) {
    guard let labels = sheet.column(contrast.factor) else {
      let known = SampleTable.fixedColumns + sheet.characteristicColumns
      throw OmicsError(
        .missing, "the sample sheet has no column \"\(contrast.factor)\"",
        hint: "It has: \(known.joined(separator: ", ")).")
    }
    rows = []
    label = []
    leftOut = []
    for (index, level) in labels.enumerated() {
      if level == contrast.caseLevel || level == contrast.controlLevel {
        rows.append(index)
        label.append(level == contrast.caseLevel ? 1 : 0)
      } else {
        leftOut.append(sheet.rows[index].name)
      }
    }
    for (level, flag) in [(contrast.caseLevel, Int8(1)), (contrast.controlLevel, Int8(0))] where !label.contains(flag) {
      let levels = Set(labels).sorted().joined(separator: ", ")
      throw OmicsError(
        .refused, "no sample has \(contrast.factor) = \"\(level)\"", hint: "The sheet holds: \(levels).")
    }
    let used = SampleTable(rows.map { sheet.rows[$0] })
    batch = [Int](repeating: 0, count: rows.count)
    batchLevels = []
    if let name = contrast.batch {
      let column = try SheetColumn(name, sheet: used)
      batchLevels = column.levels
      batch = column.values.map { column.levels.firstIndex(of: $0) ?? 0 }
    }
    covariates = []
    covariateNames = []
    for name in contrast.covariates where name != contrast.batch {
      let column = try SheetColumn(name, sheet: used)
      if let numbers = column.numbers {
        if Set(numbers).count > 1 {
          covariates.append(numbers)
          covariateNames.append(name)
        }
        continue
      }
      for level in column.levels.dropFirst() {
        covariates.append(column.values.map { $0 == level ? 1 : 0 })
        covariateNames.append(name + level)
      }
    }
  }

  /// Intercept, batch indicators and covariates: everything but the label.
  public var nuisance: Matrix {
    var columns = [[Double](repeating: 1, count: rows.count)]
    for level in 1..<max(1, batchLevels.count) { columns.append(batch.map { $0 == level ? 1 : 0 }) }
    columns += covariates
    return Matrix(columns: columns, rows: rows.count)
  }
}
