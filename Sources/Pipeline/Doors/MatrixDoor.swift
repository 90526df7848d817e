internal import Normalization
internal import Numerics
internal import ReaderKit
internal import Schema

/// A matrix of any readable file, for verbs that take a table: row ids, sample names, values.
struct MatrixDoor: Sendable {
  var ids: [String]
  var samples: [String]
  var values: Matrix
  var measure: Measure
  var scale: Scale
  /// Effective lengths of the same rows and samples, where the file has them.
  var lengths: Matrix?
  /// The place of a row in the file, where the reader states it.
  var place: (@Sendable (Int) -> SourceLocation?)?
  /// What was taken for granted, and what the reader noted.
  var notes: [Diagnostic] = []

  /// Reads a file's abundance table for something that needs values of a kind.
  ///
  /// What the file or the user declares counts. A plain matrix that says nothing is taken for what is needed, with a
  /// note; where counts are needed, only whole numbers are.
  init(_ path: String, _ input: InputOptions, need: ValueNeed) throws(OmicsError) {
    var notes: [Diagnostic] = []
    let dataset = try Self.read(path, input, need, &notes)
    let declared = input.options["measure"].flatMap(Measure.init(rawValue:))
    let table = try AbundanceChoice.table(of: dataset, declared: declared, input: path).table
    ids = table.features.map { dataset.features.id($0) }
    samples = table.samples.map { dataset.samples.rows[$0].name }
    values = Matrix(rows: table.rowCount, columns: table.columnCount, values: table.values)
    measure = table.measure
    scale = table.scale
    if let other = dataset.abundance(.effectiveLength, kind: table.kind), other.features == table.features,
      other.samples == table.samples
    {
      lengths = Matrix(rows: other.rowCount, columns: other.columnCount, values: other.values)
    }
    let (features, rows) = (dataset.features, table.features)
    place = { row in
      let line = features.line(rows[row])
      return line > 0 ? SourceLocation(file: path, line: line) : nil
    }
    self.notes = notes
  }

  /// A matrix made elsewhere.
  init(ids: [String], samples: [String], values: Matrix, measure: Measure, scale: Scale, notes: [Diagnostic] = []) {
    self.ids = ids
    self.samples = samples
    self.values = values
    self.measure = measure
    self.scale = scale
    self.notes = notes
  }

  private static func read(
    _ path: String, _ input: InputOptions, _ need: ValueNeed, _ notes: inout [Diagnostic]
  ) throws(OmicsError) -> Dataset {
    guard input.options["measure"] == nil, input.options["scale"] == nil, try isPlainMatrix(path, input),
      let assumed = need.assumption
    else { return try DatasetDoor.read(path, input) }
    var taken = input
    taken.options["measure"] = assumed.measure.rawValue
    taken.options["scale"] = assumed.scale.rawValue
    if assumed.measure.isCount {
      // Counts can be told by their figures; only where those leave it open do whole numbers count as counts.
      do throws(OmicsError) {
        return try DatasetDoor.read(path, input)
      } catch  where error.code == .undecided && path != "-" {
        let dataset = try? DatasetDoor.read(path, taken)
        guard let dataset, dataset.abundances.allSatisfy({ $0.measure == .rawCount }) else {
          throw OmicsError(
            .refused, "counts are needed, and the values are neither whole numbers nor said to be counts",
            at: SourceLocation(file: path),
            hint: "Say --option measure=estimatedCount if they are fractional counts.", causes: [error])
        }
        notes.append(
          Diagnostic(.note, "value-kind", "all values are whole numbers and are taken for raw counts, as asked for"))
        return dataset
      }
    }
    notes.append(
      Diagnostic(
        .note, "value-kind",
        "the matrix does not say what it holds: taken for \(assumed.measure.rawValue) on a \(assumed.scale.rawValue) scale"
      ))
    return try DatasetDoor.read(path, taken)
  }

  /// Whether a file is a table that does not say what its values measure.
  private static func isPlainMatrix(_ path: String, _ input: InputOptions) throws(OmicsError) -> Bool {
    guard !FolderListing.isFolder(path), input.format == nil || input.format == "counts" else { return false }
    if path == "-" { return true }
    if path.hasSuffix(".h5ad") || path.hasSuffix(".h5mu") { return false }
    let choice = try DatasetDoor.recognize(path)
    return choice.reader.format.options.contains { $0.key == "measure" }
      && ["matrix", "GCT 1.2", "GCT 1.3"].contains(choice.recognition.version)
  }

  /// The rows of a sheet in the order of the matrix's samples, and the samples of the sheet that the matrix lacks.
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

  /// This matrix in the order of another one's rows and samples.
  ///
  /// - Throws: `missing` when a row or sample of the other is not here.
  func aligned(to other: MatrixDoor, file: String) throws(OmicsError) -> Matrix {
    var rowOf: [String: Int] = [:]
    for (index, id) in ids.enumerated() { rowOf[id] = index }
    var columnOf: [String: Int] = [:]
    for (index, name) in samples.enumerated() { columnOf[name] = index }
    var rows: [Int] = []
    for id in other.ids {
      guard let row = rowOf[id] else {
        throw OmicsError(.missing, "the matrix lacks row \"\(id)\"", at: SourceLocation(file: file))
      }
      rows.append(row)
    }
    var columns: [Int] = []
    for name in other.samples {
      guard let column = columnOf[name] else {
        throw OmicsError(.missing, "the matrix lacks sample \"\(name)\"", at: SourceLocation(file: file))
      }
      columns.append(column)
    }
    return values.selectingRows(rows).selectingColumns(columns)
  }

  /// The matrix as a method's input.
  var input: MethodInput {
    var input = MethodInput(values: values, ids: ids, samples: samples, measure: measure, scale: scale)
    input.place = place
    return input
  }

  /// The matrix of a method's input.
  init(_ input: MethodInput) {
    self.init(
      ids: input.ids, samples: input.samples, values: input.values, measure: input.measure, scale: input.scale)
  }

  /// A note on samples of a sheet that the matrix lacks; nil when there is none.
  static func unusedNote(_ unused: [String], sheet: String) -> Diagnostic? {
    guard !unused.isEmpty else { return nil }
    let more = unused.count > 10 ? " and \(unused.count - 10) more" : ""
    return Diagnostic(
      .note, "sample-not-in-matrix",
      "samples of the sheet that the matrix lacks: \(unused.prefix(10).joined(separator: ", "))\(more)",
      at: SourceLocation(file: sheet))
  }
}
