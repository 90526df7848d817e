internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Where everything stands in a table: fixed from head and options before the first row is read.
struct TableShape {
  /// A column of values.
  struct ValueColumn {
    var column: Int
    /// The sample's clean name and the name as written.
    var sample: String
    var raw: String
    /// What the column measures, where the layout says so.
    var measure: Measure?
  }

  var layout: TableLayout
  var delimiter: UInt8
  var isQuoted: Bool
  /// Lines before the header or first row.
  var preamble: Int
  var hasHeader: Bool
  /// Rows after the header that are no features (GCT 1.3 column metadata).
  var metadataRows = 0
  var header: [String] = []
  /// Cells of every row.
  var width: Int
  var idColumn = 0
  var kind: FeatureKind
  /// Text columns kept as attributes, with their names.
  var attributes: [(column: Int, name: String)] = []
  var values: [ValueColumn] = []
  var evidence: [String]
  /// What to say where the ids are not in the first column.
  var movedIDs: String?
  /// The decimal mark of all numbers.
  var decimal = DecimalMark.point
  /// The line of the first decimal comma, where commas are taken as decimal marks by evidence.
  var decimalLine: Int?
  /// Whether the layout belongs to a tool that writes nothing but tabs,
  /// or whether a file named as tab-separated is not.
  var hasUnusualDelimiter: Bool { delimiter != 0x09 && (layout != .matrix || isNamedTabbed) }
  private var isNamedTabbed = false
  /// Rows as the file declares them (GCT).
  var declaredRows: Int?

