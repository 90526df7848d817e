internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Takes the lines of a file one by one and lays feature lines out by column.
struct AnnotationLines: ~Copyable {
  /// How many lines of a sort there were, and where the first stood.
  private struct Tally {
    var count = 0
    var firstLine = 0

    mutating func add(_ line: Line) {
      if count == 0 { firstLine = line.number }
      count += 1
    }
  }

  private let syntax: AttributeSyntax
  private var table = AnnotationTable()
  private var words = WordTable()
  private var attributes: AttributeScanner
  private var headers = HeaderFacts()
  private var headerLines = 0
  private var comments = Tally()
  private var directives = Tally()
  private var sequenceLines = Tally()
  private var rejected = 0
  private var endsWithSemicolon = 0

  init(syntax: AttributeSyntax) {
    self.syntax = syntax
    attributes = AttributeScanner(syntax)
  }

  /// Takes a line; false when everything after it is sequence.
  ///
  /// - Throws: when the builder holds as many errors as it collects.
  mutating func take(_ line: Line, into builder: inout DatasetBuilder) throws(OmicsError) -> Bool {
    guard let first = line.bytes.first else { return true }
    if first == AttributeScanner.hash { return takeHash(line) }
    if first == UInt8(ascii: ">") {
      takeSequence(line)
      return false
    }
    if first == UInt8(ascii: "t") || first == UInt8(ascii: "b"), Self.isBrowserLine(line) {
      comments.add(line)
      return true
    }
    do {
      try append(line, into: &builder)
    } catch {
      var located = error
      located.location = SourceLocation(
        file: builder.file, line: line.number, column: error.location?.column, byte: line.byteOffset)
      if line.terminator == .endOfInput, located.code == .malformed {
        located.code = .truncated
        located.message = "the file ends inside a line: \(error.message)"
        located.hint = "Fetch the file again; its end is missing."
      }
      rejected += 1
      builder.record("row", .rejected, reason: located.code.rawValue, line: line.number)
      try builder.reject(located)
    }
    return true
  }

  /// Counts a line of sequence.
  mutating func takeSequence(_ line: Line) {
    guard !line.bytes.isEmpty else { return }
    sequenceLines.add(line)
  }

  private mutating func takeHash(_ line: Line) -> Bool {
    let text = line.string
    if text.hasPrefix("##FASTA") {
      directives.add(line)
      return false
    }
    if text == "###" {
      directives.add(line)
    } else if headers.take(text) {
      headerLines += 1
    } else {
      comments.add(line)
    }
    return true
  }

  private static func isBrowserLine(_ line: Line) -> Bool {
    line.bytes.starts(with: "track ".utf8) || line.bytes.starts(with: "browser ".utf8)
  }

  private mutating func append(_ line: Line, into builder: inout DatasetBuilder) throws(OmicsError) {
    let feature = try FeatureLine(line.bytes)
    let before = attributes.count
    guard before < Int(Int32.max) - 65_536, table.count < Int(Int32.max) - 1 else {
      throw OmicsError(.limit, "the file holds more attributes than one table can")
    }
    // Words are numbered in the order in which `AnnotationTable.append` would number them.
    table.seqnames.append(words.intern(feature.seqname))
    table.sources.append(words.intern(feature.source))
    table.featureTypes.append(words.intern(feature.feature))
    table.starts.append(Int64(feature.start))
    table.ends.append(Int64(feature.end))
    table.scores.append(feature.score)
    table.strands.append(words.intern(feature.strand))
    table.frames.append(feature.frame)
    table.lines.append(Int32(clamping: line.number))
    let oddities = attributes.scan(feature.attributes, &words)
    table.attributeOffsets.append(Int32(attributes.count))
    if feature.end < feature.start {
      builder.warn(
        "end-before-start", "the feature ends before it starts; it is kept as written and adds to no length",
        line: line.number, column: "end")
    }
    if feature.attributes.contains(AttributeScanner.tab) {
      builder.warn(
        "tab-in-attributes", "the line has more than nine columns; all after the eighth is read as attributes",
        line: line.number, column: "attributes")
    }
    if line.terminator == .endOfInput {
      try checkEnd(line, feature, oddities)
      builder.warn(
        "no-line-end", "the last line has no line end: the file may be cut inside it", line: line.number)
    }
    if attributes.count > before, feature.attributes.last == AttributeScanner.semicolon { endsWithSemicolon += 1 }
    if !oddities.isEmpty { diagnose(oddities, line, &builder) }
  }

