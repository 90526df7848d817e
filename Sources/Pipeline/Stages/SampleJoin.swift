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
  /// Both sides, row by row: what was joined, what the sheet lacks, what the data lack.
  var pairs: [Pair]

  /// A sample of the data with its row of the sheet; one of them is absent where the other has no partner.
  struct Pair: Sendable, Hashable {
    var input = ""
    var sample: String
    var run: String
    var sheetSample: String
    var sheetRun: String

    var status: String { sample.isEmpty ? "not-in-data" : sheetSample.isEmpty ? "not-in-sheet" : "joined" }
  }

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
    pairs = []
    for index in table.samples {
      let sample = dataset.samples.rows[index]
      let run = Self.baseName(sample.msRun).lowercased()
      let row =
        byName[sample.name] ?? bySecond[sample.name.lowercased()]
        ?? (sample.channel.isEmpty ? nil : bySecond["\(run) \(sample.channel.lowercased())"]) ?? bySecond[run]
        ?? bySecond[Self.baseName(sample.name).lowercased()]
      rowOfColumn.append(row)
      if row == nil { notInSheet.append(sample.name) }
      let own = row.map { sheet.rows[$0] }
      pairs.append(
        Pair(
          sample: sample.name, run: sample.msRun, sheetSample: own?.name ?? "", sheetRun: own?.msRun ?? ""))
    }
    let taken = Set(rowOfColumn.compactMap { $0 })
    pairs += rows.filter { !taken.contains($0) }.map {
      Pair(sample: "", run: "", sheetSample: sheet.rows[$0].name, sheetRun: sheet.rows[$0].msRun)
    }
    // By name, so that the order of rows and columns says nothing.
    pairs.sort {
      ($0.sample.isEmpty ? 1 : 0, $0.sample, $0.sheetSample) < ($1.sample.isEmpty ? 1 : 0, $1.sample, $1.sheetSample)
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
