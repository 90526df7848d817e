internal import ReaderKit
internal import Schema

/// Joins the samples of a dataset with the sheet, by name and never by position.
///
/// A dataset's sample matches the sheet row whose `sample` is its name; else the only one whose `assay`, `ms_run` with
/// `channel`, `ms_run`, or `source_name` it is. Folders, endings and the case of run files do not count; a name that fits
/// several rows fits none.
struct SampleJoin {
  /// For each column of the abundance table: the row in the sheet, or nil.
  var rowOfColumn: [Int?]
  /// Names of dataset samples that the sheet lacks.
  var notInSheet: [String]

  init(_ table: AbundanceTable, dataset: Dataset, sheet: SampleTable, rows: [Int]) {
    var byName: [String: Int] = [:]
    var bySecond: [String: Int] = [:]
    var isShared: Set<String> = []
    for row in rows {
      let sample = sheet.rows[row]
      byName[sample.name] = row
      for key in Self.keys(sample) {
        if let other = bySecond[key], other != row { isShared.insert(key) }
        bySecond[key] = row
      }
    }
    for key in isShared { bySecond[key] = nil }
    rowOfColumn = []
    notInSheet = []
    for index in table.samples {
      let sample = dataset.samples.rows[index]
      let run = Self.baseName(sample.msRun).lowercased()
      let row =
        byName[sample.name] ?? bySecond[sample.name.lowercased()]
        ?? (sample.channel.isEmpty ? nil : bySecond["\(run) \(sample.channel.lowercased())"]) ?? bySecond[run]
        ?? bySecond[Self.baseName(sample.name).lowercased()]
      rowOfColumn.append(row)
      if row == nil { notInSheet.append(sample.name) }
    }
  }

  /// All that a sheet row may be called beside its name.
  private static func keys(_ sample: Sample) -> Set<String> {
    var keys: Set<String> = [sample.assay.lowercased(), sample.sourceName.lowercased()]
    for run in sample.msRun.split(separator: ";") {
      let base = baseName(String(run)).lowercased()
      keys.insert(base)
      if !sample.channel.isEmpty { keys.insert("\(base) \(sample.channel.lowercased())") }
    }
    keys.remove("")
    return keys
  }

  /// A run file's name without folders and endings.
  static func baseName(_ path: String) -> String { SDRFTable.baseName(path) }
}
