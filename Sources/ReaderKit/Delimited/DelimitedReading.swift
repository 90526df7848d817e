internal import OmicsIO
internal import Schema

/// Reads a delimited table by its description: header, decimal mark, then row by row.
enum DelimitedReading {
  static func read(
    _ format: DelimitedFormat, _ options: ReaderOptions, _ source: inout ByteSource,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    if try source.head(4) == Array("PAR1".utf8) {
      return try ParquetReading.read(format, options, &source, into: &builder)
    }
    let head = try FileHead(of: &source, name: source.name)
    guard let first = head.firstLine ?? head.lines.first.map(String.init), !first.isEmpty else {
      throw OmicsError(.truncated, "the file is empty", at: builder.location(line: 1))
    }
    let lines = DelimitedRecognition.headerLines(head, format) ?? [first]
    let (header, delimiter) = try Self.header(lines, format, builder.location(line: lines.count))
    let layout = try Self.layout(format, header, options, line: lines.count, into: &builder)
    if delimiter != (builder.file.lowercased().contains(".csv") ? 0x2C : 0x09) {
      builder.warn(
        "unusual-delimiter",
        "cells are separated by \"\(Character(Unicode.Scalar(delimiter)))\", against the file's name",
        line: lines.count)
    }
    let isQuoted =
      first.contains("\"") || delimiter != 0x09 || head.lines.dropFirst().prefix(20).contains { $0.hasPrefix("\"") }
    let mark = try decimalMark(options, layout, head, delimiter, isQuoted: isQuoted, into: &builder)
    var rows = try Self.rows(layout, mark, options)
    var scanner = DelimitedScanner(
      delimiter: delimiter, quoting: isQuoted ? .csv : .none, limits: source.limits)
    for _ in 0..<format.headerLines { _ = try scanner.next(&source) }
    while let row = try scanner.next(&source) { try rows.take(row, into: &builder) }
    for diagnostic in scanner.diagnostics { builder.diagnose(diagnostic) }
    try rows.finish(into: &builder)
  }

  /// The columns found in a header, with notes on what was found.
  static func layout(
    _ format: DelimitedFormat, _ header: HeaderMap, _ options: ReaderOptions, line: Int,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) -> DelimitedLayout {
    for line in DelimitedRecognition(format).version(header).reason.map({ [$0] }) ?? [] { builder.note("layout", line) }
    let layout = try DelimitedLayout(
      format, header, values: options["values"], at: builder.location(line: line))
    if !layout.leftOut.isEmpty {
      builder.note(
        "columns-left-out",
        "\(layout.leftOut.count) columns have no place in the canonical schema: "
          + layout.leftOut.prefix(20).joined(separator: ", ") + (layout.leftOut.count > 20 ? ", …" : ""), line: 1)
    }
    // The first column of a table may be an index without a name.
    for column in header.names.indices.dropFirst() where header.names[column].isEmpty {
      builder.warn("nameless-column", "column \(column + 1) of the header has no name and is not read", line: line)
    }
    if !layout.otherChoices.isEmpty {
      builder.note(
        "value-kinds",
        "other kinds of values are there too, read with the option values: \(layout.otherChoices.joined(separator: ", "))",
        line: 1)
    }
    let hasLists = layout.tables.contains { !$0.listedValues.isEmpty }
    if layout.valueColumns.isEmpty, !hasLists, format.tables.contains(where: { !$0.values.isEmpty }) {
      let looked = format.tables.flatMap(\.values).map { $0.header ?? $0.column.first ?? "" }
      builder.warn("no-values", "no column holds values: looked for \(looked.joined(separator: ", "))", line: 1)
    }
    return layout
  }

  /// What takes the rows.
  static func rows(
    _ layout: DelimitedLayout, _ mark: DecimalMark, _ options: ReaderOptions
  ) throws(OmicsError) -> DelimitedRows {
    let words = options["missing"].split(separator: ",").map(String.init)
    let own = unique(layout.format.missing + layout.format.filtered + words)
    return DelimitedRows(
      layout: layout, missing: MissingSpellings(unique(own + commonMissing)), ownSpellings: own.count, mark: mark,
      filter: try RowFilter(options), keepsImputed: options["imputed"] == "keep")
  }

  /// Words for "no value" that other programs put into a table on its way.
  private static let commonMissing = ["", "NA", "N/A", "n/a", "NULL", "null", "#N/A"]

