public import OmicsIO
public import Schema

/// A reader plugin.
///
/// A reader is pure: it opens no file, reads no clock, environment or global state, and prints nothing. Bytes and
/// options come through its arguments, rows go to the builder. It stays faithful to the file: no mapping, no
/// logarithms, no filtering, no imputation.
public protocol FormatReader: Sendable {
  /// What the reader says about its format.
  static var format: FormatDescriptor { get }

  /// Judges a file by its name and first bytes only.
  ///
  /// Says "mine, version X, because …" even when that version cannot be read (`Recognition.refusal`).
  static func recognize(_ head: FileHead) -> Recognition

  /// Makes a reader with checked options.
  init(options: ReaderOptions) throws(OmicsError)

  /// Reads the whole source into the builder.
  ///
  /// - Throws: the first error that makes further reading senseless. Errors of single records go to
  ///   `builder.reject(_:)`, which collects them.
  func read(_ source: inout ByteSource, into builder: inout DatasetBuilder) throws(OmicsError)
}
