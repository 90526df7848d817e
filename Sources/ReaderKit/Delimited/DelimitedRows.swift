internal import OmicsIO
internal import Schema

/// Takes the rows of a delimited table: features, samples, values, identifications, and every complaint with its place.
struct DelimitedRows {
  private let layout: DelimitedLayout
  private let missing: MissingSpellings
  private let mark: DecimalMark
  private let filter: RowFilter
  private var samples: RunNames
  private var features: [FeatureRows]
  private var rowsRead = 0
  private var shortRows = 0
  /// The numbers of the current row by column; only value columns count.
  private var values: [NumberCell]
  private let valueColumns: [Int]
  private let firstName: [UInt8]

  init(layout: DelimitedLayout, missing: MissingSpellings, mark: DecimalMark, filter: RowFilter) {
    self.layout = layout
    self.missing = missing
    self.mark = mark
    self.filter = filter
    samples = RunNames()
    features = layout.tables.enumerated().map { FeatureRows($1, isLeading: $0 == 0) }
    values = [NumberCell](repeating: .missing(0), count: layout.header.names.count)
    valueColumns = layout.valueColumns
    firstName = Array((layout.header.names.first ?? "").utf8)
  }

  /// Takes the next row.
  mutating func take(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) {
    if row.isBlank { return }
    rowsRead += 1
    guard try hasWidth(row, into: &builder) else { return }
    if row.equals(0, firstName), row.strings() == layout.header.names {
      try reject("the header again", "the header stands here again", .malformed, row, nil, into: &builder)
      return
    }
    if let reason = dropReason(row) {
      builder.record("row", .filtered, reason: reason, line: row.lineNumber)
      return
    }
    guard try readNumbers(row, into: &builder), try hasSample(row, into: &builder) else { return }
    let sample = layout.sample.isEmpty ? nil : sample(row, into: &builder)
    var indices: [Int] = []
    for place in features.indices {
      guard let index = try features[place].feature(row, missing, into: &builder) else { return }
      indices.append(index)
    }
    if let identification = layout.identification {
      builder.dataset.identifications.rows.append(IdentificationRow(identification).make(row, missing, mark))
    }
    var isMerged = !features.isEmpty && sample != nil
    for place in features.indices {
      let isNew = features[place].put(
        indices[place], sample: sample, values: values, line: row.lineNumber, &samples, into: &builder)
      if isNew { isMerged = false }
    }
    if isMerged {
      builder.record("row", .merged, reason: "another row has this feature and sample", line: row.lineNumber)
    } else {
      builder.keep("row")
    }
  }

  private mutating func hasWidth(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) -> Bool {
    let width = layout.header.names.count
    if row.count == width { return true }
    if row.count < width && layout.format.allowsShortRows {
      shortRows += 1
      return true
    }
    // An exporter may end every line with a delimiter.
    if row.count == width + 1 && row.isEmpty(width) && layout.format.allowsShortRows { return true }
    try reject(
      "another number of cells than the header", "expected \(width) cells, found \(row.count)", .malformed, row, nil,
      into: &builder)
    return false
  }

  /// Whether a row of a long table names its sample.
  private func hasSample(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) -> Bool {
    guard let column = layout.sample.first(where: { row.isEmpty($0) }) else { return true }
    try reject(
      "no run", "this row names no run", .value, row, layout.header.names[column], into: &builder)
    return false
  }

  private func dropReason(_ row: Row) -> String? {
    for table in layout.tables {
      if filter.dropsDecoys, FeatureRows(table).isDecoy(row) == true { return "decoy, dropped as asked" }
      if filter.dropsContaminants, FeatureRows(table).isContaminant(row) == true {
        return "contaminant, dropped as asked"
      }
      if let column = table.qValue, filter.maximumQValue < .infinity,
        case .number(let value) = row.double(column, missing: missing, decimalMark: mark), value > filter.maximumQValue
      {
        return "q-value above \(filter.maximumQValue), dropped as asked"
      }
    }
    return nil
  }