  private static func unique(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }

  /// The header under the delimiter that fits best.
  ///
  /// - Throws: `missing`, naming the column that lacks, the nearest one that is there, and the version that calls it
  ///   otherwise.
  private static func header(
    _ lines: [String], _ format: DelimitedFormat, _ location: SourceLocation
  ) throws(OmicsError) -> (HeaderMap, UInt8) {
    if let (header, delimiter) = DelimitedRecognition.header(lines, format) {
      if let name = header.repeated {
        throw OmicsError(.duplicate, "column \"\(name)\" stands twice in the header", at: location)
      }
      return (header, delimiter)
    }
    let best = DelimitedRecognition.delimiters.map { delimiter in
      HeaderMap(lines: lines.map { DelimitedRecognition.cells($0, delimiter) })
    }.max { $0.names.count < $1.names.count }
    let header = best ?? HeaderMap(lines)
    if let name = format.without.first(where: { header.has($0) }) {
      throw OmicsError(
        .malformed, "column \"\(name)\" belongs to another table than \(format.descriptor.name)", at: location,
        hint: "Leave --format out to let the file be recognised.")
    }
    throw lacks(header, format, location)
  }

  /// The refusal of a header that lacks a column.
  static func lacks(_ header: HeaderMap, _ format: DelimitedFormat, _ location: SourceLocation) -> OmicsError {
    let lacking = format.columns.first { header.column($0) == nil } ?? []
    let nearest = NearestMatch.of(lacking.first ?? "", among: header.names)
    var hint =
      nearest.map { "The nearest column is \"\($0)\"." }
      ?? "It has: \(header.names.prefix(12).joined(separator: ", "))."
    if lacking.count > 1 { hint += " Other versions call it \(lacking.dropFirst().joined(separator: ", "))." }
    return OmicsError(
      .missing, "\(format.descriptor.name) needs the column \"\(lacking.first ?? "")\"", at: location, hint: hint)
  }

  /// The decimal mark: as said, else by the values of the first rows.
  private static func decimalMark(
    _ options: ReaderOptions, _ layout: DelimitedLayout, _ head: FileHead, _ delimiter: UInt8, isQuoted: Bool,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) -> DecimalMark {
    if let mark = DecimalMark(rawValue: options["decimal"]) { return mark }
    var evidence = DecimalMarkEvidence()
    var source = ByteSource.bytes(head.bytes, name: builder.file)
    var scanner = DelimitedScanner(delimiter: delimiter, quoting: isQuoted ? .csv : .none)
    for _ in 0..<layout.format.headerLines { _ = try scanner.next(&source) }
    let lines = head.lines.count
    // The last line of a cut head may be cut itself.
    for _ in layout.format.headerLines..<max(layout.format.headerLines, min(lines, 2000)) {
      // What is wrong with the text is told when its line is read.
      guard let row = (try? scanner.next(&source)) ?? nil else { break }
      for column in layout.decimalColumns where column < row.count {
        evidence.observe(row.bytes(column), line: row.lineNumber)
      }
    }
    switch evidence.verdict {
    case .comma:
      builder.warn(
        "decimal-comma",
        "numbers are read with decimal commas; pass --option decimal=comma if that is right (\(evidence.evidence))",
        line: evidence.line)
      return .comma
    case .undecided:
      throw OmicsError(
        .undecided, "the decimal mark cannot be told: \(evidence.evidence)", at: builder.location(line: evidence.line),
        hint: "Pass --option decimal=point or --option decimal=comma.")
    default: return .point
    }
  }
}

/// The filters a user may ask for; none is applied otherwise.
struct RowFilter {
  let dropsDecoys: Bool
  let dropsContaminants: Bool
  let maximumQValue: Double

  /// Whether any filter was asked for.
  var isAsked: Bool { dropsDecoys || dropsContaminants || maximumQValue < .infinity }

  init(_ options: ReaderOptions) throws(OmicsError) {
    dropsDecoys = options["decoys"] == "drop"
    dropsContaminants = options["contaminants"] == "drop"
    let text = options["maximum_q_value"]
    guard text.isEmpty || NumberParsing.double(text).map({ (0...1).contains($0) }) ?? false else {
      throw OmicsError(.usage, "maximum_q_value takes a number from 0 to 1, found \"\(text)\"")
    }
    maximumQValue = NumberParsing.double(text) ?? .infinity
  }
}
