internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Takes rows one by one: features, values, special rows, and every complaint with its place.
struct TableRows {
  private let shape: TableShape
  private let options: CountTableOptions
  private var builders: [AbundanceBuilder] = []
  private var measures: [Measure?] = []
  private var columnsOf: [[Int]] = []
  private var tablesReady = false
  private var linesSeen = 0
  private var rowsRead = 0
  private var features = 0
  private var strand = StrandChoice()
  private var facts = ValueFacts()
  private var lowercased: [String: String] = [:]
  private let missing: MissingSpellings
  private var specials: [String: Int] = [:]
  private var firstNegative: Int?
  /// Ids that are whole numbers: many are Entrez ids, few among names are what a spreadsheet makes of names.
  private var numberIDs = (count: 0, id: "", line: 0)

  init(shape: TableShape, options: CountTableOptions) {
    self.shape = shape
    self.options = options
    missing = MissingSpellings(ValueWords.missing.spellings + options.missing)
  }

  /// Takes the next line.
  mutating func take(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) {
    linesSeen += 1
    let headerLines = shape.preamble + (shape.hasHeader ? 1 : 0)
    if linesSeen <= headerLines {
      if linesSeen == headerLines { try prepare(into: &builder, line: row.lineNumber) }
      return
    }
    if !tablesReady { try prepare(into: &builder, line: row.lineNumber) }
    if row.isBlank { return }
    if linesSeen <= headerLines + shape.metadataRows {
      metadata(row, into: &builder)
      return
    }
    try data(row, into: &builder)
  }

  /// Samples and tables, once the header is passed.
  private mutating func prepare(into builder: inout DatasetBuilder, line: Int) throws(OmicsError) {
    tablesReady = true
    var groups: [(Measure?, [Int])] = []
    if shape.layout == .starReadsPerGene {
      groups = shape.values.indices.map { (.rawCount, [$0]) }
    } else {
      for (index, value) in shape.values.enumerated() {
        if let at = groups.firstIndex(where: { $0.0 == value.measure }) {
          groups[at].1.append(index)
        } else {
          groups.append((value.measure, [index]))
        }
      }
    }
    for (measure, columns) in groups {
      var samples: [Int] = []
      for column in columns {
        let value = shape.values[column]
        guard !value.sample.isEmpty else {
          throw OmicsError(
            .malformed, "column \(value.column + 1) has no name", at: builder.location(line: line))
        }
        let repeated = columns.prefix { $0 != column }.contains { shape.values[$0].sample == value.sample }
        guard !repeated else {
          throw OmicsError(
            .duplicate, "sample \"\(value.sample)\" occurs twice", at: builder.location(line: line),
            hint: "Rename one of the two columns.")
        }
        let index = builder.sample(named: value.sample)
        if value.raw != value.sample { builder.dataset.samples.rows[index].msRun = value.raw }
        samples.append(index)
      }
      measures.append(measure)
      columnsOf.append(columns)
      builders.append(
        AbundanceBuilder(
          kind: shape.kind, measure: measure ?? .expression, scale: options.scale ?? .linear, samples: samples))
    }
  }

  /// A GCT 1.3 row that describes the samples.
  private func metadata(_ row: Row, into builder: inout DatasetBuilder) {
    builder.record("row", .filtered, reason: "sample metadata", line: row.lineNumber)
    for value in shape.values {
      let index = builder.sample(named: value.sample)
      builder.dataset.samples.rows[index].characteristics.append(.init(row.string(0), row.string(value.column)))
    }
  }