  /// A last line without line end is fine when it is whole.
  private func checkEnd(
    _ line: Line, _ feature: FeatureLine, _ oddities: AttributeOddities
  ) throws(OmicsError) {
    let isCut =
      oddities.contains(.openQuote) || oddities.contains(.noValue)
      || (syntax == .gtf && endsWithSemicolon > 0 && endsWithSemicolon + 1 == table.count
        && feature.attributes.last.map { $0 != AttributeScanner.semicolon && $0 != AttributeScanner.space } ?? true)
    guard isCut else { return }
    throw OmicsError(
      .truncated, "the file ends inside the attributes of a line",
      at: SourceLocation(file: "", column: "attributes"), hint: "Fetch the file again; its end is missing.")
  }

  private func diagnose(_ oddities: AttributeOddities, _ line: Line, _ builder: inout DatasetBuilder) {
    let column = "attributes"
    if oddities.contains(.openQuote) {
      builder.warn(
        "unterminated-quote", "a quoted value never ends; it is kept up to the end of the line", line: line.number,
        column: column)
    }
    if oddities.contains(.noValue) {
      builder.warn("attribute-without-value", "a key has no value; it is kept", line: line.number, column: column)
    }
    if oddities.contains(.mixed) {
      builder.warn(
        "mixed-attribute-syntax", "attributes are written partly as GTF, partly as GFF3; all are kept",
        line: line.number, column: column)
    }
    if oddities.contains(.noSeparator) {
      builder.warn(
        "missing-semicolon", "text follows a quoted value without a semicolon; it is read as the next key",
        line: line.number, column: column)
    }
  }

  /// Derives genes, sets the builder's annotation, features, counts and settings.
  ///
  /// - Throws: `malformed` for a file without feature lines.
  consuming func finish(into builder: inout DatasetBuilder) throws(OmicsError) {
    guard table.count + rejected > 0 else {
      throw OmicsError(
        .malformed, "the file holds no feature line", at: builder.location(),
        hint: "It may be cut off, or it is not an annotation.")
    }
    builder.keep("row", count: table.count)
    if headerLines > 0 { builder.keep("header", count: headerLines) }
    record(comments, "comment", "plain comment", &builder)
    record(directives, "directive", "directive without content", &builder)
    record(sequenceLines, "sequence", "sequence after the annotation", &builder)
    let scanned = attributes.finish()
    table.attributeKeys = scanned.keys
    table.attributeValues = scanned.values
    let (pool, renumbered) = words.pool()
    table.pool = pool
    if let renumbered { Self.renumber(&table, renumbered) }
    try AnnotationSummary.add(table, headers: headers, syntax: syntax, to: &builder)
  }

  private func record(
    _ tally: Tally, _ unit: String, _ reason: String, _ builder: inout DatasetBuilder
  ) {
    builder.record(unit, .filtered, reason: reason, line: tally.firstLine, count: tally.count)
  }

  private static func renumber(_ table: inout AnnotationTable, _ ids: [Int32]) {
    table.seqnames = table.seqnames.map { ids[Int($0)] }
    table.sources = table.sources.map { ids[Int($0)] }
    table.featureTypes = table.featureTypes.map { ids[Int($0)] }
    table.strands = table.strands.map { ids[Int($0)] }
    table.attributeKeys = table.attributeKeys.map { ids[Int($0)] }
    table.attributeValues = table.attributeValues.map { ids[Int($0)] }
  }
}