  init(_ head: FileHead, options: CountTableOptions, file: String) throws(OmicsError) {
    let cells = HeadCells(head, delimiter: options.delimiter)
    guard let (layout, _, why) = LayoutRecognition.layout(head, cells), cells.rows.count > 0 else {
      throw OmicsError(
        .unknownFormat, "no layout of a count table is recognised", at: SourceLocation(file: file, line: 1),
        hint: "Needed: a header, ids in the first column, at most three text columns, then numbers.")
    }
    if layout != .featureCounts, head.lines.first?.hasPrefix("# Program:featureCounts") == true {
      throw OmicsError(
        .malformed,
        "line 1 is that of featureCounts, and its header (\(TableLayout.featureCounts.columns.joined(separator: ", "))) does not follow",
        at: SourceLocation(file: file, line: cells.preamble + 1))
    }
    self.layout = layout
    isNamedTabbed = head.name.hasSuffix(".tsv") || head.name.hasSuffix(".tab")
    delimiter = cells.delimiter
    isQuoted = cells.isQuoted
    preamble = cells.preamble
    evidence = ["\(layout.rawValue): \(why)"]
    hasHeader = layout == .starReadsPerGene ? false : layout == .htseq ? cells.hasHeader : true
    header = hasHeader ? cells.rows[0] : []
    width = Self.width(layout, cells, hasHeader: hasHeader)
    guard width >= Self.least(layout) else {
      throw OmicsError(
        .truncated, "the first line of \(layout.rawValue) ends after \(width) of \(Self.least(layout)) columns",
        at: SourceLocation(file: file, line: cells.preamble + 1))
    }
    kind = options.kind ?? .gene
    try checkHeader(file)
    let place = Dictionary(header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    /// The position of a column that the layout was recognised by.
    func at(_ name: String) -> Int { place[name] ?? 0 }
    if let id = layout.columns.first { idColumn = at(id) }
    let sample = options.sample.isEmpty ? FileNames.sample(file) : options.sample
    func single(_ column: Int, _ measure: Measure) -> ValueColumn {
      ValueColumn(column: column, sample: sample, raw: FileNames.base(file), measure: measure)
    }
    switch layout {
    case .featureCounts: featureCounts(cells)
    case .starReadsPerGene: values = (1...3).map { single($0, .rawCount) }
    case .salmon:
      kind = options.kind ?? (head.name.contains("genes") ? .gene : .transcript)
      attributes = [(at("Length"), "Length")] + others(than: layout.columns)
      values = [
        single(at("NumReads"), .estimatedCount), single(at("TPM"), .tpm),
        single(at("EffectiveLength"), .effectiveLength),
      ]
    case .kallisto:
      kind = options.kind ?? .transcript
      attributes = [(at("length"), "length")] + others(than: layout.columns)
      values = [
        single(at("est_counts"), .estimatedCount), single(at("tpm"), .tpm), single(at("eff_length"), .effectiveLength),
      ]
    case .rsemGenes, .rsemIsoforms:
      kind = options.kind ?? (layout == .rsemGenes ? .gene : .transcript)
      let other = layout.columns[1]
      attributes = [(at(other), other), (at("length"), "length")] + others(than: Array(layout.columns.prefix(7)))
      values = [
        single(at("expected_count"), .estimatedCount), single(at("TPM"), .tpm), single(at("FPKM"), .fpkm),
        single(at("effective_length"), .effectiveLength),
      ]
    case .htseq: htseq(cells, sample: sample, raw: FileNames.base(file))
    case .gct12, .gct13: try gct(head, file: file)
    case .matrix: try matrix(cells, options: options, file: head.name, at: file)
    }
    try decide(cells, options.decimal, file: file)
    if let measure = options.measure {
      for index in values.indices where values[index].measure == nil || layout == .matrix {
        values[index].measure = measure
      }
    }
  }

  /// A name twice is an error: neither column could be told by its name.
  private func checkHeader(_ file: String) throws(OmicsError) {
    var seen: Set<String> = []
    for name in header where !name.isEmpty && !seen.insert(name).inserted {
      throw OmicsError(
        .duplicate, "the column \"\(name)\" occurs twice in the header",
        at: SourceLocation(file: file, line: preamble + 1),
        hint: "Rename one of the two.")
    }
  }

  /// The columns besides those of a layout, with their names.
  private func others(than names: [String]) -> [(column: Int, name: String)] {
    (0..<width).filter { !names.contains(header[$0]) }.map { ($0, header[$0]) }
  }

  /// The attributes that hold a number in every row.
  var numericAttributes: [(column: Int, name: String)] {
    layout.columns.isEmpty ? [] : attributes.filter { $0.name.lowercased() == "length" }
  }

  /// How many cells a row has: as the header says; one more for matrices written without a name for the ids.
  private static func width(_ layout: TableLayout, _ cells: HeadCells, hasHeader: Bool) -> Int {
    let names = cells.rows[0].count
    guard layout == .matrix || layout == .htseq && hasHeader else { return names }
    let longer = cells.rows.dropFirst().filter { $0.count == names + 1 }.count
    return longer * 2 > cells.rows.count - 1 ? names + 1 : names
  }

  /// The columns a layout has at least.
  private static func least(_ layout: TableLayout) -> Int {
    switch layout {
    case .featureCounts, .rsemGenes: 7
    case .rsemIsoforms: 8
    case .salmon, .kallisto: 5
    case .starReadsPerGene: 4
    case .gct12, .gct13: 1
    case .htseq, .matrix: 2
    }
  }

  /// Length is the last fixed column; extra attributes follow it, then the alignments.
  private mutating func featureCounts(_ all: HeadCells) {
    let cells = HeadCells(all, width: width)
    let fixed = Set(TableLayout.featureCounts.columns)
    // The fixed columns in the order of the layout, wherever they stand.
    let places = TableLayout.featureCounts.columns.compactMap { header.firstIndex(of: $0) }
    let others = (0..<width).filter { !fixed.contains(header[$0]) }
    let isText = { (column: Int) in cells.isText(column, in: cells.rows.dropFirst()) }
    // Where no column was moved, text behind the first counts is a fault of its rows.
    let extra = places == places.sorted() ? Array(others.prefix(while: isText)) : others.filter(isText)
    attributes = (places.filter { $0 != idColumn } + extra).map { ($0, header[$0]) }
    let columns = (0..<width).filter { column in column != idColumn && !attributes.contains { $0.column == column } }
    let names = FileNames.cleaned(columns.map { header[$0] })
    values = zip(columns, names).map { ValueColumn(column: $0, sample: $1, raw: header[$0], measure: .rawCount) }
  }

  private mutating func htseq(_ cells: HeadCells, sample: String, raw: String) {
    let rows = cells.rows.dropFirst(hasHeader ? 1 : 0).filter { $0.count == width }
    var numeric = (1..<width).filter { column in
      !cells.isText(column, in: rows) && rows.contains { !$0[column].isEmpty }
    }
    // A header promises counts in the last column: what stands there instead is an error of its rows.
    if numeric.isEmpty { numeric = [width - 1] }
    attributes = (1..<width).filter { !numeric.contains($0) }.map { ($0, "attribute_\($0)") }
    values = numeric.enumerated().map { index, column in
      ValueColumn(
        column: column, sample: numeric.count == 1 ? sample : "\(sample)_\(index + 1)", raw: raw, measure: .rawCount)
    }
  }

  private mutating func gct(_ head: FileHead, file: String) throws(OmicsError) {
    let lines = head.lines
    let sizes = lines.count > 1 ? lines[1].split(separator: "\t").map { Int($0) ?? -1 } : []
    let isPlausible = sizes.allSatisfy { (0...1_000_000_000).contains($0) }
    guard isPlausible, sizes.count == (layout == .gct13 ? 4 : 2) else {
      throw OmicsError(
        .malformed, "expected the numbers of rows and columns here", at: SourceLocation(file: file, line: 2))
    }
    declaredRows = sizes[0]
    let rowColumns = layout == .gct13 ? sizes[2] : 1
    metadataRows = layout == .gct13 ? sizes[3] : 0
    let first = 1 + rowColumns
    width = header.count
    guard header.count == first + sizes[1] else {
      throw OmicsError(
        .malformed, "line 2 declares \(sizes[1]) samples, the header has \(header.count - first)",
        at: SourceLocation(file: file, line: 3))
    }
    attributes = (1..<first).map { ($0, header[$0]) }
    values = (first..<width).map { ValueColumn(column: $0, sample: header[$0], raw: header[$0], measure: nil) }
  }

  private mutating func matrix(
    _ all: HeadCells, options: CountTableOptions, file: String, at path: String
  ) throws(OmicsError) {
    let cells = HeadCells(all, width: width)
    let rows = cells.rows.dropFirst()
    let names = header.count == width ? header : [""] + header
    header = names
    let place = SourceLocation(file: path, line: preamble + 1)
    // A name may be missing above the ids alone.
    if let column = names.indices.dropFirst().first(where: { names[$0].isEmpty }) {
      throw OmicsError(.malformed, "column \(column + 1) of the header has no name", at: place)
    }
    if !options.idColumn.isEmpty {
      guard let column = names.firstIndex(of: options.idColumn) else {
        throw OmicsError(
          .missing, "the header has no column \"\(options.idColumn)\"", at: place,
          hint: "It has: \(names.prefix(12).joined(separator: ", ")).")
      }
      idColumn = column
    }
    let texts = (0..<width).filter { cells.isText($0, in: rows, missing: options.missing) }
    if options.idColumn.isEmpty, let moved = texts.first(where: { LayoutRecognition.idNames.contains(names[$0]) }),
      moved > 0, !LayoutRecognition.idNames.contains(names[0])
    {
      idColumn = moved
      movedIDs = "ids are taken from column \(moved + 1), \(names[moved])"
    }
    if movedIDs == nil, options.idColumn.isEmpty, LayoutRecognition.hasExchangedIDs(cells, texts) {
      throw OmicsError(
        .malformed,
        "the first column, \(names[0]), holds numbers, and column \(texts[0] + 1), \(names[texts[0]]), text among the values",
        at: SourceLocation(file: path, line: preamble + 2), hint: "Columns were exchanged: export the table again.")
    }
    // The first column is one of names even where these are numbers (Entrez), unless the ids have moved away.
    let first = movedIDs == nil ? 0 : -1
    let isNamed = { (column: Int) in texts.contains(column) || column == first }
    attributes = (0..<width).filter { $0 != idColumn && isNamed($0) }.map { ($0, names[$0]) }
    let columns = (0..<width).filter { $0 != idColumn && !isNamed($0) }
    guard !columns.isEmpty else {
      throw OmicsError(.malformed, "no column of numbers stands beside the ids", at: place)
    }
    var declared: Measure?
    for (needle, measure) in Self.mergedNames where file.contains(needle) {
      declared = measure
      if options.kind == nil, needle.hasPrefix("transcript") { kind = .transcript }
      evidence.append("the file name says \(needle)")
      break
    }
    values = columns.map {
      ValueColumn(column: $0, sample: names[$0], raw: names[$0], measure: declared)
    }
    let accessions = rows.filter { Self.looksLikeUniProt($0[idColumn]) }.count
    if options.kind == nil, accessions * 2 > rows.count {
      kind = .protein
      evidence.append("ids look like UniProt accessions: rows are proteins, unless --option kind=gene says otherwise")
    }
  }

  /// Decides the decimal mark: as told, or by the numbers of the first rows.
  ///
  /// - Throws: `undecided` when commas could as well group digits.
  private mutating func decide(_ cells: HeadCells, _ told: DecimalMark?, file: String) throws(OmicsError) {
    if let told {
      decimal = told
      return
    }
    let found = cells.decimalEvidence(values.map(\.column))
    guard delimiter != 0x2C else { return }
    if found.verdict == .comma {
      decimal = .comma
      decimalLine = found.line
      evidence.append("decimal commas: \(found.evidence)")
    } else if found.verdict == .undecided, !found.evidence.contains("decimal point") {
      throw OmicsError(
        .undecided, "the decimal mark is not clear: \(found.evidence)",
        at: SourceLocation(file: file, line: found.line ?? preamble + (hasHeader ? 2 : 1)),
        hint: "Pass --option decimal=comma or decimal=point.")
    }
  }

  /// What the merged tables of nf-core/rnaseq hold, by their file names.
  private static let mergedNames: [(String, Measure)] = [
    ("gene_counts_length_scaled", .lengthScaledCount), ("gene_counts_scaled", .estimatedCount),
    ("gene_counts", .estimatedCount), ("gene_tpm", .tpm), ("gene_lengths", .effectiveLength),
    ("transcript_counts", .estimatedCount), ("transcript_tpm", .tpm), ("transcript_lengths", .effectiveLength),
  ]

  private static func looksLikeUniProt(_ id: String) -> Bool {
    let b = Array(id.utf8)
    guard b.count == 6 || b.count == 10 else { return false }
    let digits = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
    return b[0] >= 0x41 && b[0] <= 0x5A && digits(b[1]) && digits(b[5])
  }
}
