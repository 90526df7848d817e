public import OmicsIO
public import ReaderKit
public import Schema

/// Reads sample sheets in SDRF-Proteomics: samples with their runs, labels, characteristics and factors.
public struct SdrfFileReader: FormatReader {
  /// What the reader says about its format.
  public static let format = FormatDescriptor(
    id: "sdrf", name: "SDRF-Proteomics", layer: .proteomics, versions: ["1.x"], extensions: ["tsv", "txt"],
    plugin: "sdrf", pluginVersion: "1.0.0",
    summary: "Sample sheets: samples with runs, labels, fractions, characteristics and factors.")

  /// Judges a file by its name and first bytes only.
  public static func recognize(_ head: FileHead) -> Recognition {
    guard head.columns == nil, let line = head.firstLine, SDRFTable.isHeader(line) else { return .none }
    return Recognition(
      confidence: 0.97, version: "1.x", evidence: ["the header starts with \"source name\" and has columns of SDRF"])
  }

  /// Makes a reader; the format takes no options.
  public init(options: ReaderOptions) throws(OmicsError) {}

  /// Reads the whole source into the builder.
  ///
  /// - Throws: all errors of the sheet in one, each with row and column.
  public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    let sheet = try SDRFTable(&source)
    let (table, rowsPerSample) = sheet.samples()
    for (sample, rows) in zip(table.rows, rowsPerSample) {
      try builder.addSample(sample)
      builder.keep("row")
      if rows > 1 {
        builder.record(
          "row", .merged, reason: "another fraction of the same sample", line: sheet.rows[0].line, count: rows - 1)
      }
    }
    var seen: Set<String> = []
    let repeated = sheet.columns.filter { !seen.insert($0.header.lowercased()).inserted }.map(\.header)
    if !repeated.isEmpty {
      builder.note("repeated-columns", "columns that stand more than once are kept in order: \(repeated[0])", line: 1)
    }
    for (index, column) in sheet.columns.enumerated()
    where Self.single.contains(column.key)
      && sheet.columns[..<index].contains(where: { $0.key == column.key && $0.kind == column.kind })
    {
      builder.warn(
        "repeated-column", "this column stands twice and can hold one value a row; the first is read", line: 1,
        column: column.header)
    }
    for required in [(SDRFTable.ColumnKind.comment, "data file"), (.comment, "label"), (.characteristics, "organism")]
    where sheet.column(required.0, required.1) == nil {
      builder.warn("missing-column", "SDRF asks for the column \(required.0.rawValue)[\(required.1)]", line: 1)
    }
    warnOfTexts(sheet, into: &builder)
    builder.count("rows", sheet.rows.count)
    builder.count("samples", table.count)
    builder.count("runs", sheet.runs.count)
    builder.count("factors", sheet.factors.count)
  }

  /// Columns that have one value a row; others may stand several times.
  private static let single: Set<String> = [
    "source name", "assay name", "technology type", "data file", "label", "fraction identifier", "technical replicate",
    "biological replicate", "organism", "instrument", "age", "sex", "disease", "individual", "cell type",
    "organism part", "material type", "file uri", "ancestry category", "developmental stage",
  ]

  /// Warns of single texts in columns that are numbers otherwise, the words of SDRF for "no value" aside.
  private func warnOfTexts(_ sheet: SDRFTable, into builder: inout DatasetBuilder) {
    let words = ["", "not available", "not applicable", "pooled"]
    for (index, column) in sheet.columns.enumerated() {
      let stated = sheet.rows.filter { !words.contains($0.cells[index].lowercased()) }
      let texts = stated.filter { (NumberParsing.double($0.cells[index]) ?? .infinity).isInfinite }
      let numbers = stated.count - texts.count
      guard numbers >= 3, numbers >= 9 * texts.count || texts.count == 1 else { continue }
      for row in texts {
        builder.warn(
          "unusual-text", "\"\(row.cells[index].prefix(60))\" stands where \(numbers) other rows have a number",
          line: row.line, column: column.header)
      }
    }
  }
}
