/// A place in an input: file, line, column and byte, each as far as it is known.
///
/// Lines count from 1. `column` is the name of a table column where there is one, otherwise a character position as
/// text. `byte` is the offset in the uncompressed stream, from 0.
public struct SourceLocation: Sendable, Hashable {
  /// The input's display name: a path as the user wrote it, or `-`.
  public var file: String
  /// The line, from 1.
  public var line: Int?
  /// The column's name, or its position as text.
  public var column: String?
  /// The byte offset in the uncompressed stream, from 0.
  public var byte: Int?

  /// A location in `file`.
  public init(file: String, line: Int? = nil, column: String? = nil, byte: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.byte = byte
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file:line, column "X"`, or `file, byte N` where no line is known.
  public var description: String {
    var text = file
    if let line { text += ":\(line)" } else if let byte { text += ", byte \(byte)" }
    if let column { text += ", column \"\(column)\"" }
    return text
  }
}
