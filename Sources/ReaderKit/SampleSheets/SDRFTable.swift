public import OmicsIO
public import Schema

/// A sample sheet in SDRF-Proteomics, as it was written: every column in order, also those that share a name.
///
/// Follows the SDRF-Proteomics specification 1.1 (doi:10.1038/s41467-021-26111-3). Nothing of the text is changed:
/// `text` gives the bytes back.
public struct SDRFTable: Sendable, Hashable {
  /// What a column tells of.
  public enum ColumnKind: String, Sendable, CaseIterable {
    /// `source name`, `assay name`, `material type`, `technology type` and others without brackets.
    case plain
    /// `characteristics[…]`.
    case characteristics
    /// `comment[…]`.
    case comment
    /// `factor value[…]`.
    case factor
  }

  /// A column.
  public struct Column: Sendable, Hashable {
    /// The header as written.
    public var header: String
    /// What it tells of.
    public var kind: ColumnKind
    /// The word in brackets, or the whole header; lower case, single blanks.
    public var key: String
  }

  /// A row: its cells as written, and its line.
  public struct Row: Sendable, Hashable {
    /// The cells.
    public var cells: [String]
    /// The line, from 1.
    public var line: Int
  }

  /// The columns in order.
  public let columns: [Column]
  /// The rows in order, blank lines left out.
  public let rows: [Row]
  /// The file's display name.
  public let file: String
  private let original: [UInt8]
  private static let largest = 256 << 20

  /// The sheet's bytes, exactly as they were read.
  public var text: [UInt8] { original }

  /// Whether a header line is one of SDRF.
  public static func isHeader(_ line: String) -> Bool {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map { column(String($0)) }
    guard columns.first?.kind == .plain, columns.first?.key == "source name" else { return false }
    return columns.contains { $0.kind != .plain } || columns.contains { $0.key == "assay name" }
  }

  /// Reads a sheet.
  ///
  /// - Throws: `malformed` for a header of another kind and for rows with another number of cells (all of them in one
  ///   error), `missing` for empty cells of the source name or data file, `duplicate` when a data file and label stand
  ///   on two rows.
  public init(_ source: inout ByteSource) throws(OmicsError) {
    file = source.name
    var original: [UInt8] = []
    while let chunk = try source.nextChunk() {
      original.append(contentsOf: chunk)
      guard original.count <= Self.largest else {
        throw OmicsError(
          .limit, "a sample sheet has at most \(Self.largest) bytes", at: SourceLocation(file: file, line: 1))
      }
    }
    self.original = original
    var text = ByteSource.bytes(original, name: file, limits: source.limits)
    var scanner = LineScanner(limits: source.limits)
    var columns: [Column] = []
    var rows: [Row] = []
    var errors: [OmicsError] = []
    var header = 0
    while let line = try scanner.next(&text) {
      let content = line.string
      if columns.isEmpty {
        guard Self.isHeader(content) else {
          throw OmicsError(
            .malformed, "the header is none of SDRF: its first column is not \"source name\"",
            at: SourceLocation(file: file, line: line.number))
        }
        columns = content.split(separator: "\t", omittingEmptySubsequences: false).map { Self.column(String($0)) }
        header = line.number
        if let nameless = columns.firstIndex(where: { $0.header.isEmpty }) {
          errors.append(
            OmicsError(
              .malformed, "column \(nameless + 1) of the header has no name",
              at: SourceLocation(file: file, line: line.number)))
        }
        continue
      }
      if content.isEmpty { continue }
      let cells = content.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if cells == columns.map(\.header) {
        errors.append(
          OmicsError(
            .malformed, "the header of line \(header) stands here again",
            at: SourceLocation(file: file, line: line.number)))
      } else if let long = cells.firstIndex(where: { $0.utf8.count > source.limits.fieldBytes }) {
        errors.append(
          OmicsError(
            .limit, "cell \(long + 1) is longer than \(source.limits.fieldBytes) bytes",
            at: SourceLocation(file: file, line: line.number)))
      } else if cells.count == columns.count {
        rows.append(Row(cells: cells, line: line.number))
      } else {
        errors.append(
          OmicsError(
            .malformed, "expected \(columns.count) cells, found \(cells.count)",
            at: SourceLocation(file: file, line: line.number)))
      }
    }
    self.columns = columns
    self.rows = rows
    guard !columns.isEmpty, !rows.isEmpty || !errors.isEmpty else {
      throw OmicsError(.truncated, "the sample sheet has no rows", at: SourceLocation(file: file, line: 1))
    }
    errors += checked()
    errors.sort { ($0.location?.line ?? 0) < ($1.location?.line ?? 0) }
    guard var first = errors.first else { return }
    first.causes = Array(errors.dropFirst().prefix(19))
    throw first
  }

  private static func column(_ header: String) -> Column {
    let lower = unquoted(header).lowercased().split(separator: " ").joined(separator: " ")
    for (prefix, kind) in [
      ("characteristics", ColumnKind.characteristics), ("comment", .comment), ("factor value", .factor),
    ] {
      var rest = lower[...]
      guard rest.hasPrefix(prefix), rest.hasSuffix("]") else { continue }
      rest = rest.dropFirst(prefix.count)
      rest = rest.drop { $0 == " " }
      guard rest.hasPrefix("[") else { continue }
      let key = rest.dropFirst().dropLast().split(separator: " ").joined(separator: " ")
      return Column(header: header, kind: kind, key: key)
    }
    return Column(header: header, kind: .plain, key: lower)
  }

  /// The first column of a kind and key.
  public func column(_ kind: ColumnKind, _ key: String) -> Int? {
    columns.firstIndex { $0.kind == kind && $0.key == key }
  }

  /// A cell without the quotes a spreadsheet may have set around it.
  static func unquoted(_ cell: String) -> String {
    guard cell.utf8.count >= 2, cell.hasPrefix("\""), cell.hasSuffix("\"") else { return cell }
    return cell.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false).joined(
      separator: "\"")
  }

  private func checked() -> [OmicsError] {
    var errors: [OmicsError] = []
    let run = column(.comment, "data file")
    let label = column(.comment, "label")
    var lineOf: [String: Int] = [:]
    for row in rows {
      func located(_ code: OmicsError.Code, _ message: String, _ column: Int) -> OmicsError {
        OmicsError(
          code, message, at: SourceLocation(file: file, line: row.line, column: columns[column].header))
      }
      if row.cells[0].isEmpty { errors.append(located(.missing, "this row names no source", 0)) }
      guard let run else { continue }
      if row.cells[run].isEmpty {
        errors.append(located(.missing, "this row names no data file", run))
        continue
      }
      let key = "\(row.cells[run])\t\(label.map { row.cells[$0] } ?? "")"
      if let other = lineOf.updateValue(row.line, forKey: key) {
        errors.append(
          located(.duplicate, "this data file stands with the same label on line \(other) already", run))
      }
    }
    return errors
  }
}
