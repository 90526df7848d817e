internal import ReaderKit
internal import Numerics
internal import Schema

/// A matrix of any readable file, for verbs that take a table: row ids, sample names, values.
struct MatrixDoor: Sendable {
  var ids: [String]
  var samples: [String]
  var values: Matrix
  var measure: Measure
  var scale: Scale

  /// Reads a file's abundance table.
  ///
  /// - Parameter assumed: measure and scale that the verb takes a plain matrix to hold when the user says nothing.
  init(
    _ path: String, _ input: InputOptions, assumed: (measure: Measure, scale: Scale)?
  ) throws(OmicsError) {
    var options = input
    if let assumed, !FolderListing.isFolder(path), input.format == nil || input.format == "counts" {
      let format = try DatasetDoor.recognize(path).reader.format
      if format.options.contains(where: { $0.key == "measure" }) {
        if options.options["measure"] == nil { options.options["measure"] = assumed.measure.rawValue }
        if options.options["scale"] == nil { options.options["scale"] = assumed.scale.rawValue }
      }
    }
    let dataset = try DatasetDoor.read(path, options)
    let declared = input.options["measure"].flatMap(Measure.init(rawValue:))
    let table = try AbundanceChoice.table(of: dataset, declared: declared, input: path).table
    ids = table.features.map { dataset.features.rows[$0].id }
    samples = table.samples.map { dataset.samples.rows[$0].name }
    values = Matrix(rows: table.rowCount, columns: table.columnCount, values: table.values)
    measure = table.measure
    scale = table.scale
  }

  /// The rows of a sheet in the order of the matrix's samples, and the samples the sheet lacks.
  ///
  /// - Throws: `missing` when a sample of the matrix is not in the sheet.
  func sheet(_ path: String) throws(OmicsError) -> (table: SampleTable, unused: [String]) {
    let all = try SampleSheet.read(path)
    var byName: [String: Sample] = [:]
    for row in all.rows { byName[row.name] = row }
    var rows: [Sample] = []
    for name in samples {
      guard let row = byName[name] else {
        throw OmicsError(
          .missing, "sample \"\(name)\" of the matrix is not in the sheet", at: SourceLocation(file: path),
          hint: "The sheet's column \"sample\" must hold the names in the matrix.")
      }
      rows.append(row)
    }
    let used = Set(samples)
    return (SampleTable(rows), all.rows.map(\.name).filter { !used.contains($0) })
  }
}
