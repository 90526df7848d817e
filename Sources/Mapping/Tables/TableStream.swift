public import OmicsIO
public import Schema

/// A mapping table row by row: first what it is, then its rows, so that a large one never stands in memory.
///
/// Forms that cannot be read so (SSSOM, UniProt's list cut by blanks) stand whole in `head`.
public struct TableStream: ~Copyable {
  /// How the rows of a delimited table are cut.
  struct Shape {
    var kind: String
    var columns: [MappingTable.Column]
    var delimiter: UInt8 = 0x09
    var hasHeader = true
  }

  /// The table without its rows, or whole.
  public private(set) var head: MappingTable
  private var scanner: DelimitedScanner?
  private let dashIsMissing: Bool
  private let mayHoldTabs: Bool

  /// A table that is read already.
  public init(whole table: MappingTable) {
    head = table
    dashIsMissing = false
    mayHoldTabs = false
  }

  /// The rows of a source whose next line is the header, or the first row where there is none.
  init(_ shape: Shape, _ source: inout ByteSource) throws(OmicsError) {
    var scanner = DelimitedScanner(delimiter: shape.delimiter, quoting: shape.delimiter == 0x2C ? .csv : .none)
    if shape.hasHeader { _ = try scanner.next(&source) }
    self.init(
      MappingTable(kind: shape.kind, columns: shape.columns, rows: [], lines: [], file: source.name), scanner,
      mayHoldTabs: shape.delimiter == 0x2C)
  }

  /// The rest of a scanner.
  init(_ head: MappingTable, _ scanner: consuming DelimitedScanner, mayHoldTabs: Bool = false) {
    self.head = head
    self.scanner = consume scanner
    dashIsMissing = ["ncbi-gene", "ncbi-history", "gene2ensembl"].contains(head.kind)
    self.mayHoldTabs = mayHoldTabs
  }

  /// Whether all rows stand in `head`.
  public var isWhole: Bool { scanner == nil }

  /// The next row; nil at the end.
  ///
  /// - Throws: `malformed` for a ragged row, and for a tab or line end in a quoted cell, which canonical text cannot hold.
  public mutating func next(_ source: inout ByteSource) throws(OmicsError) -> Row? {
    while let row = try scanner?.next(&source) {
      if row.isBlank { continue }
      if row.count == 1, row.equals(0, LookupFile.mark) { return nil }
      guard row.count == head.columns.count else {
        throw OmicsError(
          .malformed, "expected \(head.columns.count) cells, found \(row.count)",
          at: SourceLocation(file: source.name, line: row.lineNumber))
      }
      if mayHoldTabs {
        for index in 0..<row.count where row.bytes(index).contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
          throw OmicsError(
            .malformed, "a cell of a mapping table holds a tab or line end",
            at: SourceLocation(file: source.name, line: row.lineNumber, column: head.columns[index].written),
            hint: "Take it out, or leave the column away.")
        }
      }
      return row
    }
    return nil
  }

  /// A cell; signs for nothing are empty.
  public func cell(_ row: Row, _ index: Int) -> String {
    String(decoding: bytes(row, index), as: UTF8.self)
  }

  /// The bytes of a cell; signs for nothing are empty.
  func bytes(_ row: Row, _ index: Int) -> UnsafeRawBufferPointer {
    dashIsMissing && row.equals(index, "-") ? UnsafeRawBufferPointer(start: nil, count: 0) : row.bytes(index)
  }

  /// The whole table.
  public consuming func table(_ source: inout ByteSource) throws(OmicsError) -> MappingTable {
    var table = head
    while let row = try next(&source) {
      table.rows.append((0..<row.count).map { cell(row, $0) })
      table.lines.append(row.lineNumber)
    }
    return table
  }
}
