internal import CZlib
internal import Schema

/// Walks the pages of one column in one row group and hands out batches of rows.
///
/// In memory stand the dictionary, one page and one batch.
struct ParquetColumnCursor {
  private static let largestPage = 256 << 20
  private static let entriesAtOnce = 4096
  private static let mostEntries = 1 << 24

  private let input: SeekableBytes
  private let column: ParquetColumnDescriptor
  private let codec: ParquetCodec
  private var place: ParquetPlace
  private var position: Int
  private let end: Int
  private var dictionary = ParquetValues()
  private var hasDictionary = false
  private var seenData = false
  /// Entries of the column not yet begun.
  private var entriesLeft: Int
  /// Entries of the present page whose levels are not yet read.
  private var pageLeft = 0
  private var definitionRuns: HybridRuns?
  private var repetitionRuns: HybridRuns?
  private var page: ParquetPageValues?
  private var definitions: [Int32] = []
  private var repetitions: [Int32] = []
  private var buffered = 0
  private var used = 0

  init(_ input: SeekableBytes, _ column: ParquetColumnDescriptor, _ chunk: ParquetFooter.Chunk) {
    self.input = input
    self.column = column
    codec = chunk.codec
    position = chunk.start
    end = chunk.start + chunk.size
    entriesLeft = chunk.values
    place = ParquetPlace(file: input.name, byte: chunk.start, column: column.path)
  }

  /// Appends the next rows to a batch.
  ///
  /// - Throws: `malformed` or `truncated` when the column has fewer rows; `limit` for what would need too much memory.
  mutating func take(
    _ rows: Int, into batch: inout ParquetColumn, _ budget: inout ExpansionBudget
  ) throws(OmicsError) {
    var done = 0
    while true {
      if used == buffered {
        if column.maximumRepetition == 0 && done == rows { break }
        guard try refill(&budget) else { break }
      }
      var next = used
      if column.maximumRepetition == 0 {
        next = min(buffered, used + rows - done)
        done += next - used
      } else {
        while next < buffered {
          if repetitions[next] == 0 {
            if done == rows { break }
            done += 1
          } else if done == 0 {
            throw place.malformed("a row starts in the middle of a list")
          }
          next += 1
        }
      }
      try hand(over: next, to: &batch)
      if used < buffered || (column.maximumRepetition == 0 && done == rows) { break }
    }
    guard done == rows else { throw place.malformed("the column has fewer rows than its row group") }
    batch.rows += rows
  }

  /// Checks after the last row that nothing is left.
  func finish() throws(OmicsError) {
    guard entriesLeft == 0, pageLeft == 0, used == buffered else {
      throw place.malformed("the column has more rows than its row group")
    }
  }

  private mutating func hand(over next: Int, to batch: inout ParquetColumn) throws(OmicsError) {
    var present = next - used
    if column.maximumDefinition > 0 {
      let full = Int32(column.maximumDefinition)
      present = 0
      for index in used..<next where definitions[index] == full { present += 1 }
      batch.definitions.append(contentsOf: definitions[used..<next])
    }
    if column.maximumRepetition > 0 {
      batch.repetitions.append(contentsOf: repetitions[used..<next])
      guard batch.repetitions.count <= Self.mostEntries else {
        throw place.error(.limit, "a batch of rows of this column has more than \(Self.mostEntries) entries")
      }
    }
    try page?.take(present, dictionary: dictionary, into: &batch.values)
    used = next
  }

  /// Reads the levels of the next entries; false at the end of the column.
  private mutating func refill(_ budget: inout ExpansionBudget) throws(OmicsError) -> Bool {
    while pageLeft == 0 {
      if entriesLeft == 0 { return false }
      try nextPage(&budget)
    }
    buffered = min(pageLeft, Self.entriesAtOnce)
    used = 0
    pageLeft -= buffered
    definitions.removeAll(keepingCapacity: true)
    repetitions.removeAll(keepingCapacity: true)
    try repetitionRuns?.take(buffered, into: &repetitions)
    try definitionRuns?.take(buffered, into: &definitions)
    let (deepest, most) = (Int32(column.maximumDefinition), Int32(column.maximumRepetition))
    for level in definitions where level < 0 || level > deepest {
      throw place.malformed("definition level \(level), where the schema has \(deepest)")
    }
    for level in repetitions where level < 0 || level > most {
      throw place.malformed("repetition level \(level), where the schema has \(most)")
    }
    return true
  }

  private mutating func nextPage(_ budget: inout ExpansionBudget) throws(OmicsError) {
    place.byte = position
    guard position < end else { throw place.error(.truncated, "the column has fewer values than it says") }
    let header = try readHeader()
    guard header.size <= end - position else { throw place.malformed("the page is longer than its column") }
    guard header.expandedSize <= Self.largestPage, header.size <= Self.largestPage else {
      throw place.error(.limit, "the page has \(header.expandedSize) bytes; at most \(Self.largestPage) are read")
    }
    guard header.kind != .index else {
      position += header.size
      return
    }
    try budget.spend(header.expandedSize + header.values, place)
    let raw = try input.read(at: position, count: header.size)
    position += header.size
    if let checksum = header.checksum {
      let found = raw.withUnsafeBytes { UInt32(truncatingIfNeeded: crc32(0, $0.baseAddress, UInt32($0.count))) }
      guard found == checksum else { throw place.malformed("the checksum of the page is wrong") }
    }
    if header.kind == .dictionary {
      try readDictionary(header, raw)
    } else {
      guard header.values <= entriesLeft else { throw place.malformed("the pages have more values than their column") }
      entriesLeft -= header.values
      pageLeft = header.values
      seenData = true
      if header.kind == .data { try openFirst(header, raw) } else { try openSecond(header, raw) }
    }
  }

