public import OmicsIO
public import ReaderKit
public import Schema

/// Reads tables of counts and expression: the outputs of counters and quantifiers, and plain matrices.
///
/// The layout is recognised from header and first rows; what values measure is declared by the layout where it can be,
/// decided by printed evidence otherwise, and refused when unsure.
public struct CountTableFileReader: CompanionReader {
  /// What the reader says about its format.
  public static let format = FormatDescriptor(
    id: "counts", name: "count and expression tables", layer: .transcriptomics,
    versions: TableLayout.allCases.map(\.rawValue) + ["MatrixMarket"],
    extensions: ["tsv", "csv", "txt", "tab", "sf", "results", "gct", "mtx"],
    plugin: "count-table", pluginVersion: "1.1.0",
    summary: "Read counts and expression by gene or transcript: counters, quantifiers, GCT and plain matrices.",
    options: CountTableOptions.declared)

  private let options: CountTableOptions

  /// Makes a reader with checked options.
  public init(options: ReaderOptions) throws(OmicsError) { self.options = try CountTableOptions(options) }

  /// Judges a file by its name and first bytes only.
  public static func recognize(_ head: FileHead) -> Recognition { LayoutRecognition.recognize(head) }

  /// The names of rows and columns of a MatrixMarket file.
  public static func companions(of head: FileHead) -> [CompanionRole] {
    head.text.hasPrefix("%%MatrixMarket") ? MatrixMarketNames.roles(of: head.name) : []
  }

  /// Reads the whole source into the builder.
  public func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    let head = try FileHead(of: &source, name: FileNames.base(source.name))
    if head.text.hasPrefix("%%MatrixMarket") {
      var table = try MatrixMarketTable(builder.companions, options: options, file: source.name)
      return try table.read(&source, into: &builder)
    }
    let shape = try TableShape(head, options: options, file: source.name)
    for line in shape.evidence { builder.note("layout", line) }
    if shape.hasUnusualDelimiter {
      builder.warn(
        "unusual-delimiter", "\(shape.layout.rawValue): tabs are expected, the file has others",
        line: shape.preamble + 1)
    }
    if shape.decimal == .comma, options.decimal == nil {
      builder.warn(
        "decimal-comma", "numbers are read with decimal commas; say --option decimal=comma if that is right",
        line: shape.decimalLine ?? shape.preamble + (shape.hasHeader ? 2 : 1))
    }
    if let moved = shape.movedIDs { builder.warn("moved-ids", moved, line: shape.preamble + 1) }
    var rows = TableRows(shape: shape, options: options)
    var scanner = DelimitedScanner(
      delimiter: shape.delimiter, quoting: shape.delimiter == 0x09 && !shape.isQuoted ? .none : .csv,
      limits: source.limits)
    while let row = try scanner.next(&source) { try rows.take(row, into: &builder) }
    for diagnostic in scanner.diagnostics { builder.diagnose(diagnostic) }
    try rows.finish(into: &builder)
  }
}
