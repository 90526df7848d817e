public import Schema

/// A Parquet file: its columns, and its rows in batches.
///
/// Written after the format's specification (apache/parquet-format): both page versions, all encodings but the
/// retired ones, nested columns, snappy, zstd, gzip and LZ4_RAW. Only the columns asked for are read, row group by row
/// group and page by page; every length and place is checked before it is used.
public struct ParquetFile {
  /// The top fields of the schema.
  public var fields: [ParquetField] { footer.fields }
  /// All columns, in the order of the schema.
  public var columns: [ParquetColumnDescriptor] { footer.columns }
  /// Rows in the file.
  public var rowCount: Int { footer.rows }
  /// Row groups in the file.
  public var rowGroupCount: Int { footer.groups.count }
  /// The program that wrote it.
  public var createdBy: String { footer.createdBy }
  /// Keys and values that the writer added.
  public var metadata: [(key: String, value: String)] { footer.metadata }

  private let footer: ParquetFooter
  private let input: SeekableBytes
  private let limits: ReadLimits

  /// Opens a file and reads its footer.
  ///
  /// - Throws: `malformed`, `truncated` or `limit` with the byte; `unsupported` for encrypted files.
  public init(_ input: SeekableBytes, limits: ReadLimits = .standard) throws(OmicsError) {
    self.input = input
    self.limits = limits
    footer = try ParquetFooter(input, limits: limits)
  }

  /// The rows of some columns, given by their places in `columns`.
  public func scan(_ columns: [Int]) -> Scan {
    Scan(footer, input, columns.filter(footer.columns.indices.contains), limits)
  }

  /// A walk over the rows.
  public struct Scan {
    private let footer: ParquetFooter
    private let input: SeekableBytes
    private let chosen: [Int]
    private var group = 0
    private var rowsLeft = 0
    private var cursors: [ParquetColumnCursor] = []
    private var budget: ExpansionBudget
    /// The present batch, a column each in the order asked for.
    public private(set) var batch: [ParquetColumn]

    init(_ footer: ParquetFooter, _ input: SeekableBytes, _ chosen: [Int], _ limits: ReadLimits) {
      self.footer = footer
      self.input = input
      self.chosen = chosen
      budget = ExpansionBudget(limits, bytes: input.count)
      batch = chosen.map { ParquetColumn(footer.columns[$0]) }
    }

    /// Fills `batch` with the next rows.
    ///
    /// - Returns: how many there are; 0 at the end.
    /// - Throws: what is wrong with the file, with column and byte.
    public mutating func next(atMost rows: Int = 4096) throws(OmicsError) -> Int {
      while rowsLeft == 0 {
        guard group < footer.groups.count else { return 0 }
        let present = footer.groups[group]
        group += 1
        rowsLeft = present.rows
        cursors = chosen.map { ParquetColumnCursor(input, footer.columns[$0], present.chunks[$0]) }
      }
      let now = min(max(1, rows), rowsLeft)
      rowsLeft -= now
      for index in cursors.indices {
        batch[index].removeAll()
        try cursors[index].take(now, into: &batch[index], &budget)
        if rowsLeft == 0 { try cursors[index].finish() }
      }
      return now
    }
  }
}