  /// A header's length is not known before it is read: a larger piece is tried when it does not end.
  private mutating func readHeader() throws(OmicsError) -> ParquetPageHeader {
    var window = 1024
    while true {
      let length = min(window, end - position)
      var thrift = ThriftCompact(try input.read(at: position, count: length), place: place)
      do throws(OmicsError) {
        let header = try ParquetPageHeader(&thrift)
        position += thrift.position
        return header
      } catch {
        guard error.code == .truncated, length == window, window < 16 << 20 else { throw error }
        window *= 8
      }
    }
  }

  private mutating func readDictionary(_ header: ParquetPageHeader, _ raw: [UInt8]) throws(OmicsError) {
    guard !hasDictionary, !seenData else { throw place.malformed("a dictionary stands where none may") }
    guard header.encoding == .plain || header.encoding == .plainDictionary else {
      throw place.malformed("the dictionary has an encoding that dictionaries do not have")
    }
    let bytes = try codec.expand(raw[...], to: header.expandedSize, place)
    var values = try ParquetPageValues(
      bytes, from: 0, encoding: .plain, column: column, hasDictionary: false, room: Self.largestPage, place: place)
    try values.take(header.values, dictionary: ParquetValues(), into: &dictionary)
    hasDictionary = true
  }

  private mutating func openFirst(_ header: ParquetPageHeader, _ raw: [UInt8]) throws(OmicsError) {
    let bytes = try codec.expand(raw[...], to: header.expandedSize, place)
    var start = 0
    repetitionRuns = try levels(bytes, &start, column.maximumRepetition, header)
    definitionRuns = try levels(bytes, &start, column.maximumDefinition, header)
    page = try ParquetPageValues(
      bytes, from: start, encoding: header.encoding, column: column, hasDictionary: hasDictionary,
      room: Self.largestPage, place: place)
  }

  private func levels(
    _ bytes: [UInt8], _ start: inout Int, _ most: Int, _ header: ParquetPageHeader
  ) throws(OmicsError) -> HybridRuns? {
    guard most > 0 else { return nil }
    guard header.levels == .runs else {
      throw place.error(.unsupported, "the levels of the page have an encoding that is no longer in use")
    }
    guard bytes.count - start >= 4 else { throw place.error(.truncated, "the page ends in its levels") }
    let size = ParquetPageValues.word(bytes, start)
    guard size <= bytes.count - start - 4 else { throw place.error(.truncated, "the page ends in its levels") }
    let range = (start + 4)..<(start + 4 + size)
    start = range.upperBound
    return try HybridRuns(bytes, range, width: Self.width(most), place: place)
  }

  private mutating func openSecond(_ header: ParquetPageHeader, _ raw: [UInt8]) throws(OmicsError) {
    let levelSize = header.repetitionSize + header.definitionSize
    guard levelSize <= raw.count, levelSize <= header.expandedSize else {
      throw place.malformed("the levels are longer than their page")
    }
    repetitionRuns =
      column.maximumRepetition == 0
      ? nil
      : try HybridRuns(
        raw, 0..<header.repetitionSize, width: Self.width(column.maximumRepetition), place: place)
    definitionRuns =
      column.maximumDefinition == 0
      ? nil
      : try HybridRuns(
        raw, header.repetitionSize..<levelSize, width: Self.width(column.maximumDefinition), place: place)
    let packed = raw[levelSize...]
    // A page whose entries are all missing may have no values at all, not even an empty compressed block.
    let size = header.expandedSize - levelSize
    let isPlain = !header.isCompressed || (packed.isEmpty && size == 0)
    let bytes = try (isPlain ? ParquetCodec.none : codec).expand(packed, to: size, place)
    page = try ParquetPageValues(
      bytes, from: 0, encoding: header.encoding, column: column, hasDictionary: hasDictionary,
      room: Self.largestPage, place: place)
  }

  /// Bits that hold levels up to `most`.
  private static func width(_ most: Int) -> Int { Int.bitWidth - most.leadingZeroBitCount }
}

/// What pages may expand to in total: bounds the time a hostile file costs.
struct ExpansionBudget {
  private var spent = 0
  private let free: Int
  private let most: Int

  init(_ limits: ReadLimits, bytes: Int) {
    free = limits.expandedBytes
    most = max(limits.expandedBytes, bytes.multipliedReportingOverflow(by: limits.expansionRatio).partialValue)
  }

  mutating func spend(_ bytes: Int, _ place: ParquetPlace) throws(OmicsError) {
    spent += bytes
    guard spent <= most else {
      throw place.error(
        .limit, "the pages expand to more than \(most) bytes, far beyond the size of the file",
        hint: "If the file is sound, raise the limit with --max-expanded.")
    }
  }
}