  /// Reads the numbers of all value columns; false when a cell is none (the row is rejected then).
  private mutating func readNumbers(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) -> Bool {
    for column in valueColumns {
      let cell = column < row.count ? row.double(column, missing: missing, decimalMark: mark) : .missing(0)
      switch cell {
      case .number, .missing, .notANumber: values[column] = cell
      case .infinite, .overflow, .text:
        try reject(
          "a cell is no number", "expected a number, found \"\(row.string(column))\"", .value, row,
          layout.header.names[column], into: &builder,
          hint: "If this export uses another word for missing, pass --option missing=WORD.")
        return false
      }
    }
    return true
  }

  private mutating func sample(_ row: Row, into builder: inout DatasetBuilder) -> Int {
    let parts = layout.sample.map { row.string($0) }
    return samples.sample(parts.joined(separator: "/"), into: &builder) { sample in
      for (key, column) in layout.sampleFields {
        let value = row.string(column)
        guard missing.index(of: row.bytes(column)) == nil else { continue }
        switch key {
        case "condition": sample.condition = value
        case "subject": sample.subject = value
        case "batch": sample.batch = value
        case "channel": sample.channel = value
        case "run": sample.msRun = value
        default: sample.characteristics.append(.init(key, value))
        }
      }
    }
  }

  private func reject(
    _ reason: String, _ message: String, _ code: OmicsError.Code, _ row: Row, _ column: String?,
    into builder: inout DatasetBuilder, hint: String? = nil
  ) throws(OmicsError) {
    builder.record("row", .rejected, reason: reason, line: row.lineNumber)
    try builder.reject(
      OmicsError(code, message, at: builder.location(line: row.lineNumber, column: column), hint: hint))
  }

  // MARK: End

  /// Adds the tables and the figures.
  mutating func finish(into builder: inout DatasetBuilder) throws(OmicsError) {
    guard rowsRead > 0 else {
      throw OmicsError(.truncated, "the table has no rows", at: builder.location(line: 1))
    }
    if shortRows > 0 {
      builder.warn("short-rows", "\(shortRows) rows lack cells at their end, which are taken as not reported")
    }
    for place in features.indices { try features[place].finish(into: &builder) }
    builder.count("rows", rowsRead)
    if let first = features.first { builder.count("features", first.count) }
    builder.count("samples", builder.dataset.samples.count)
    switch layout.format.rowUnit {
    case .psms: builder.count("psms", rowsRead)
    case .precursors: builder.count("precursors", features.first?.count ?? rowsRead)
    case nil: break
    }
  }
}

/// Runs by the base name of their file: folders and endings of raw files are left out, unless two runs differ in them
/// alone.
struct RunNames {
  private var known: [String: Int] = [:]
  private var taken: [String: String] = [:]

  static let endings = [
    ".raw", ".mzml", ".mzml.gz", ".mzxml", ".mzxml.gz", ".d", ".wiff", ".wiff2", ".dia", ".mgf", ".htrms", ".tdf",
    ".lcd",
  ]

  /// The sample of a run as written; `fill` completes a new one.
  mutating func sample(
    _ written: String, into builder: inout DatasetBuilder, fill: (inout Sample) -> Void = { _ in }
  ) -> Int {
    if let index = known[written] { return index }
    var name = Self.base(written)
    if let other = taken[name], other != written {
      builder.note("run-names", "\"\(written)\" and \"\(other)\" have one base name: the second keeps its whole name")
      name = written
    }
    taken[name] = written
    let index = builder.sample(named: name)
    if written != name { builder.dataset.samples.rows[index].msRun = written }
    fill(&builder.dataset.samples.rows[index])
    known[written] = index
    return index
  }

  /// The base name of a run's file.
  static func base(_ written: String) -> String {
    var name = written[...]
    // Spectronaut's pivot tables number the runs: [1] run.raw
    if name.hasPrefix("["), let end = name.firstRange(of: "] "),
      name[name.index(after: name.startIndex)..<end.lowerBound].allSatisfy(\.isNumber)
    {
      name = name[end.upperBound...]
    }
    if let slash = name.lastIndex(where: { $0 == "/" || $0 == "\\" }), Self.hasEnding(name) || name.contains("\\") {
      name = name[name.index(after: slash)...]
    }
    for ending in endings.sorted(by: { $0.count > $1.count })
    where name.count > ending.count && name.lowercased().hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name.isEmpty ? written : String(name)
  }

  private static func hasEnding(_ name: Substring) -> Bool {
    let lower = name.lowercased()
    return lower.hasPrefix("/") || endings.contains { lower.hasSuffix($0) }
  }
}
