internal import Schema

/// Where in a Parquet file something stands: makes located errors.
struct ParquetPlace {
  /// The file's display name.
  var file: String
  /// The byte of the file at which the decoded piece (footer, page) starts.
  var byte: Int
  /// The column's path; nil outside columns.
  var column: String?

  /// An error that the content breaks the format, `offset` bytes into the piece.
  func malformed(_ message: String, at offset: Int = 0) -> OmicsError { error(.malformed, message, at: offset) }

  /// An error of any kind, `offset` bytes into the piece.
  func error(_ code: OmicsError.Code, _ message: String, at offset: Int = 0, hint: String? = nil) -> OmicsError {
    OmicsError(
      code, message, at: SourceLocation(file: file, column: column, byte: byte + offset),
      hint: hint ?? (code == .malformed || code == .truncated ? "The Parquet file is damaged or cut." : nil))
  }
}
