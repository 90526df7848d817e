internal import OmicsIO
internal import Schema

/// Takes the rows of a delimited table: features, samples, values, identifications, and every complaint with its place.
struct DelimitedRows {
  private let layout: DelimitedLayout
  private let missing: MissingSpellings
  private let mark: DecimalMark
  private let filter: RowFilter
  private var samples: RunNames
  private var sampleKeys = RowKeys()
  private var sampleOfKey: [Int] = []
  private var features: [FeatureRows]
  private var rowsRead = 0
  /// Rows with one empty cell more than the header.
  private var spareCells = (rows: 0, first: 0)
  private var watched: MostlyNumeric
  private var habits: RowHabits
  /// How many of the missing spellings are the format's own or the user's; those behind are told of.
  private let ownSpellings: Int
  private let imputed: [(column: Int, mark: Int, words: [[UInt8]])]
  private var imputedCells = (count: 0, first: 0)
  /// The numbers of the current row by column; only value columns count.
  private var values: [NumberCell]
  private let valueColumns: [Int]
  private let hasLists: Bool
  private let isOneSample: Bool
  /// The place of the current row's feature in each table.
  private var places: [Int]
  private let firstName: [UInt8]

  init(
    layout: DelimitedLayout, missing: MissingSpellings, ownSpellings: Int, mark: DecimalMark, filter: RowFilter,
    keepsImputed: Bool = false
  ) {
    imputed = keepsImputed ? [] : layout.imputed
    self.ownSpellings = ownSpellings
    habits = RowHabits(layout)
    self.layout = layout
    self.missing = missing
    self.mark = mark
    self.filter = filter
    samples = RunNames()
    let filtered = Set(layout.format.filtered)
    let reasons = missing.spellings.map { word -> MissingReason in
      if filtered.contains(word) { return .filteredByVendor }
      return ["nan", "#num!"].contains(word.lowercased()) ? .notANumber : .notReported
    }
    features = layout.tables.enumerated().map { place, table in
      FeatureRows(
        table, isLeading: place == 0, isLong: !layout.sample.isEmpty, reasons: reasons + [.imputedByVendor],
        conditions: layout.header.conditions)
    }
    values = [NumberCell](repeating: .missing(0), count: layout.header.names.count)
    valueColumns = layout.valueColumns
    hasLists = layout.tables.contains { !$0.listedValues.isEmpty }
    isOneSample = layout.isOneSample
    places = [Int](repeating: -1, count: layout.tables.count)
    watched = MostlyNumeric(layout, mark: mark, missing: missing)
    firstName = Array((layout.header.names.first ?? "").utf8)
  }