  private mutating func data(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) {
    rowsRead += 1
    if row.terminator == .endOfInput {
      builder.warn(
        "no-line-end", "the last line has no line end: the file may be cut inside it", line: row.lineNumber)
    }
    guard row.count == shape.width else {
      builder.record("row", .rejected, reason: "another number of cells than the header", line: row.lineNumber)
      try builder.reject(
        OmicsError(
          .malformed, "expected \(shape.width) cells, found \(row.count)", at: builder.location(line: row.lineNumber)))
      return
    }
    var id = row.string(shape.idColumn)
    if id.hasSuffix(" ") || id.hasPrefix(" ") {
      id = String(id.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      builder.note("blank-around-id", "blanks around \"\(id)\" are removed", line: row.lineNumber)
    }
    guard !id.isEmpty else {
      builder.record("row", .rejected, reason: "no id", line: row.lineNumber)
      try builder.reject(OmicsError(.value, "this row has no id", at: builder.location(line: row.lineNumber)))
      return
    }
    if let reason = SpecialRows.reason(id, shape.layout) {
      try special(id, row, into: &builder)
      builder.record("row", .filtered, reason: reason, line: row.lineNumber)
      builder.note("special-row", "\(id) \(row.string(shape.width - 1))", line: row.lineNumber)
      facts.observeSpecial(row, shape)
      return
    }
    if shape.hasHeader, id == shape.header.first, row.strings() == shape.header {
      builder.record("row", .rejected, reason: "the header again", line: row.lineNumber)
      try builder.reject(
        OmicsError(.malformed, "the header stands here again", at: builder.location(line: row.lineNumber)))
      return
    }
    guard try hasPlaces(row, into: &builder), let cells = try numbers(row, into: &builder) else { return }
    remark(id, row.lineNumber, into: &builder)
    var feature = Feature(id: id, kind: shape.kind, line: row.lineNumber)
    for (column, name) in shape.attributes { feature.attributes.append(.init(name, row.string(column))) }
    let index: Int
    do throws(OmicsError) {
      index = try builder.addFeature(feature)
    } catch {
      builder.record("row", .rejected, reason: "id stands twice", line: row.lineNumber)
      var told = error
      if shape.layout == .featureCounts {
        told.hint = "Rows of exons, as featureCounts -f gives them, are no genes: count again without -f."
      }
      try builder.reject(told)
      return
    }
    features += 1
    builder.keep("row")
    if shape.layout == .starReadsPerGene { strand.observe(cells) }
    if builders.count == 1 {
      builders[0].append(feature: index, row: cells)
    } else {
      for table in builders.indices { builders[table].append(feature: index, row: columnsOf[table].map { cells[$0] }) }
    }
  }

  /// Notes a row that is no gene; it must stand once and hold numbers of reads.
  private mutating func special(_ id: String, _ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) {
    if let line = specials[id] {
      try builder.reject(
        OmicsError(.duplicate, "\(id) stands on line \(line) already", at: builder.location(line: row.lineNumber)))
    }
    specials[id] = row.lineNumber
    guard shape.layout.isOfCounter else { return }
    for value in shape.values where !isCount(row, value.column) {
      try builder.reject(
        OmicsError(
          .value, "\(id) has \"\(row.string(value.column))\" where a number of reads stands",
          at: builder.location(line: row.lineNumber)))
    }
  }

  /// Whether a special row has a number of reads there; where HTSeq has a column of attributes, special rows have nothing.
  private func isCount(_ row: Row, _ column: Int) -> Bool {
    if shape.layout == .htseq { return row.isEmpty(column) || NumberParsing.double(row.bytes(column)) != nil }
    return NumberParsing.integer(row.bytes(column)) != nil
  }

  /// Whether featureCounts' starts, ends and strands are such: lists of numbers and of signs, an exon each.
  private func hasPlaces(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) -> Bool {
    guard shape.layout == .featureCounts else { return true }
    for (column, name) in shape.attributes where ["Start", "End", "Strand"].contains(name) {
      let isSign = name == "Strand"
      let fits = row.bytes(column).allSatisfy { byte in
        byte == 0x3B || (isSign ? byte == 0x2B || byte == 0x2D || byte == 0x2E : byte >= 0x30 && byte <= 0x39)
      }
      guard !fits || row.isEmpty(column) else { continue }
      builder.record("row", .rejected, reason: "a place is none", line: row.lineNumber)
      try builder.reject(
        OmicsError(
          .value, "expected \(isSign ? "strands" : "positions"), found \"\(row.string(column).prefix(40))\"",
          at: builder.location(line: row.lineNumber, column: name)))
      return false
    }
    return true
  }

  /// The row's values; nil when a cell cannot be read (the row is rejected then).
  private mutating func numbers(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) -> [Double]? {
    for (column, name) in shape.numericAttributes where NumberParsing.double(row.bytes(column)) == nil {
      if missing.index(of: row.bytes(column)) != nil {
        builder.warn(
          "missing-value", "\(shape.layout.rawValue) writes a number here, found \"\(row.string(column))\"",
          line: row.lineNumber, column: name)
        continue
      }
      builder.record("row", .rejected, reason: "a cell is no number", line: row.lineNumber)
      try builder.reject(
        OmicsError(
          .value, "expected a number, found \"\(row.string(column))\"",
          at: builder.location(line: row.lineNumber, column: name)))
      return nil
    }
    var cells: [Double] = []
    cells.reserveCapacity(shape.values.count)
    for value in shape.values {
      switch row.double(value.column, missing: missing, decimalMark: shape.decimal) {
      case .number(let number):
        facts.observe(number)
        if number < 0, firstNegative == nil { firstNegative = row.lineNumber }
        if number == 0, Self.isUnderflow(row.bytes(value.column)) {
          builder.warn(
            "number-underflow", "\"\(row.string(value.column))\" is too small for a number and is read as 0",
            line: row.lineNumber, column: value.raw)
        }
        cells.append(number)
      case .missing, .notANumber:
        cells.append(.nan)
        if shape.layout.isOfCounter {
          builder.warn(
            "missing-value", "\(shape.layout.rawValue) writes a number here, found \"\(row.string(value.column))\"",
            line: row.lineNumber, column: value.raw)
        }
      case .infinite, .overflow, .text:
        builder.record("row", .rejected, reason: "a cell is no number", line: row.lineNumber)
        try builder.reject(
          OmicsError(
            .value, "expected a number, found \"\(row.string(value.column))\"",
            at: builder.location(line: row.lineNumber, column: value.raw), hint: hint(row, value.column)))
        return nil
      }
    }
    return cells
  }

  /// Whether a text that reads as 0 has a digit above 0.
  private static func isUnderflow(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 4 else { return false }
    return bytes.prefix { $0 | 0x20 != 0x65 }.contains { $0 >= 0x31 && $0 <= 0x39 }
  }

  /// What to do about a cell that is no number.
  private func hint(_ row: Row, _ column: Int) -> String? {
    let other: DecimalMark = shape.decimal == .point ? .comma : .point
    if NumberParsing.double(row.bytes(column), decimalMark: other) != nil {
      return "If this file has decimal \(other.rawValue)s, pass --option decimal=\(other.rawValue)."
    }
    return "If this file uses another word for missing values, pass --option missing=WORD."
  }

  private mutating func remark(_ id: String, _ line: Int, into builder: inout DatasetBuilder) {
    if let kind = ExcelDamage.classify(id), kind != .serial {
      builder.warn(
        "excel-damaged-id", "\"\(id)\" looks like an id that a spreadsheet turned into a \(kind.rawValue)", line: line)
    }
    if id.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      if numberIDs.count == 0 { numberIDs = (0, id, line) }
      numberIDs.count += 1
    }
    IdentifierCheck.warn(id, line: line, into: &builder)
    if id.utf8.contains(0x2E), NumberParsing.double(id) != nil {
      builder.warn("number-as-id", "the id \"\(id)\" is a number with a fraction, which no gene is named", line: line)
    }
    let folded = id.lowercased()
    if let other = lowercased.updateValue(id, forKey: folded), other != id {
      builder.note("ids-differ-by-case", "\"\(id)\" and \"\(other)\" differ only by case", line: line)
    }
  }

