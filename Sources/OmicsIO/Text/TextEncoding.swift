/// The encoding a user declares for a text input. A byte-order mark in the file says more and wins.
public enum TextEncoding: String, Sendable, CaseIterable {
  /// UTF-8; other bytes are an error.
  case utf8
  /// ISO 8859-1: every byte is the character of its number.
  case latin1
}

/// What ended a line.
public enum LineTerminator: String, Sendable, CaseIterable {
  /// LF.
  case lineFeed
  /// CR LF.
  case carriageReturnLineFeed
  /// A CR alone (old Mac exports).
  case carriageReturn
  /// The end of the input.
  case endOfInput
}
