internal import Design
internal import Normalization
internal import Numerics
internal import OmicsIO
internal import ReaderKit
public import Schema

/// The verb `normalize`: parses, looks the method up, reads what it needs, applies it and writes.
public enum NormalizeDoor {
  /// Normalises a table and writes the result; gives what the user should know.
  ///
  /// Further tables of the outcome, such as weights, are written beside the output as `OUT.<name>.tsv`.
  public static func run(
    _ request: NormalizeRequest, to output: String, force: Bool
  ) throws(OmicsError) -> [Diagnostic] {
    ThreadLimit.set(request.threads ?? 0)
    let method = try method(request.method)
    let settings = try settings(method.card, request.set)
    var (input, notes) = try input(request, method.card, settings)
    try fillTables(&input, method.card, settings)
    let outcome = try MethodRegistry.apply(method, input, settings)
    notes += outcome.diagnostics
    let (header, ids, values) = table(outcome, input)
    try MatrixFile.write(header: header, ids: ids, values, to: output, force: force)
    for side in outcome.sideTables {
      if output == "-" {
        notes.append(Diagnostic(.note, "side-table", "\(side.name) is written only beside a named output"))
        continue
      }
      try MatrixFile.write(
        header: side.columns, ids: side.ids, side.values, to: "\(output).\(side.name).tsv", force: force)
    }
    return notes
  }

  // MARK: Words

  /// The method of a name.
  ///
  /// - Throws: `usage` with the nearest name.
  static func method(_ name: String) throws(OmicsError) -> any RegisteredMethod.Type {
    if let method = MethodRegistry.method(name) { return method }
    let names = MethodRegistry.cards.map(\.name)
    throw OmicsError(
      .usage, "there is no method \"\(name)\"",
      hint: NearestMatch.of(name, among: names).map { "Did you mean \"\($0)\"?" }
        ?? "Methods: \(names.joined(separator: ", ")).")
  }

  /// The settings of a method.
  ///
  /// - Throws: `usage` for an unknown key, with the nearest one.
  static func settings(_ card: MethodCard, _ given: [String: String]) throws(OmicsError) -> MethodSettings {
    let known = card.settings.map(\.key)
    for key in given.keys.sorted() where !known.contains(key) {
      throw OmicsError(
        .usage, "method \(card.name) has no setting \"\(key)\"",
        hint: (NearestMatch.of(key, among: known).map { "Did you mean \"\($0)\"? " } ?? "") + MethodSettings.known(card)
      )
    }
    return try MethodSettings(card, given: given)
  }

  // MARK: Input

  private static func input(
    _ request: NormalizeRequest, _ card: MethodCard, _ settings: MethodSettings
  ) throws(OmicsError) -> (MethodInput, [Diagnostic]) {
    if card.takes == .quantifications {
      let (samples, notes) = try QuantificationFiles.read(request.tables, request.input)
      var input = MethodInput(
        values: Matrix(rows: 0, columns: samples.count), ids: [], samples: samples.map(\.sample),
        measure: .estimatedCount, scale: .linear, seed: request.seed)
      input.quantifications = samples
      return (input, notes)
    }
    guard let path = request.tables.first, request.tables.count == 1 else {
      throw OmicsError(.usage, "method \(card.name) takes one table, found \(request.tables.count)")
    }
    let matrix: MatrixDoor
    var rowGroups: [String]?
    if let column = request.featureColumn {
      guard card.requires.contains(.featureColumn) || card.accepts.contains(.featureColumn) else {
        throw OmicsError(.usage, "method \(card.name) has no use for --feature-column")
      }
      let sheet = try request.samples.map { path throws(OmicsError) in Set(try SampleSheet.read(path).rows.map(\.name))
      }
      let assumed = card.takes.assumption ?? (.intensity, .linear)
      let (read, groups) = try GroupedMatrix.read(
        path, groupColumn: column, sheetSamples: sheet,
        measure: request.input.options["measure"].flatMap(Measure.init(rawValue:)) ?? assumed.measure,
        scale: request.input.options["scale"].flatMap(Scale.init(rawValue:)) ?? assumed.scale)
      (matrix, rowGroups) = (read, groups)
    } else {
      matrix = try MatrixDoor(path, request.input, need: card.takes)
    }
    var notes = matrix.notes
    var input = MethodInput(
      values: matrix.values, ids: matrix.ids, samples: matrix.samples, measure: matrix.measure, scale: matrix.scale,
      featureGroups: rowGroups, seed: request.seed)
    input.place = matrix.place
    if settings.text("lengths") == "table" {
      guard let lengths = matrix.lengths else {
        throw OmicsError(
          .missing, "the table has no effective lengths", at: SourceLocation(file: path),
          hint: "Name a matrix of lengths: --set lengths=FILE.")
      }
      input.lengths = lengths
    }
    guard let samples = request.samples else {
      for (option, value) in [("--group", request.group), ("--batch", request.batch), ("--design", request.design)]
      where value != nil {
        throw OmicsError(.usage, "\(option) needs the sample sheet", hint: "Pass --samples SHEET.")
      }
      return (input, notes)
    }
    let (sheet, unused) = try matrix.sheet(samples)
    if let note = MatrixDoor.unusedNote(unused, sheet: samples) { notes.append(note) }
    input.groups = try request.group.map { name throws(OmicsError) in try column(name, sheet, samples) }
    input.batches = try request.batch.map { name throws(OmicsError) in try column(name, sheet, samples) }
    if let text = request.design {
      let formula = try Formula(parsing: text)
      let model = try DesignBase.model(formula, sheet: sheet, base: settings.text("base"))
      input.design = DesignColumns(matrix: model.matrix, names: model.names, formula: formula.description)
    }
    return (input, notes)
  }

