public import Schema

/// The rows of a Parquet file as rows of cells, as a text export would have them.
///
/// Numbers are shortest round-trip texts (a single-precision number that of its widened value), flags `true` and `false`,
/// missing values empty; elements of a list are joined by `;`, the fields of a group by `,` as `name=value`. Fields that
/// were not asked for are empty.
public struct ParquetCells {
  private let file: ParquetFile
  private let name: String
  private let fields: [Int]
  private var scan: ParquetFile.Scan
  /// Where a field's columns begin in the batch.
  private var places: [Int] = []
  private var content: [UInt8] = []
  private var ends: [Int] = []
  private var row = 0
  private var rows = 0
  private var line = 1
  private var current: RowStorage

  /// The rows of some fields, by their places in `file.fields`.
  public init(_ file: ParquetFile, fields: [Int], name: String) {
    self.file = file
    self.name = name
    self.fields = fields
    var columns: [Int] = []
    for field in fields {
      places.append(columns.count)
      columns += Array(file.fields[field].columns)
    }
    scan = file.scan(columns)
    current = RowStorage(width: file.fields.count)
  }

  /// The next row, valid until the next call; nil at the end.
  public mutating func next() throws(OmicsError) -> Row? {
    if row == rows {
      rows = try scan.next(atMost: 1024)
      row = 0
      if rows == 0 { return nil }
      try fill()
    }
    line += 1
    defer { row += 1 }
    return current.row(content, ends, fields: fields, row: row, rows: rows, line: line)
  }

  /// Turns the batch into cells, column by column.
  private mutating func fill() throws(OmicsError) {
    content.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    for (index, place) in places.enumerated() {
      let field = file.fields[fields[index]]
      if field.isColumn && scan.batch[place].descriptor.maximumRepetition == 0 {
        try fillFlat(scan.batch[place])
      } else {
        var walk = ParquetRows(field, scan.batch, at: place, file: name)
        for _ in 0..<rows {
          append(try walk.next(field), field)
          ends.append(content.count)
        }
      }
    }
  }

  private mutating func fillFlat(_ column: ParquetColumn) throws(OmicsError) {
    let start = content.count
    let most = Int32(column.descriptor.maximumDefinition)
    let isText =
      column.descriptor.type == .byteArray
      && (column.descriptor.meaning == .text || column.descriptor.meaning == .plain)
    var value = 0
    for entry in 0..<rows {
      if most == 0 || column.definitions[entry] == most {
        if isText {
          content.append(contentsOf: column.values.text(value))
        } else {
          append(column.cell(value), nil)
        }
        value += 1
      }
      ends.append(content.count)
    }
    guard isText, content[start...].contains(where: { $0 >= 0x80 }) else { return }
    for entry in (ends.count - rows)..<ends.count {
      let cell = content[(entry == 0 ? 0 : ends[entry - 1])..<ends[entry]]
      guard String(validating: cell, as: UTF8.self) != nil else {
        throw OmicsError(
          .encoding, "the cell is not UTF-8 text",
          at: SourceLocation(
            file: name, line: line + 1 + entry - (ends.count - rows), column: column.descriptor.path))
      }
    }
  }

  private mutating func append(_ cell: ParquetCell, _ field: ParquetField?) {
    switch cell {
    case .missing: break
    case .boolean(let flag): content.append(contentsOf: (flag ? "true" : "false").utf8)
    case .integer(let number): content.append(contentsOf: String(number).utf8)
    case .unsigned(let number): content.append(contentsOf: String(number).utf8)
    case .single(let number): appendShortest(Double(number), to: &content)
    case .double(let number): appendShortest(number, to: &content)
    case .text(let text): content.append(contentsOf: text.utf8)
    case .bytes(let bytes): content.append(contentsOf: bytes)
    case .list(let items):
      for (index, item) in items.enumerated() {
        if index > 0 { content.append(0x3B) }
        append(item, field.flatMap(Self.element))
      }
    case .record(let items):
      let names = field?.children.map(\.name) ?? []
      for (index, item) in items.enumerated() {
        if index > 0 { content.append(0x2C) }
        if index < names.count { content.append(contentsOf: "\(names[index])=".utf8) }
        append(item, field.flatMap { index < $0.children.count ? $0.children[index] : nil })
      }
    }
  }

  /// The field that describes a list's elements.
  private static func element(_ list: ParquetField) -> ParquetField? {
    guard list.meaning == .list || list.meaning == .map, let inner = list.children.first else { return list }
    return inner.children.count == 1 ? inner.children.first : inner
  }
}

/// Memory of one row at addresses that stay put.
private final class RowStorage {
  private let bounds: UnsafeMutablePointer<Int>
  private let width: Int
  private var bytes: UnsafeMutableRawPointer
  private var capacity = 1024

  init(width: Int) {
    self.width = width
    bounds = .allocate(capacity: width + 1)
    bytes = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    bounds.deallocate()
    bytes.deallocate()
  }

  /// Copies a row's cells behind each other, each followed by a byte that belongs to none.
  func row(_ content: [UInt8], _ ends: [Int], fields: [Int], row: Int, rows: Int, line: Int) -> Row {
    var length = width
    for index in fields.indices {
      let place = index * rows + row
      length += ends[place] - (place == 0 ? 0 : ends[place - 1])
    }
    if length > capacity {
      bytes.deallocate()
      capacity = length * 2
      bytes = .allocate(byteCount: capacity, alignment: 16)
    }
    var position = 0
    var index = 0
    content.withUnsafeBytes { source in
      for column in 0..<width {
        bounds[column] = position
        if index < fields.count && fields[index] == column {
          let place = index * rows + row
          let start = place == 0 ? 0 : ends[place - 1]
          let size = ends[place] - start
          if size > 0, let base = source.baseAddress {
            (bytes + position).copyMemory(from: base + start, byteCount: size)
          }
          position += size
          index += 1
        }
        bytes.storeBytes(of: 0x09, toByteOffset: position, as: UInt8.self)
        position += 1
      }
    }
    bounds[width] = position
    let whole = UnsafeRawBufferPointer(start: bytes, count: max(0, position - 1))
    return Row(
      line: Line(bytes: whole, number: line, byteOffset: 0, terminator: .lineFeed), content: UnsafeRawPointer(bytes),
      bounds: UnsafePointer(bounds), count: width)
  }
}