  // MARK: End

  /// Decides measure and scale, adds the tables and the figures.
  mutating func finish(into builder: inout DatasetBuilder) throws(OmicsError) {
    guard rowsRead > 0 else {
      throw OmicsError(.truncated, "the table has no rows", at: builder.location(line: max(1, linesSeen)))
    }
    if let declared = shape.declaredRows, declared != features, !builder.hasErrors {
      throw OmicsError(
        .truncated, "line 2 declares \(declared) rows, the file has \(features)", at: builder.location(line: linesSeen))
    }
    if let line = firstNegative, shape.layout.isOfCounter {
      throw OmicsError(
        .value, "a value is negative, which \(shape.layout.rawValue) never writes", at: builder.location(line: line),
        hint: "The file was changed after it was written: export it again.")
    }
    if numberIDs.count > 0, numberIDs.count * 20 < features {
      builder.warn(
        "excel-damaged-id",
        "\(numberIDs.count) of \(features) ids are numbers, the first is \"\(numberIDs.id)\": a "
          + "spreadsheet makes such of gene symbols", line: numberIDs.line)
    }
    try checkSpecials(into: &builder)
    guard !builder.hasErrors else { return }
    // One by one, so that each table's rows are given back before the next is laid out.
    var tables: [AbundanceTable] = []
    while !builders.isEmpty { tables.append(builders.removeFirst().finish()) }
    if shape.layout == .starReadsPerGene {
      let choice = try strand.decide(options.strandedness, at: builder.location())
      builder.note("strandedness", choice.evidence)
      tables = [tables[choice.column]]
      measures = [.rawCount]
      columnsOf = [[0]]
    }
    for index in tables.indices {
      if tables.count == 1, shape.layout == .htseq {
        facts.dropAttributes(from: &tables[index], shape, in: &builder.dataset)
      }
      let kind = try ValueKind.decide(
        tables[index], declared: measures[index] ?? options.measure, scale: options.scale,
        at: builder.location(line: firstNegative ?? shape.preamble + 1))
      tables[index].measure = kind.measure
      tables[index].scale = kind.scale
      for line in kind.evidence { builder.note("value-kind", line) }
      builder.dataset.abundances.append(tables[index])
    }
    let isMassSpectrometry = builder.dataset.abundances.contains {
      [.intensity, .maxLFQ, .iBAQ, .spectralCount, .reporterIon].contains($0.measure)
    }
    if shape.kind == .protein || isMassSpectrometry { builder.dataset.layer = .proteomics }
    builder.count("rows", rowsRead)
    builder.count("features", features)
    builder.count("samples", builder.dataset.samples.count)
  }

  /// Every output of STAR has its four first rows, every output of HTSeq its five last.
  private func checkSpecials(into builder: inout DatasetBuilder) throws(OmicsError) {
    if shape.layout == .starReadsPerGene {
      let absent = SpecialRows.star.filter { specials[$0] == nil }
      guard absent.isEmpty else {
        throw OmicsError(
          .missing, "the rows \(absent.joined(separator: ", ")) are missing, with which every output of STAR begins",
          at: builder.location(line: 1), hint: "The file was cut or filtered: take the original.")
      }
    } else if shape.layout == .htseq, specials.isEmpty, !shape.hasHeader {
      guard shape.values.count == 1 else {
        throw OmicsError(
          .missing,
          "no header names the \(shape.values.count) columns of counts, and no row of HTSeq-count stands at the end",
          at: builder.location(line: shape.preamble + 1), hint: "Put a header of sample names above the first row.")
      }
      builder.warn(
        "no-special-rows",
        "a table without a header and without the rows __no_feature to __alignment_not_unique is read as HTSeq-count",
        line: max(1, linesSeen))
    }
  }
}