  /// A column of a sheet without empty cells.
  static func column(
    _ name: String, _ sheet: SampleTable, _ path: String
  ) throws(OmicsError) -> [String] {
    guard let column = sheet.column(name) else {
      let known = SampleTable.fixedColumns + sheet.characteristicColumns
      throw OmicsError(
        .missing, "the sample sheet has no column \"\(name)\"", at: SourceLocation(file: path),
        hint: NearestMatch.of(name, among: known).map { "Did you mean \"\($0)\"?" }
          ?? "It has: \(known.joined(separator: ", ")).")
    }
    for (row, value) in zip(sheet.rows, column) where value.isEmpty {
      throw OmicsError(
        .missing, "sample \"\(row.name)\" has no value in column \"\(name)\"", at: SourceLocation(file: path),
        hint: "Fill it in, or leave the sample out.")
    }
    return column
  }

  /// Reads the files that settings name.
  private static func fillTables(
    _ input: inout MethodInput, _ card: MethodCard, _ settings: MethodSettings
  ) throws(OmicsError) {
    for setting in card.settings where !settings.text(setting.key).isEmpty {
      let path = settings.text(setting.key)
      switch setting.form {
      case .table:
        if setting.key == "tx2gene", let table = try TranscriptTable.read(path) {
          input.tables[setting.key] = table
          continue
        }
        let (header, rows) = try GroupedMatrix.cells(path)
        input.tables[setting.key] = SettingTable(
          file: RelativePath.name(of: path), header: header, rows: rows.map(\.cells))
      case .matrix where setting.key == "lengths" && path == "table": continue
      case .matrix:
        let other = try MatrixDoor(path, InputOptions(), need: .linear)
        guard setting.key == "lengths" else { continue }
        input.lengths = try other.aligned(to: MatrixDoor(input), file: path)
      default: continue
      }
    }
  }

  // MARK: Output

  /// The main table of an outcome: header, row ids and numbers.
  private static func table(_ outcome: MethodOutcome, _ input: MethodInput) -> ([String], [String], Matrix) {
    let header = ["feature"] + input.samples
    switch outcome.output {
    case .matrix(let values): return (header, input.ids, values)
    case .factors(let factors):
      return (["sample", "factor"], input.samples, Matrix(rows: factors.count, columns: 1, values: factors))
    case .rowFigures(let columns, let values): return (["feature"] + columns, input.ids, values)
    case .keptRows(let rows): return (header, rows.map { input.ids[$0] }, input.values.selectingRows(rows))
    case .summarisedRows(let ids, let values): return (header, ids, values)
    }
  }
}
