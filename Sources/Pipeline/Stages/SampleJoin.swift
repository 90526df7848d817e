internal import Schema

/// Joins the samples of a dataset with the sheet, by name and never by position.
///
/// A dataset's sample matches the sheet row whose `sample`, or else whose `assay` or `ms_run`, is its name (folders and
/// endings of run files do not count).
struct SampleJoin {
  /// For each column of the abundance table: the row in the sheet, or nil.
  var rowOfColumn: [Int?]
  /// Names of dataset samples that the sheet lacks.
  var notInSheet: [String]

  init(_ table: AbundanceTable, dataset: Dataset, sheet: SampleTable, rows: [Int]) {
    var byName: [String: Int] = [:]
    var bySecond: [String: Int] = [:]
    for row in rows {
      let sample = sheet.rows[row]
      byName[sample.name] = row
      for other in [sample.assay, Self.baseName(sample.msRun)] where !other.isEmpty && bySecond[other] == nil {
        bySecond[other] = row
      }
    }
    rowOfColumn = []
    notInSheet = []
    for index in table.samples {
      let sample = dataset.samples.rows[index]
      let row = byName[sample.name] ?? bySecond[sample.name] ?? bySecond[Self.baseName(sample.msRun)]
      rowOfColumn.append(row)
      if row == nil { notInSheet.append(sample.name) }
    }
  }

  /// A run file's name without folders and endings.
  static func baseName(_ path: String) -> String {
    var name = path[...]
    if let slash = name.lastIndex(where: { $0 == "/" || $0 == "\\" }) { name = name[name.index(after: slash)...] }
    for ending in [".gz", ".raw", ".mzML", ".mzml", ".d", ".wiff", ".bam"] where name.hasSuffix(ending) {
      name = name.dropLast(ending.count)
    }
    return String(name)
  }
}
