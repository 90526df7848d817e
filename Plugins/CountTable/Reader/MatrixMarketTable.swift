internal import OmicsIO
internal import ReaderKit
internal import Schema

/// Reads a matrix in MatrixMarket form, coordinate or array (https://math.nist.gov/MatrixMarket/formats.html), features
/// by barcodes or the other way round, as the numbers of names decide.
struct MatrixMarketTable {
  private let options: CountTableOptions
  private let names: MatrixMarketNames
  private let file: String
  private var isArray = false
  private var isInteger = false
  private var isTransposed = false
  private var sums = false
  private var size = (rows: 0, columns: 0, entries: 0)
  private var values: [Double] = []
  private var taken = 0

  /// Above this number of values barcodes are summed or named one by one only on request.
  private static let largest = 50_000_000

  init(_ companions: [Companion], options: CountTableOptions, file: String) throws(OmicsError) {
    self.options = options
    self.file = file
    names = try MatrixMarketNames(companions, file: file)
  }

  /// Reads the source to its end.
  mutating func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError) {
    var scanner = LineScanner(limits: source.limits)
    var hasSize = false
    var number = 0
    while let line = try scanner.next(&source) {
      number = line.number
      if line.number == 1 {
        try banner(line.string)
        continue
      }
      if line.bytes.isEmpty || line.bytes.first == UInt8(ascii: "%") { continue }
      if hasSize { try entry(line) } else { try sizes(line, into: &builder) }
      hasSize = true
    }
    guard hasSize, taken == size.entries else {
      throw OmicsError(
        .truncated, "the file declares \(size.entries) entries and has \(taken)", at: place(number),
        hint: "Fetch the file again; its end is missing.")
    }
    for diagnostic in scanner.diagnostics { builder.diagnose(diagnostic) }
    try finish(into: &builder)
  }

  private func place(_ line: Int) -> SourceLocation { SourceLocation(file: file, line: line) }

  private mutating func banner(_ text: String) throws(OmicsError) {
    let words = text.lowercased().split(separator: " ").map(String.init)
    guard words.count == 5, words[1] == "matrix", ["coordinate", "array"].contains(words[2]),
      ["integer", "real"].contains(words[3]), words[4] == "general"
    else {
      throw OmicsError(
        .unsupported, "\"\(text.prefix(80))\" is no matrix of numbers for all pairs", at: place(1),
        hint: "Read are: matrix, coordinate or array, integer or real, general.")
    }
    isArray = words[2] == "array"
    isInteger = words[3] == "integer"
  }

  private mutating func sizes(_ line: Line, into builder: inout DatasetBuilder) throws(OmicsError) {
    let parts = line.string.split(separator: " ").map { Int($0) ?? -1 }
    guard parts.count == (isArray ? 2 : 3), parts.allSatisfy({ (0...2_000_000_000).contains($0) }) else {
      throw OmicsError(.malformed, "expected the numbers of rows, columns and entries", at: place(line.number))
    }
    let (features, barcodes) = (names.features.count, names.barcodes.count)
    size = (parts[0], parts[1], isArray ? parts[0] * parts[1] : parts[2])
    isTransposed = !(parts[0] == features && parts[1] == barcodes) && parts[0] == barcodes && parts[1] == features
    guard isTransposed || parts[0] == features && parts[1] == barcodes else {
      throw OmicsError(
        .malformed,
        "the matrix is \(parts[0]) x \(parts[1]), beside it stand \(features) features and \(barcodes) barcodes",
        at: place(line.number), hint: "The three files do not belong together.")
    }
    if isTransposed { builder.note("transposed", "rows are barcodes, columns are features", line: line.number) }
    sums = options.cells == "sum"
    if options.cells == "auto", features * barcodes > Self.largest {
      throw OmicsError(
        .undecided, "\(barcodes) barcodes of \(features) features are too many for a table", at: place(line.number),
        hint: "Pass --option cells=sum for one pseudobulk sample, or cells=each for a column a barcode.")
    }
    values = [Double](repeating: 0, count: features * (sums ? 1 : barcodes))
  }

  private mutating func entry(_ line: Line) throws(OmicsError) {
    taken += 1
    guard taken <= size.entries else {
      throw OmicsError(
        .malformed, "the file declares \(size.entries) entries and has more", at: place(line.number))
    }
    var row = (taken - 1) % max(1, size.rows)
    var column = (taken - 1) / max(1, size.rows)
    let value: Double?
    if isArray {
      value = NumberParsing.double(Self.trimmed(line.bytes))
    } else {
      let parts = Self.parts(line.bytes)
      row = (parts.count == 3 ? NumberParsing.integer(parts[0]) ?? 0 : 0) - 1
      column = (parts.count == 3 ? NumberParsing.integer(parts[1]) ?? 0 : 0) - 1
      value = parts.count == 3 ? NumberParsing.double(parts[2]) : nil
      guard (0..<size.rows).contains(row), (0..<size.columns).contains(column) else {
        throw OmicsError(
          .malformed, "expected a row of 1 to \(size.rows), a column of 1 to \(size.columns) and a number",
          at: place(line.number))
      }
    }
    guard let value else { throw OmicsError(.value, "expected a number", at: place(line.number)) }
    if isInteger || sums, value != value.rounded() {
      throw OmicsError(
        .value, "\(value) is no whole number", at: place(line.number),
        hint: sums ? "Only raw counts can be summed over barcodes." : "The first line says integer.")
    }
    let (feature, barcode) = isTransposed ? (column, row) : (row, column)
    if sums {
      values[feature] += value
    } else {
      let index = barcode * names.features.count + feature
      if !isArray, values[index] != 0 {
        throw OmicsError(
          .duplicate, "row \(row + 1), column \(column + 1) has a value already", at: place(line.number))
      }
      values[index] = value
    }
  }

  private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    parts(bytes).first ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// The pieces between blanks.
  private static func parts(_ bytes: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
    var parts: [UnsafeRawBufferPointer] = []
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == 0x20 || bytes[index] == 0x09 {
      if index > start { parts.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index])) }
      start = index + 1
    }
    return parts
  }

  // MARK: End

  private mutating func finish(into builder: inout DatasetBuilder) throws(OmicsError) {
    var kept: [Int] = []
    var indices: [Int] = []
    let kind = options.kind ?? .gene
    for (row, feature) in names.features.enumerated() {
      guard feature.type.isEmpty || feature.type == "Gene Expression" else {
        builder.record("row", .filtered, reason: "feature of type \(feature.type)", line: feature.line)
        continue
      }
      var made = Feature(id: feature.id, kind: kind, line: feature.line)
      if !feature.name.isEmpty { made.attributes.append(.init("gene_name", feature.name)) }
      if !feature.type.isEmpty { made.attributes.append(.init("feature_type", feature.type)) }
      indices.append(try builder.addFeature(made))
      kept.append(row)
      builder.keep("row")
    }
    let sampleNames = sums ? [options.sample.isEmpty ? FileNames.sample(file) : options.sample] : names.barcodes
    let samples = sampleNames.map { builder.sample(named: $0) }
    let rows = names.features.count
    var laid: [Double] = []
    laid.reserveCapacity(kept.count * samples.count)
    for column in samples.indices { for row in kept { laid.append(values[column * rows + row]) } }
    values = []
    var table = AbundanceTable(
      kind: kind, measure: .rawCount, scale: options.scale ?? .linear, features: indices, samples: samples, values: laid
    )
    let declared = options.measure ?? (isInteger || sums ? .rawCount : nil)
    let decision = try ValueKind.decide(table, declared: declared, scale: options.scale, at: place(2))
    table.measure = decision.measure
    table.scale = decision.scale
    for line in decision.evidence { builder.note("value-kind", line) }
    if sums { builder.note("pseudobulk", "\(names.barcodes.count) barcodes are summed to one sample") }
    builder.dataset.abundances.append(table)
    builder.count("rows", names.features.count)
    builder.count("features", indices.count)
    builder.count("samples", samples.count)
    builder.count("barcodes", names.barcodes.count)
    builder.count("entries", size.entries)
  }
}