  /// Takes the next row.
  mutating func take(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) {
    if row.isBlank { return }
    rowsRead += 1
    guard try hasWidth(row, into: &builder) else { return }
    if RowHabits.isEmpty(row) {
      builder.record("row", .filtered, reason: "all cells are empty", line: row.lineNumber)
      builder.warn("empty-row", "all cells of this row are empty", line: row.lineNumber)
      return
    }
    if row.equals(0, firstName), row.strings() == layout.header.names {
      try reject("the header again", "the header stands here again", .malformed, row, nil, into: &builder)
      return
    }
    if let reason = dropReason(row) {
      builder.record("row", .filtered, reason: reason, line: row.lineNumber)
      return
    }
    watched.observe(row)
    habits.observe(row, into: &builder)
    guard try readNumbers(row, into: &builder), try hasSample(row, into: &builder) else { return }
    guard let listed = try listed(row, into: &builder) else { return }
    let sample =
      isOneSample
      ? samples.sample(ofFile: builder.file, into: &builder) : layout.sample.isEmpty ? nil : sample(row, into: &builder)
    for table in features.indices {
      guard let place = try features[table].feature(row, missing, mark, into: &builder) else { return }
      places[table] = place
    }
    if let identification = layout.identification {
      builder.dataset.identifications.rows.append(IdentificationRow(identification).make(row, missing, mark))
    }
    var isMerged = !features.isEmpty && sample != nil
    for table in features.indices {
      let isNew = features[table].put(
        places[table], sample: sample, values: values, listed: hasLists ? listed[table] : [], line: row.lineNumber,
        &samples, into: &builder)
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
    if layout.format.allowsShortRows {
      if row.count < width, row.terminator == .endOfInput {
        try reject(
          "the file ends inside this row", "the file ends inside this row, after \(row.count) of \(width) cells",
          .truncated, row, nil, into: &builder, hint: "Export or copy it again; a whole last row ends with a line end.")
        return false
      }
      if row.count < width {
        builder.warn(
          "short-rows", "\(width - row.count) cells are missing at the end of this row and are taken as not reported",
          line: row.lineNumber)
        return true
      }
      // An exporter may end every line but the header with a delimiter.
      if row.count == width + 1, row.isEmpty(width) {
        if spareCells.rows == 0 { spareCells.first = row.lineNumber }
        spareCells.rows += 1
        return true
      }
    }
    try reject(
      "another number of cells than the header", "expected \(width) cells, found \(row.count)", .malformed, row, nil,
      into: &builder)
    return false
  }

  /// The values that nested columns list, by table and measure; nil when one cannot be read (the row is rejected then).
  private func listed(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) -> [[ListedValues]]? {
    guard hasLists else { return [] }
    var all: [[ListedValues]] = []
    for table in layout.tables {
      var own: [ListedValues] = []
      for item in table.listedValues {
        do throws(OmicsError) { own.append(try ListedValues(row.string(item.column), item.list, missing)) } catch {
          try reject(
            "a list of values cannot be read", error.message, .value, row, layout.header.names[item.column],
            into: &builder)
          return nil
        }
      }
      all.append(own)
    }
    return all
  }

  /// Whether a row of a long table names its sample.
  private func hasSample(_ row: Row, into builder: inout DatasetBuilder) throws(OmicsError) -> Bool {
    guard let column = layout.sample.first(where: { row.isEmpty($0) }) else { return true }
    try reject(
      "no run", "this row names no run", .value, row, layout.header.names[column], into: &builder)
    return false
  }

  private func dropReason(_ row: Row) -> String? {
    guard filter.isAsked else { return nil }
    for table in layout.tables {
      if filter.dropsDecoys, table.isDecoy(row) == true { return "decoy, dropped as asked" }
      if filter.dropsContaminants, table.isContaminant(row) == true {
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
      case .missing(let spelling) where spelling >= ownSpellings:
        builder.warn(
          "unusual-missing", "\"\(row.string(column))\" is taken as no value", line: row.lineNumber,
          column: layout.header.names[column])
        values[column] = cell
      case .number, .missing, .notANumber: values[column] = cell
      case .infinite, .overflow, .text:
        try reject(
          "a cell is no number", "expected a number, found \"\(row.string(column))\"", .value, row,
          layout.header.names[column], into: &builder,
          hint: "If this export uses another word for missing, pass --option missing=WORD.")
        return false
      }
    }
    for item in imputed where item.words.contains(where: { row.equals(item.mark, $0) }) {
      guard case .number = values[item.column] else { continue }
      // Behind the spellings of missing values stands the reason of imputed ones.
      values[item.column] = .missing(missing.spellings.count)
      if imputedCells.count == 0 { imputedCells.first = row.lineNumber }
      imputedCells.count += 1
    }
    return true
  }

  private mutating func sample(_ row: Row, into builder: inout DatasetBuilder) -> Int {
    let (key, isNew) = sampleKeys.place(of: row, columns: layout.sample)
    if !isNew { return sampleOfKey[key] }
    let written = sampleKeys.text(key)
    let (fields, missing) = (layout.sampleFields, missing)
    let index =
      layout.hasChannels
      ? samples.plex(written) { Self.fill(&$0, fields, row, missing) }
      : samples.sample(written, into: &builder) { Self.fill(&$0, fields, row, missing) }
    sampleOfKey.append(index)
    return index
  }

  private static func fill(
    _ sample: inout Sample, _ fields: [(key: String, column: Int)], _ row: Row, _ missing: MissingSpellings
  ) {
    for (key, column) in fields where missing.index(of: row.bytes(column)) == nil {
      let value = row.string(column)
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
    if spareCells.rows > 0, spareCells.rows < rowsRead {
      try builder.reject(
        OmicsError(
          .malformed, "this row has one cell more than the header, as \(spareCells.rows) of \(rowsRead) rows have",
          at: builder.location(line: spareCells.first)))
    }
    if imputedCells.count > 0 {
      builder.warn(
        "imputed-values",
        "\(imputedCells.count) rows hold a number that the vendor imputed: taken as missing, imputed=keep reads it",
        line: imputedCells.first)
    }
    watched.report(into: &builder)
    habits.report(into: &builder)
    for place in features.indices { features[place].finish(into: &builder) }
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
