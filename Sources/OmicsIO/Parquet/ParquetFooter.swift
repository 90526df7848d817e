internal import Schema

/// What a Parquet footer says: schema, row groups, and where each column's pages are.
struct ParquetFooter {
  /// A column's part of a row group.
  struct Chunk {
    var type: ParquetPhysicalType
    var codec: ParquetCodec
    var values = 0
    var start = 0
    var size = 0
  }

  /// A row group.
  struct RowGroup {
    var rows = 0
    var chunks: [Chunk] = []
  }

  var fields: [ParquetField] = []
  var columns: [ParquetColumnDescriptor] = []
  var rows = 0
  var groups: [RowGroup] = []
  var createdBy = ""
  var metadata: [(key: String, value: String)] = []
  /// Where the footer starts: pages end before.
  let start: Int

  private static let magic: [UInt8] = Array("PAR1".utf8)
  private static let largest = 256 << 20

  /// Reads the footer of a file.
  ///
  /// - Throws: `malformed`, `truncated` or `limit` with the byte; `unsupported` for encrypted files.
  init(_ input: SeekableBytes, limits: ReadLimits) throws(OmicsError) {
    var place = ParquetPlace(file: input.name, byte: 0)
    guard input.count >= 12, try input.read(at: 0, count: 4) == Self.magic else {
      let head = try input.read(at: 0, count: min(4, input.count))
      if head == Array("PARE".utf8) { throw place.error(.unsupported, "the Parquet file is encrypted") }
      throw place.malformed("this is no Parquet file, or it is cut")
    }
    let tail = try input.read(at: input.count - 8, count: 8)
    place.byte = input.count - 8
    guard Array(tail[4...]) == Self.magic else {
      if Array(tail[4...]) == Array("PARE".utf8) {
        throw place.error(.unsupported, "the footer of the Parquet file is encrypted")
      }
      throw place.error(.truncated, "the Parquet file does not end with its footer")
    }
    let length = Int(tail[0]) | Int(tail[1]) << 8 | Int(tail[2]) << 16 | Int(tail[3]) << 24
    guard length <= input.count - 12 else {
      throw place.malformed("the footer is said to have \(length) bytes, more than the file")
    }
    guard length <= Self.largest else { throw place.error(.limit, "the footer has \(length) bytes") }
    start = input.count - 8 - length
    place.byte = start
    var thrift = ThriftCompact(try input.read(at: start, count: length), place: place)
    try read(&thrift, place, limits)
    try check(place)
  }

  private mutating func read(
    _ input: inout ThriftCompact, _ place: ParquetPlace, _ limits: ReadLimits
  ) throws(OmicsError) {
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (2, .list):
        var reader = try ParquetSchemaReader(&input, place: place, columnLimit: limits.columns)
        fields = try reader.fields()
        columns = reader.columns
      case (3, .int64): rows = try input.size("the number of rows", wide: true)
      case (4, .list):
        for _ in 0..<(try input.list(of: .structure).count) { groups.append(try Self.group(&input)) }
      case (5, .list):
        for _ in 0..<(try input.list(of: .structure).count) { metadata.append(try Self.pair(&input)) }
      case (6, .binary): createdBy = try input.text()
      case (8, .structure): throw place.error(.unsupported, "the Parquet file has encrypted columns")
      default: try input.skip(field.kind)
      }
    }
  }

  private func check(_ place: ParquetPlace) throws(OmicsError) {
    guard !columns.isEmpty else { throw place.malformed("the schema has no columns") }
    var sum = 0
    for (index, group) in groups.enumerated() {
      guard group.chunks.count == columns.count else {
        throw place.malformed("row group \(index + 1) has \(group.chunks.count) columns, the schema \(columns.count)")
      }
      let (total, overflow) = sum.addingReportingOverflow(group.rows)
      guard !overflow else { throw place.malformed("the row groups have more rows than can be counted") }
      sum = total
      for (chunk, column) in zip(group.chunks, columns) {
        guard chunk.type == column.type else {
          throw place.malformed("column \"\(column.path)\" has another type in row group \(index + 1)")
        }
        // A part without values may have no place.
        if chunk.values == 0 && group.rows == 0 { continue }
        guard chunk.start >= 4, chunk.size >= 0, chunk.start <= start, chunk.size <= start - chunk.start else {
          throw place.malformed("column \"\(column.path)\" of row group \(index + 1) lies outside the file")
        }
        guard column.maximumRepetition > 0 || chunk.values == group.rows else {
          throw place.malformed(
            "column \"\(column.path)\" of row group \(index + 1) has \(chunk.values) values for \(group.rows) rows")
        }
      }
    }
    guard sum == rows else { throw place.malformed("the file says \(rows) rows, its row groups \(sum)") }
  }

  private static func group(_ input: inout ThriftCompact) throws(OmicsError) -> RowGroup {
    var group = RowGroup()
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .list):
        for _ in 0..<(try input.list(of: .structure).count) { group.chunks.append(try chunk(&input)) }
      case (3, .int64): group.rows = try input.size("the number of rows", wide: true)
      default: try input.skip(field.kind)
      }
    }
    return group
  }

  private static func chunk(_ input: inout ThriftCompact) throws(OmicsError) -> Chunk {
    var found: Chunk?
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .binary):
        let path = try input.text()
        guard path.isEmpty else { throw input.malformed("a column stands in another file, \"\(path)\"") }
      case (3, .structure): found = try columnMetadata(&input)
      case (8, .structure): throw input.malformed("a column is encrypted")
      default: try input.skip(field.kind)
      }
    }
    guard let found else { throw input.malformed("a column has no metadata") }
    return found
  }

  private static func columnMetadata(_ input: inout ThriftCompact) throws(OmicsError) -> Chunk {
    var chunk = Chunk(type: .boolean, codec: .none)
    var dictionary = 0
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .int32):
        let raw = try input.integer()
        guard let type = ParquetPhysicalType(rawValue: raw) else { throw input.malformed("unknown column type \(raw)") }
        chunk.type = type
      case (4, .int32):
        let raw = try input.integer()
        guard let codec = ParquetCodec(rawValue: raw) else { throw input.malformed("unknown compression \(raw)") }
        chunk.codec = codec
      case (5, .int64): chunk.values = try input.size("the number of values", wide: true)
      case (7, .int64): chunk.size = try input.size("the size of a column", wide: true)
      case (9, .int64): chunk.start = try input.size("the place of a column", wide: true)
      case (11, .int64): dictionary = try input.size("the place of a dictionary", wide: true)
      default: try input.skip(field.kind)
      }
    }
    // Some writers give no place for the dictionary, or 0.
    if dictionary > 0 { chunk.start = min(chunk.start, dictionary) }
    return chunk
  }

  private static func pair(_ input: inout ThriftCompact) throws(OmicsError) -> (key: String, value: String) {
    var pair = (key: "", value: "")
    var last = 0
    while let field = try input.field(after: &last) {
      switch (field.id, field.kind) {
      case (1, .binary): pair.key = try input.text()
      case (2, .binary): pair.value = try input.text()
      default: try input.skip(field.kind)
      }
    }
    return pair
  }
}
